"""What the commands share: their options, the settings, and whom they ask."""

from __future__ import annotations

import asyncio
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from ..settings import Settings

Config = Annotated[
    Path | None, typer.Option(envvar="BENEDESK_CONFIG", help="Settings file (TOML), see docs/operations.md.")
]
Data = Annotated[Path | None, typer.Option(help="Data folder, instead of that of the settings.")]
Name = Annotated[str, typer.Argument(help="User name.")]
Queue = Annotated[
    list[str] | None,
    typer.Option("--queue", help="A queue that they may serve, with their skill level: myynti or myynti=5."),
]


def settings_of(config: Path | None, **given: Any) -> Settings:
    """The settings of the file, with what the command line gives instead; stops with what is wrong."""
    from ..settings_file import SettingsError, load

    try:
        found = load(config)
    except SettingsError as mistakes:
        stop(*mistakes.problems)
    changes = {key: value for key, value in given.items() if value is not None}
    return found.model_copy(update={"server": found.server.model_copy(update=changes)})


def ask(config: Path | None, data: Path | None, request: dict[str, Any]) -> dict[str, Any]:
    """Have the server, or in its absence the database, carry out a request; stops with what is wrong."""
    from .. import office
    from ..store.database import DatabaseError, Unavailable

    settings = settings_of(config, data=data)
    queues = {queue.id: queue.number for queue in settings.queues}
    try:
        answer = asyncio.run(office.ask(settings.server.data, settings.country, queues, request))
    except (DatabaseError, Unavailable) as problem:
        stop(str(problem))
    if "code" in answer:
        stop(f"{answer['text']} ({answer['code']})")
    return answer


def skills(written: list[str]) -> dict[str, int]:
    """Queue to level, from `--queue`; stops with what is wrong."""
    levels: dict[str, int] = {}
    for one in written:
        queue, found, level = one.partition("=")
        if found and not level.isdecimal():
            stop(f"--queue {one}: a skill level is a whole number, as in {queue}=5")
        levels[queue] = int(level) if found else 1
    return levels


def password() -> str:
    """Asked for twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        try:  # a file of Windows begins with a mark and ends its lines with two characters
            return sys.stdin.buffer.readline().decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            stop("the password is not UTF-8")
    typed = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != typed:
        stop("the two are not the same")
    return typed


def say(*lines: str) -> None:
    """To whoever reads; standard output is for what is asked for."""
    for line in lines:
        print(line, file=sys.stderr)


def stop(*lines: str) -> NoReturn:
    """Say what is wrong, and end with 1."""
    say(*lines)
    raise typer.Exit(1)
