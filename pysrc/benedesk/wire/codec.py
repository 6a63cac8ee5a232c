"""Objects to JSON and back, checked. What is here knows messages only: it is all that a panel needs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from math import isinf
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..core.errors import Refused
from ..core.record import Record
from .messages import TO_PANEL, TO_SERVER, ToPanel, ToServer

FRAME_BYTES = 64 * 1024
LARGEST = 2**1023  # JSON's whole numbers have no end; those of times and ages become floats
T = TypeVar("T")
_KINDS: dict[type, tuple[type, ...]] = {float: (int, float)}


def encode(message: ToPanel | ToServer) -> str:
    """The message as a text frame."""
    return dumps({"type": type(message).__name__.lower()} | plain(message))


def decode_for_panel(frame: str) -> ToPanel | None:
    """A server's frame; None for a type that this panel does not know. Raises Refused."""
    return _decode(frame, TO_PANEL)


def decode_for_server(frame: str) -> ToServer | None:
    """A panel's frame; None for a type that this server does not know. Raises Refused."""
    if len(frame.encode(errors="surrogatepass")) > FRAME_BYTES:
        raise Refused("bad_frame", f"a frame is at most {FRAME_BYTES} bytes")
    return _decode(frame, TO_SERVER)


def _decode(frame: str, kinds: Mapping[str, type[T]]) -> T | None:
    given = loads(frame, "bad_frame")
    name = given.pop("type", None)
    if not isinstance(name, str):
        raise Refused("bad_message", "a message has a type")
    kind = kinds.get(name)
    return fit(kind, given, "bad_message") if kind else None


def dumps(value: Any) -> str:
    """The value as JSON. Raises ValueError for what JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(text: str | bytes, code: str) -> dict[str, Any]:
    """The JSON object in a text, which is whole: whatever comes in from outside comes in here.

    Raises Refused(code) if there is none.
    """
    try:
        text = text.decode() if isinstance(text, bytes) else text
        value = json.loads(text, parse_float=_finite, parse_constant=_no_constant)
        if "\\u" in text:
            dumps(value).encode()  # fails for half a character, of which nobody else could be told
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


def plain(value: Any) -> dict[str, Any]:
    """A record's or a dataclass's fields by name, as they are."""
    return {name: getattr(value, name) for name in fields_of(type(value))}  # type: ignore[arg-type]  # classes do hash


def fit(kind: type[T], given: Mapping[str, Any], code: str) -> T:
    """An instance of `kind` from a mapping, whose other fields are left out. Raises Refused(code)."""
    values: dict[str, Any] = {}
    for name, (allowed, required) in _shape(kind).items():  # type: ignore[arg-type]  # classes do hash
        if name not in given:
            if required:
                raise Refused(code, f"{kind.__name__} needs {name}")
            continue
        value = given[name]
        if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
            raise Refused(code, f"{kind.__name__}: {name} is of the wrong kind")
        if isinstance(value, int) and float in allowed and abs(value) > LARGEST:
            raise Refused(code, f"{kind.__name__}: {name} is too large")
        values[name] = value
    return kind(**values)


@cache
def _shape(kind: Any) -> dict[str, tuple[tuple[type, ...], bool]]:
    """Per field: the JSON kinds it takes, and whether it has to be there."""
    hints = get_type_hints(kind)
    return {name: (_allowed(hints[name]), required) for name, required in fields_of(kind).items()}


@cache
def fields_of(kind: Any) -> dict[str, bool]:
    """The fields of a record or a dataclass, and whether each has to be there."""
    if issubclass(kind, Record):
        return {name: name not in kind.defaults for name in kind.fields}
    from dataclasses import MISSING, fields  # of events and inputs; a panel knows messages only

    return {f.name: f.default is MISSING and f.default_factory is MISSING for f in fields(kind)}


def _allowed(hint: Any) -> tuple[type, ...]:
    if hint is None or hint is NoneType:
        return (NoneType,)
    origin = get_origin(hint)
    if origin is None:
        return _KINDS.get(hint, (hint,))
    if origin in (dict, tuple):
        return (origin,)
    if origin is Mapping:
        return (dict,)
    return tuple(kind for arg in get_args(hint) for kind in _allowed(arg))
