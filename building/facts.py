"""What Python has decided and JavaScript has to know, for site and extensions: facts.js and formats.json.

A number, a list or a shape that both sides need stands in Python, once. `tsc` holds JavaScript to the shapes.
"""

from __future__ import annotations

import builtins
import collections.abc
import enum
import json
import os
import sys
import types
import typing
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .steps import CACHE, PYTHON, ROOT, SOURCES, call

if TYPE_CHECKING:
    from benedesk.core.record import Record


def values() -> dict[str, Any]:
    """Every fact by its name. Where it stands in Python is told here and nowhere else."""
    from benedesk.core import numbers, states, topics
    from benedesk.panel import link
    from benedesk.panel.state import preferences
    from benedesk.panel.text import words
    from benedesk.panel.view import announce
    from benedesk.wire import messages

    return {
        "PROTOCOL_VERSION": messages.PROTOCOL_VERSION,
        "CALL_TOPIC": topics.call(""),
        "SOCKET_PATH": link.socket_address(""),
        "API_PATH": link.api_address("", ""),
        "BAD_TOKEN_CLOSES": messages.BAD_TOKEN_CLOSES,
        "ENDING_CODES": list(messages.ENDING_CODES),
        "CALL_GONE_CODES": list(states.CALL_GONE_CODES),
        "PING_MS": _ms(link.PING_S),
        "SILENT_MS": _ms(link.SILENT_S),
        "SLOWEST_OPEN_MS": _ms(link.SLOWEST_OPEN_S),
        "RETRY_MS": _ms(link.RETRY_S),
        "SLOWEST_RETRY_MS": _ms(link.SLOWEST_RETRY_S),
        "HOME_COUNTRY": numbers.HOME,
        "COMMAND_STATES": {name: sorted(allowed) for name, allowed in states.COMMAND_STATES.items()},
        "RINGING_STATES": list(announce.RINGING),
        "LANGUAGES": list(words.LANGUAGES),
        "PREFERENCES_KEY": preferences.KEY,
        "USUAL_VOLUME": preferences.LOUD,
    }


TYPES = {  # of those values whose type says more than they show
    "COMMAND_STATES": "Record<CommandName, CallState[]>",
    "RINGING_STATES": "CallState[]",
    "LANGUAGES": "Language[]",
}


def shapes() -> dict[str, str]:
    """Every shape by its name, as TypeScript writes it."""
    from benedesk.core import documents, states
    from benedesk.panel.text.words import LANGUAGES
    from benedesk.wire import messages

    found = {
        "CallState": _type(states.CallState),
        "CommandName": _any_of(states.COMMAND_STATES),
        "Language": _any_of(LANGUAGES),
        "CallDocument": _type(documents.CallDocument),
    }
    both: dict[str, dict[str, type[Record]]] = {
        "ToPanel": {**messages.TO_PANEL},
        "ToServer": {**messages.TO_SERVER},
    }
    for name, every in both.items():
        found[name] = " | ".join(_message(kind, message) for kind, message in every.items())
    return found


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _message(kind: str, message: type[Record]) -> str:
    """What goes over the link; a field that has a usual value may be left out."""
    hints = typing.get_type_hints(message)
    fields = [f"type: '{kind}'"]
    for name in message.fields:
        fields.append(f"{name}{'?' if name in message.defaults else ''}: {_type(hints[name])}")
    return f"{{ {', '.join(fields)} }}"


SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def _type(hint: Any) -> str:
    """A type of Python as TypeScript writes it; one that cannot go over the link is a mistake."""
    inner = typing.get_args(hint)
    match typing.get_origin(hint):
        case types.UnionType | typing.Union:
            return " | ".join(map(_type, inner))
        case typing.Literal:
            return _any_of(inner)
        case builtins.list:
            return f"({_type(inner[0])})[]"
        case builtins.dict | collections.abc.Mapping:
            return "Record<string, unknown>"
    if typing.is_typeddict(hint):
        fields = (f"{name}: {_type(one)}" for name, one in typing.get_type_hints(hint).items())
        return f"{{ {', '.join(fields)} }}"
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return _any_of(hint)
    return SIMPLE[hint]


def _any_of(words: Iterable[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)


def module() -> str:
    """The text of facts.js."""
    lines = ["// Made by building/facts.py from what Python has decided: nobody edits this."]
    lines += [f"/** @typedef {{{shape}}} {name} */" for name, shape in shapes().items()]
    for name, value in values().items():
        if name in TYPES:
            lines.append(f"/** @type {{{TYPES[name]}}} */")
        lines.append(f"export const {name} = {json.dumps(value)};")
    return "\n".join([*lines, ""])


def formats() -> str:
    """The text of formats.json, how numbers are grouped: that part of what the desk knows of them."""
    known = json.loads((SOURCES / "benedesk/core/numbering.json").read_bytes())
    grouped = {code: of["formats"] for code, of in known.items() if "formats" in of}
    return json.dumps({"three": known["three"], **grouped}, separators=(",", ":"))


def facts(cache: Path = CACHE) -> Path:
    """The module as a file, with formats.json beside it; written anew only when a fact has changed."""
    paths = os.pathsep.join(map(str, (SOURCES, ROOT)))
    text = call(PYTHON, "-m", "building.facts", PYTHONPATH=paths, PYTHONIOENCODING="utf-8")
    made = cache / "js" / "facts.js"
    made.parent.mkdir(parents=True, exist_ok=True)
    for file, wanted in ((made, text), (made.with_name("formats.json"), formats())):
        if not file.is_file() or file.read_text(encoding="utf-8") != wanted:
            file.write_text(wanted, encoding="utf-8")
    return made


if __name__ == "__main__":
    sys.stdout.write(module())
