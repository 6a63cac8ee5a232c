"""People for the directory, read from vCards (RFC 6350, and versions 2.1 and 3.0 as phones export them).

The maintained library for it, vobject, gives up on the whole file at the first bad line and brings
three more packages; five properties of a card are all that the directory needs.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from benedesk.core.errors import Refused
from benedesk.core.numbers import HOME

from .files import BadRow, Person, person, text_of

_ESCAPE = re.compile(r"\\(.)")
Card = dict[str, list[str]]


def read_vcard(data: bytes, country: str = HOME) -> Iterator[Person | BadRow]:
    """Every person, or what is wrong with their card; a card's line is where it begins."""
    card: Card | None = None
    begins = 0
    for line, text in _unfolded(text_of(data)):
        name, parameters, value = _property(text)
        if name == "BEGIN":
            if card is not None:
                yield BadRow(begins, "bad_card", "the card does not end")
            card, begins = {}, line
        elif name == "END" and card is not None:
            yield _person(card, begins, country)
            card = None
        elif card is not None:
            card.setdefault(name, []).append(_plain(value, parameters))
    if card is not None:
        yield BadRow(begins, "bad_card", "the card does not end")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first one: folded lines and soft line breaks are joined."""
    whole, begins, soft = "", 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if soft:
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield begins, whole
            whole, begins = line, number
        soft = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
    if whole:
        yield begins, whole


def _property(text: str) -> tuple[str, str, str]:
    """The name, the parameters and the value of a line such as `item1.TEL;TYPE="work,voice":040 123`."""
    quoted = False
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            name, _, parameters = text[:place].upper().partition(";")
            return name.rpartition(".")[2].strip(), parameters, text[place + 1 :]
    return "", "", ""


def _plain(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        return text_of(quopri.decodestring(value.encode()))
    return value


def _parts(value: str) -> list[str]:
    """The parts of a value between its semicolons, without escapes."""
    parts = re.split(r"(?<!\\);", value)
    return [_ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], part).strip() for part in parts]


def _person(card: Card, line: int, country: str) -> Person | BadRow:
    def first(name: str) -> list[str]:
        return _parts(card[name][0]) if card.get(name) else []

    family, given = [*first("N"), "", ""][:2]
    name = " ".join(first("FN")) or f"{given} {family}"
    department = " ".join(first("ORG")[1:])
    title = " ".join(first("TITLE") or first("ROLE"))
    numbers = [part for tel in card.get("TEL", []) if (part := _parts(tel)[0])]
    try:
        return person(numbers, name, title, department, "".join(first("UID")), country)
    except Refused as refused:
        return BadRow(line, refused.code, refused.text)
