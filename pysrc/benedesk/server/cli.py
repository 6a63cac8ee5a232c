"""The command line `benedesk`. Heavy parts are imported where they are used, so that help comes at once."""

from __future__ import annotations

import asyncio
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from .settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # Python's own tell no values, and stay whole in a log
    help="The server of BeneDesk.",
)
user = typer.Typer(no_args_is_help=True, help="Who may sign in.")
people = typer.Typer(no_args_is_help=True, help="The people of the directory.")
journal = typer.Typer(no_args_is_help=True, help="The journal of everything that has happened.")
app.add_typer(user, name="user")
app.add_typer(people, name="directory")
app.add_typer(journal, name="journal")

Config = Annotated[
    Path | None, typer.Option(envvar="BENEDESK_CONFIG", help="Settings file (TOML), see docs/operations.md.")
]
Data = Annotated[Path | None, typer.Option(help="Data folder, instead of that of the settings.")]
Name = Annotated[str, typer.Argument(help="User name.")]
Queue = Annotated[
    list[str] | None,
    typer.Option("--queue", help="A queue that he may serve, with his skill level: myynti or myynti=5."),
]


def main() -> None:
    """Run the command line."""
    from . import private

    private.from_now_on()
    app()


@app.command()
def version() -> None:
    """Print the version."""
    from benedesk import __version__

    print(__version__)


@app.command()
def serve(
    config: Config = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 lets the system choose.")] = None,
    data: Data = None,
    site: Annotated[Path | None, typer.Option(help="Folder of the built panel page.")] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="A sample company on a simulated PBX; needs no settings.")
    ] = False,
) -> None:
    """Run the server until it is told to stop (SIGTERM, Ctrl+C)."""
    from . import logs

    settings = _settings(config, host=host, port=port, data=data, site=site)
    logs.set_up()
    if not _run(settings, sample):
        raise typer.Exit(1)


@app.command()
def check_config(config: Config = None, data: Data = None) -> None:
    """Say whether the settings and the directory's files can be used, and change nothing."""
    from . import directory, office

    settings = _settings(config, data=data)
    bad = 0
    for file in settings.directory.files:
        new = directory.read(file, settings.country)
        bad += len(new.bad)
        _say(f"{file}: {len(new.people)} people", *(f"  {office.told(row)}" for row in new.bad))
    for pem in (settings.server.tls_certificate, settings.server.tls_key):
        if pem and not pem.is_file():
            _stop(f"there is no file {pem}")
    if not (settings.server.site / "index.html").exists():
        _say(f"{settings.server.site} has no built panel page; the server will serve none")
    if bad:
        _stop(f"{bad} rows cannot be used")
    print(f"The settings are good: {len(settings.queues)} queues, PBX {settings.pbx.kind}.")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The new file.")], config: Config = None, data: Data = None
) -> None:
    """Copy the database to a new file, also while the server runs."""
    from .database import DatabaseError, back_up

    try:
        back_up(_settings(config, data=data).server.data, target)
    except DatabaseError as problem:
        _stop(str(problem))


@app.command()
def unpack(target: Annotated[Path, typer.Argument(help="The folder to put them into.")]) -> None:
    """Put the panel's page and the browsers' extensions, as they go with this version, into a folder."""
    from . import built

    try:
        print(*built.unpack(target), sep="\n")
    except OSError as problem:
        _stop(str(problem))


# -- users -----------------------------------------------------------------------------------------


