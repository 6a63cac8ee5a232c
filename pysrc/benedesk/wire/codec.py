"""Objects to JSON and back, checked: messages, the arguments of commands, the journal's events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from math import isinf
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..core.errors import Refused
from ..core.events import EVENTS, Event
from ..core.inputs import COMMANDS
from ..core.inputs import Command as DeskCommand
from .messages import TO_PANEL, TO_SERVER, Command, ToPanel, ToServer

FRAME_BYTES = 64 * 1024
T = TypeVar("T")
_KINDS: dict[type, tuple[type, ...]] = {float: (int, float)}


def encode(message: ToPanel | ToServer) -> str:
    """The message as a text frame."""
    return _dumps({"type": type(message).__name__.lower()} | _plain(message))


def decode_for_panel(frame: str) -> ToPanel | None:
    """A server's frame; None for a type that this panel does not know. Raises Refused."""
    return _decode(frame, TO_PANEL)


def decode_for_server(frame: str) -> ToServer | None:
    """A panel's frame; None for a type that this server does not know. Raises Refused."""
    if len(frame.encode(errors="surrogatepass")) > FRAME_BYTES:
        raise Refused("bad_frame", f"a frame is at most {FRAME_BYTES} bytes")
    return _decode(frame, TO_SERVER)


def command_input(agent: str, command: Command) -> DeskCommand:
    """What the agent's command asks of the desk. Raises Refused."""
    kind = COMMANDS.get(command.name)
    if kind is None:
        raise Refused("unknown_command", f"no command {command.name[:64]!r}")
    known = {field.name for field in fields(kind)} - {"agent"}
    if strange := sorted(command.args.keys() - known):
        raise Refused("bad_args", f"{command.name} has no argument {strange[0][:64]!r}")
    return _fit(kind, {**command.args, "agent": agent}, "bad_args")


def event_to_json(event: Event) -> str:
    """The event's fields as JSON; its name is kept beside, see `event_from_json`."""
    return _dumps(_plain(event))


def event_from_json(name: str, body: str) -> Event:
    """The event that `event_to_json` wrote. Raises Refused("bad_message") for what it did not."""
    kind = EVENTS.get(name)
    if kind is None:
        raise Refused("bad_message", f"no event {name!r}")
    return _fit(kind, _loads(body, "bad_message"), "bad_message")


def _decode(frame: str, kinds: Mapping[str, type[T]]) -> T | None:
    given = _loads(frame, "bad_frame")
    name = given.pop("type", None)
    if not isinstance(name, str):
        raise Refused("bad_message", "a message has a type")
    kind = kinds.get(name)
    return _fit(kind, given, "bad_message") if kind else None


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _loads(text: str, code: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_float=_finite, parse_constant=_no_constant)
        if "\\u" in text:
            _dumps(value).encode()  # fails for half a character, of which nobody else could be told
    except (ValueError, RecursionError) as error:
        raise Refused(code, "not JSON") from error
    if not isinstance(value, dict):
        raise Refused(code, "not a JSON object")
    return value


def _finite(digits: str) -> float:
    if isinf(value := float(digits)):
        raise ValueError(f"{digits} is too large")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _plain(value: Any) -> dict[str, Any]:
    return {field: getattr(value, field) for field in value.__dataclass_fields__}


def _fit(kind: type[T], given: Mapping[str, Any], code: str) -> T:
    """An instance of `kind` from a mapping; fields that it does not have are left out."""
    values: dict[str, Any] = {}
    for name, (allowed, required) in _shape(kind).items():  # type: ignore[arg-type]  # classes do hash
        if name not in given:
            if required:
                raise Refused(code, f"{kind.__name__} needs {name}")
            continue
        value = given[name]
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            raise Refused(code, f"{kind.__name__}: {name} is of the wrong kind")
        values[name] = value
    return kind(**values)


@cache
def _shape(kind: Any) -> dict[str, tuple[tuple[type, ...], bool]]:
    """Per field of a dataclass: the JSON kinds it takes, and whether it has to be there."""
    hints = get_type_hints(kind)
    shape: dict[str, tuple[tuple[type, ...], bool]] = {}
    for field in fields(kind):
        required = field.default is MISSING and field.default_factory is MISSING
        shape[field.name] = (_allowed(hints[field.name]), required)
    return shape


def _allowed(hint: Any) -> tuple[type, ...]:
    if hint is None or hint is NoneType:
        return (NoneType,)
    origin = get_origin(hint)
    if origin is None:
        return _KINDS.get(hint, (hint,))
    if origin is dict:
        return (dict,)
    return tuple(kind for arg in get_args(hint) for kind in _allowed(arg))
