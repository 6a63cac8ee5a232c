"""The company's own page about who calls: a screen pop, to an address of the administrator's choice."""

from __future__ import annotations

import re

from .record import Record

OPENS = ("press", "ring", "answer")  # by a press alone; by itself when it rings, or once it is answered
PLACES = ("number", "name", "queue")
_ORIGIN = re.compile(r"https?://[^/?#{}\s]+[/?#]")  # nothing that a caller brings along may choose the server
_PLACE = re.compile(r"\{(\w*)\}")
_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")  # RFC 3986, 2.3


class CallerLink(Record):
    """`template` is the address with `{number}`, `{name}`, `{queue}` in it, empty for none; `opens` when."""

    template: str = ""
    opens: str = OPENS[0]


def fault(template: str) -> str:
    """What is wrong with an address, as the rest of a sentence; empty if it will do."""
    if not _ORIGIN.match(template):
        return "should begin with https:// or http://, a server and a /"
    if strange := [place for place in _PLACE.findall(template) if place not in PLACES]:
        return f"knows {{number}}, {{name}} and {{queue}}, not {{{strange[0]}}}"
    return ""


def address(link: CallerLink, number: str, name: str, queue: str) -> str:
    """Where to read about this caller; empty when there is no such page, or nothing to ask it for."""
    values = {"number": number, "name": name, "queue": queue}
    asked = _PLACE.findall(link.template)
    if fault(link.template) or (not (number or name) and {"number", "name"} & set(asked)):
        return ""
    return _PLACE.sub(lambda place: _quoted(values[place[1]]), link.template)


def _quoted(text: str) -> str:
    """RFC 3986, 2.1; a start does not wait for the standard library's way."""
    return "".join(
        letter if letter in _KEPT else "".join(f"%{byte:02X}" for byte in letter.encode(errors="replace"))
        for letter in text
    )
