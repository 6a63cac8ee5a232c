"""The command line `benedesk`. Heavy parts are imported where they are used, so that help comes at once."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .people import people, user
from .shared import Config, Data, ask, say, settings_of, stop

if TYPE_CHECKING:
    from ..settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # Python's own tell no values, and stay whole in a log
    help="The server of BeneDesk.",
)
journal = typer.Typer(no_args_is_help=True, help="The journal of everything that has happened.")
app.add_typer(user, name="user")
app.add_typer(people, name="directory")
app.add_typer(journal, name="journal")


def main() -> None:
    """Run the command line."""
    from .. import private

    private.from_now_on()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever a file is called can be said
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
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Take Asterisk from another server that steers it now.")
    ] = False,
) -> None:
    """Run the server until it is told to stop (SIGTERM, Ctrl+C)."""
    from .. import logs

    settings = settings_of(config, host=host, port=port, data=data, site=site)
    logs.set_up()
    if not _run(settings, sample, take_over):
        raise typer.Exit(1)


@app.command()
def check_config(config: Config = None, data: Data = None) -> None:
    """Say whether the settings and the directory's files can be used, and change nothing."""
    from .. import definition, office, run
    from ..people import directory
    from ..settings_file import SettingsError
    from ..store.database import DatabaseError
    from ..store.journal import JournalError
    from ..web.site import PANEL

    settings = settings_of(config, data=data)
    try:
        run.check_tls(settings.server)
        definition.check(settings)
    except SettingsError as mistakes:
        stop(*mistakes.problems)
    except (DatabaseError, JournalError, OSError) as problem:
        stop(str(problem))
    bad = 0
    for file in settings.directory.files:
        new = directory.read(file, settings.country)
        bad += len(new.bad)
        say(f"{file}: {len(new.people)} people", *(f"  {office.told(row)}" for row in new.bad))
    if not (settings.server.site / PANEL).exists():
        say(f"{settings.server.site} has no built panel page; the server will serve none")
    if bad:
        stop(f"{bad} rows cannot be used")
    print(f"The settings are good: {len(settings.queues)} queues, PBX {settings.pbx.kind}.")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The new file.")], config: Config = None, data: Data = None
) -> None:
    """Copy the database to a new file, also while the server runs."""
    from ..store.backup import back_up
    from ..store.database import DatabaseError

    try:
        back_up(settings_of(config, data=data).server.data, target)
    except DatabaseError as problem:
        stop(str(problem))


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="A backup; else the data folder's database.")] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Read a database from end to end, as a start would and more, and say what it holds."""
    from ..store.backup import verify as read
    from ..store.database import FILE, DatabaseError
    from ..store.journal import JournalError

    settings = settings_of(config, data=data)
    try:
        found = read(file or settings.server.data / FILE, settings.country)
    except (DatabaseError, JournalError) as problem:
        stop(str(problem))
    last = f", the last at {datetime.fromtimestamp(found.last_at):%Y-%m-%d %H:%M:%S}" if found.events else ""
    print(
        f"Good: {found.events} events{last}; "
        f"{found.agents} agents, {found.people} people, {found.calls} calls that go on."
    )


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="The file that `backup` made.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Put a backup in the place of the database, while no server runs; what was there is kept beside it."""
    from ..store.backup import restore as put_back
    from ..store.database import DatabaseError
    from ..store.journal import JournalError

    settings = settings_of(config, data=data)
    try:
        before = put_back(backup, settings.server.data, settings.country)
    except (DatabaseError, JournalError) as problem:
        stop(str(problem))
    print(f"{backup} is restored." + (f" What was there before: {before}" if before else ""))


@app.command()
def unpack(target: Annotated[Path, typer.Argument(help="The folder to put them into.")]) -> None:
    """Put the panel's page and the browsers' extensions, as they go with this version, into a folder."""
    from .. import built

    os.umask(0o022)  # nothing of it is secret: a web server and browsers of other users are to read it
    try:
        print(*built.unpack(target), sep="\n")
    except OSError as problem:
        stop(str(problem))


@journal.command("checkpoint")
def journal_checkpoint(config: Config = None, data: Data = None) -> None:
    """Read the journal with this version, so that its next start need not; also while a server runs."""
    from .. import office
    from ..store.checkpoint_maker import made
    from ..store.database import DatabaseError
    from ..store.journal import JournalError

    try:
        checkpoint = made(settings_of(config, data=data).server.data)
    except (DatabaseError, JournalError) as problem:
        stop(str(problem))
    ask(config, data, office.checkpoint_request(checkpoint))
    print(f"A start with this version begins at event {checkpoint.seq}.")


def _run(settings: Settings, sample: bool, take_over: bool) -> bool:
    from .. import entry
    from ..pbx.port import PbxTaken
    from ..settings_file import SettingsError
    from ..store.database import DatabaseError, Unavailable
    from ..store.journal import JournalError

    try:
        return entry.run(settings, sample, take_over)
    except SettingsError as mistakes:
        stop(*mistakes.problems)
    except (DatabaseError, JournalError, PbxTaken, Unavailable, OSError) as problem:
        stop(str(problem))