@user.command("add")
def user_add(
    name: Name,
    number: Annotated[str, typer.Option(help="His own telephone number.")],
    full_name: Annotated[str, typer.Option("--name", help="The name that colleagues see.")],
    phone: Annotated[str, typer.Option(help="The PBX's name of his phone; else the user name.")] = "",
    queue: Queue = None,
    supervisor: Annotated[bool, typer.Option("--supervisor", help="May open and close queues.")] = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Add a user. The password is asked for, or is the first line of standard input."""
    request = {
        "do": "user_add", "agent": name, "name": full_name, "number": number, "phone": phone,
        "supervisor": supervisor, "skills": _skills(queue or []), "password": _password(),
    }  # fmt: skip
    _ask(config, data, request)


@user.command("set")
def user_set(
    name: Name,
    full_name: Annotated[str | None, typer.Option("--name", help="The name that colleagues see.")] = None,
    number: Annotated[str | None, typer.Option(help="His own telephone number.")] = None,
    phone: Annotated[str | None, typer.Option(help="The PBX's name of his phone.")] = None,
    queue: Queue = None,
    no_queues: Annotated[bool, typer.Option("--no-queues", help="He may serve no queue.")] = False,
    supervisor: Annotated[bool | None, typer.Option(help="May open and close queues.")] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Change what is given of a user; queues replace all those that he had."""
    changes = {
        "name": full_name, "number": number, "phone": phone, "supervisor": supervisor,
        "skills": _skills(queue or []) if queue or no_queues else None,
    }  # fmt: skip
    given = {key: value for key, value in changes.items() if value is not None}
    _ask(config, data, {"do": "user_change", "agent": name, **given})


@user.command("list")
def user_list(config: Config = None, data: Data = None) -> None:
    """Print every user: name, number, phone, queues, and whether he is a supervisor or disabled."""
    for found in _ask(config, data, {"do": "user_list"})["users"]:
        queues = " ".join(f"{queue}={level}" for queue, level in found["skills"].items())
        marks = [mark for mark in ("supervisor", "disabled") if found[mark]]
        columns = (found["agent"], found["name"], found["number"], found["phone"], queues, " ".join(marks))
        print("\t".join(columns))


@user.command("disable")
def user_disable(name: Name, config: Config = None, data: Data = None) -> None:
    """End a user's sign-ins, close his panels and give him no more calls; he keeps the one he has."""
    _ask(config, data, {"do": "user_change", "agent": name, "disabled": True})


@user.command("enable")
def user_enable(name: Name, config: Config = None, data: Data = None) -> None:
    """Let a disabled user sign in again."""
    _ask(config, data, {"do": "user_change", "agent": name, "disabled": False})


@user.command("passwd")
def user_passwd(name: Name, config: Config = None, data: Data = None) -> None:
    """Give a user another password, and end his sign-ins."""
    _ask(config, data, {"do": "user_password", "agent": name, "password": _password()})


@people.command("import")
def directory_import(
    files: Annotated[list[Path], typer.Argument(help="CSV (.csv) and vCard (.vcf) files.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Import people; they replace those who came from a file of the same name before."""
    from . import directory, office

    settings = _settings(config, data=data)
    bad = 0
    for file in files:
        new = directory.read(file, settings.country)
        bad += len(new.bad)
        _say(*(f"{file}, {office.told(row)}" for row in new.bad))
        if new.people:
            _ask(config, data, office.import_request(new))
        print(f"{file}: {len(new.people)} people imported, {len(new.bad)} rows left out")
    if bad:
        raise typer.Exit(1)


@journal.command("checkpoint")
def journal_checkpoint(config: Config = None, data: Data = None) -> None:
    """Read the journal with this version, so that its next start need not; also while a server runs."""
    from . import office
    from .checkpoint_maker import made
    from .database import DatabaseError
    from .journal import JournalError

    try:
        checkpoint = made(_settings(config, data=data).server.data)
    except (DatabaseError, JournalError) as problem:
        _stop(str(problem))
    _ask(config, data, office.checkpoint_request(checkpoint))
    print(f"A start with this version begins at event {checkpoint.seq}.")


# -- what they share -------------------------------------------------------------------------------


def _settings(config: Path | None, **given: Any) -> Settings:
    from .settings import SettingsError, load

    try:
        settings = load(config)
    except SettingsError as mistakes:
        _stop(*mistakes.problems)
    changes = {key: value for key, value in given.items() if value is not None}
    return settings.model_copy(update={"server": settings.server.model_copy(update=changes)})


def _run(settings: Settings, sample: bool) -> bool:
    from . import entry
    from .database import DatabaseError
    from .journal import JournalError
    from .settings import SettingsError

    try:
        return entry.run(settings, sample)
    except SettingsError as mistakes:
        _stop(*mistakes.problems)
    except (DatabaseError, JournalError, OSError) as problem:
        _stop(str(problem))


def _ask(config: Path | None, data: Path | None, request: dict[str, Any]) -> dict[str, Any]:
    """Have the server, or in its absence the database, carry out a request; stops with what is wrong."""
    from . import office
    from .database import DatabaseError

    settings = _settings(config, data=data)
    queues = [queue.id for queue in settings.queues]
    try:
        answer = asyncio.run(office.ask(settings.server.data, settings.country, queues, request))
    except DatabaseError as problem:
        _stop(str(problem))
    if "code" in answer:
        _stop(f"{answer['text']} ({answer['code']})")
    return answer


def _skills(written: list[str]) -> dict[str, int]:
    skills: dict[str, int] = {}
    for one in written:
        queue, found, level = one.partition("=")
        if found and not level.isdecimal():
            _stop(f"--queue {one}: a skill level is a whole number, as in {queue}=5")
        skills[queue] = int(level) if found else 1
    return skills


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        _stop("the two are not the same")
    return password


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _stop(*lines: str) -> NoReturn:
    _say(*lines)
    raise typer.Exit(1)
