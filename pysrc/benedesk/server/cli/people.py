"""`benedesk user` and `benedesk directory`: who may sign in, and whom the directory has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .shared import Config, Data, Name, Queue, ask, password, say, settings_of, skills

user = typer.Typer(no_args_is_help=True, help="Who may sign in.")
people = typer.Typer(no_args_is_help=True, help="The people of the directory.")


@user.command("add")
def user_add(
    name: Name,
    number: Annotated[str, typer.Option(help="Their own telephone number.")],
    full_name: Annotated[str, typer.Option("--name", help="The name that colleagues see.")],
    phone: Annotated[str, typer.Option(help="The PBX's name of their phone; else the user name.")] = "",
    queue: Queue = None,
    supervisor: Annotated[bool, typer.Option("--supervisor", help="May open and close queues.")] = False,
    config: Config = None,
    data: Data = None,
) -> None:
    """Add a user. The password is asked for, or is the first line of standard input."""
    request = {
        "do": "user_add", "agent": name, "name": full_name, "number": number, "phone": phone,
        "supervisor": supervisor, "skills": skills(queue or []), "password": password(),
    }  # fmt: skip
    ask(config, data, request)


@user.command("set")
def user_set(
    name: Name,
    full_name: Annotated[str | None, typer.Option("--name", help="The name that colleagues see.")] = None,
    number: Annotated[str | None, typer.Option(help="Their own telephone number.")] = None,
    phone: Annotated[str | None, typer.Option(help="The PBX's name of their phone.")] = None,
    queue: Queue = None,
    no_queues: Annotated[bool, typer.Option("--no-queues", help="They may serve no queue.")] = False,
    supervisor: Annotated[bool | None, typer.Option(help="May open and close queues.")] = None,
    config: Config = None,
    data: Data = None,
) -> None:
    """Change what is given of a user; queues replace all those that they had."""
    changes = {
        "name": full_name, "number": number, "phone": phone, "supervisor": supervisor,
        "skills": skills(queue or []) if queue or no_queues else None,
    }  # fmt: skip
    given = {key: value for key, value in changes.items() if value is not None}
    ask(config, data, {"do": "user_change", "agent": name, **given})


@user.command("list")
def user_list(config: Config = None, data: Data = None) -> None:
    """Print every user: name, number, phone, queues, and whether they are a supervisor or disabled."""
    for found in ask(config, data, {"do": "user_list"})["users"]:
        queues = " ".join(f"{queue}={level}" for queue, level in found["skills"].items())
        marks = [mark for mark in ("supervisor", "disabled") if found[mark]]
        columns = (found["agent"], found["name"], found["number"], found["phone"], queues, " ".join(marks))
        print("\t".join(columns))


@user.command("disable")
def user_disable(name: Name, config: Config = None, data: Data = None) -> None:
    """End a user's sign-ins, close their panels and give them no more calls; they keep the one they have."""
    ask(config, data, {"do": "user_change", "agent": name, "disabled": True})


@user.command("enable")
def user_enable(name: Name, config: Config = None, data: Data = None) -> None:
    """Let a disabled user sign in again."""
    ask(config, data, {"do": "user_change", "agent": name, "disabled": False})


@user.command("passwd")
def user_passwd(name: Name, config: Config = None, data: Data = None) -> None:
    """Give a user another password, and end their sign-ins."""
    ask(config, data, {"do": "user_password", "agent": name, "password": password()})


@people.command("import")
def directory_import(
    files: Annotated[list[Path], typer.Argument(help="CSV (.csv) and vCard (.vcf) files.")],
    config: Config = None,
    data: Data = None,
) -> None:
    """Import people; they replace those who came from a file of the same name before."""
    from .. import office
    from ..people import directory

    settings = settings_of(config, data=data)
    bad = 0
    for file in files:
        new = directory.read(file, settings.country)
        bad += len(new.bad)
        say(*(f"{file}, {office.told(row)}" for row in new.bad))
        if new.people:
            ask(config, data, office.import_request(new))
        print(f"{file}: {len(new.people)} people imported, {len(new.bad)} rows left out")
    if bad:
        raise typer.Exit(1)
