"""Reads the settings: a TOML file, and environment variables that win over it."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from benedesk.core.errors import Refused
from benedesk.core.numbers import own

from .settings import PATHS, SECRETS, SECTIONS, QueueSection, Settings

ENV_PREFIX = "BENEDESK_"


class SettingsError(Exception):
    """The settings cannot be used; `problems` are whole sentences, one for each setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(config: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of `config` and the environment. Raises SettingsError with a sentence per mistake.

    Relative paths in the file count from the file's own folder, all others from the working folder.
    """
    table = _read(config) if config else {}
    overridden = _override(table, environ)
    where = str(config) if config else "settings"
    try:
        settings = Settings.model_validate(table)
    except ValidationError as mistakes:
        problems = [_sentence(dict(mistake), where, overridden) for mistake in mistakes.errors()]
        raise SettingsError(problems) from None
    if wrong := _wrong_numbers(settings):
        raise SettingsError([f"{where}: {sentence}" for sentence in wrong])
    return settings


def variable(*path: str) -> str:
    """The environment variable of a setting: `server.port` is `BENEDESK_SERVER_PORT`."""
    return ENV_PREFIX + "_".join(path).upper()


def _read(config: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(config.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError([f"{config} cannot be read: {problem}"]) from None
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError([f"{config} is not TOML: {problem}"]) from None
    for section, key in PATHS:
        found = table.get(section)
        if isinstance(found, dict) and key in found:
            found[key] = _from_folder(config.parent, found[key])
    return table


def _from_folder(folder: Path, value: Any) -> Any:
    if isinstance(value, list):
        return [_from_folder(folder, part) for part in value]
    return folder / value if isinstance(value, str) else value


def _override(table: dict[str, Any], environ: Mapping[str, str]) -> set[tuple[str, ...]]:
    """Put the environment's values into the table; answers which settings those are."""
    paths: list[tuple[str, ...]] = [("country",)]
    paths += [(name, key) for name, section in SECTIONS.items() for key in section.model_fields]
    given = {path for path in paths if variable(*path) in environ}
    for path in given:
        holder = table.setdefault(path[0], {}) if len(path) > 1 else table
        if isinstance(holder, dict):
            holder[path[-1]] = environ[variable(*path)]
    return given


def _wrong_numbers(settings: Settings) -> list[str]:
    wrong = []
    for queue in settings.queues:
        try:
            own(queue.number, settings.country)
        except Refused as refused:
            wrong.append(f"queues.{queue.id}.number cannot be dialled: {refused.text}")
    return wrong


def _sentence(mistake: dict[str, Any], where: str, overridden: set[tuple[str, ...]]) -> str:
    """One of pydantic's mistakes as: where it stands, which setting, what is expected, what was found."""
    path = tuple(str(part) for part in mistake["loc"])
    what = variable(*path[:2]) if path[:2] in overridden else f"{where}: {'.'.join(path)}"
    if mistake["type"] == "extra_forbidden":
        section = QueueSection if path[0] == "queues" else SECTIONS.get(path[0], Settings)
        near = difflib.get_close_matches(path[-1], list(section.model_fields), 1)
        return f"{what} is not a setting" + (f"; did you mean {near[0]}?" if near else "")
    if mistake["type"] == "missing":
        return f"{what} is missing"
    text = mistake["msg"].removeprefix("Value error, ")
    text = text.removeprefix("String ").removeprefix("Input ")
    is_shown = path not in SECRETS and not isinstance(mistake["input"], dict | tuple | list)
    found = f", not {mistake['input']!r}" if is_shown else ""
    return f"{what} {text}{found}"
