"""People for the directory, read from vCards (RFC 6350, and versions 2.1 and 3.0 as phones export them).

The maintained library for it, vobject, gives up on the whole file at the first bad line and brings
three more packages; five properties of a card are all that the directory needs.
"""

from __future__ import annotations

import contextlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from benedesk.core.numbers import HOME

from .encoding import narrow, text_of
from .person import BadRow, Found, Written, people

_ESCAPE = re.compile(r"\\(.)")
_NO_TELEPHONE = re.compile(r"FAX|PAGER|MODEM|BBS|TEXTPHONE|ISDN")  # of TYPE, RFC 2426 and 6350


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its value, and what stands before it, in capitals."""

    value: str
    parameters: str


Card = dict[str, list[Property]]


def read_vcard(data: bytes, country: str = HOME) -> Iterator[Found]:
    """Every person, and what is wrong with their card; a card's line is where it begins."""
    card: Card | None = None
    begins = 0
    for line, raw in _unfolded(narrow(data)):
        name, found = _property(raw)
        if name == "BEGIN":
            if card is not None:
                yield BadRow(begins, "bad_card", "the card does not end")
            card, begins = {}, line
        elif name == "END" and card is not None:
            yield from _people(card, begins, country)
            card = None
        elif card is not None:
            card.setdefault(name, []).append(found)
    if card is not None:
        yield BadRow(begins, "bad_card", "the card does not end")


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Whole lines with the number of their first one: folded lines and soft line breaks are joined. In bytes,
    as a line may be folded inside of a letter."""
    whole, begins, soft = b"", 0, False
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data), 1):
        if soft:
            whole = whole[:-1] + line
        elif line[:1] in (b" ", b"\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield begins, whole
            whole, begins = line, number
        soft = whole.endswith(b"=") and b"QUOTED-PRINTABLE" in whole.partition(b":")[0].upper()
    if whole:
        yield begins, whole


def _property(raw: bytes) -> tuple[str, Property]:
    """The name and the rest of a line such as `item1.TEL;TYPE="work,voice":040 123`."""
    quoted = False
    for place, character in enumerate(raw):
        if character == ord('"'):
            quoted = not quoted
        elif character == ord(":") and not quoted:
            name, _, parameters = text_of(raw[:place]).upper().partition(";")
            value = _decoded(raw[place + 1 :], parameters)
            return name.rpartition(".")[2].strip(), Property(value, parameters)
    return "", Property("", "")


def _decoded(value: bytes, parameters: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        value = quopri.decodestring(value)
    if charset := re.search(r"CHARSET=\"?([\w-]+)", parameters):
        with contextlib.suppress(LookupError, UnicodeDecodeError):  # of which cards say anything
            return value.decode(charset[1])
    return text_of(value)


def _parts(value: str) -> list[str]:
    """The parts of a value between its semicolons, without escapes."""
    parts = re.split(r"(?<!\\);", value)
    return [_ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], part).strip() for part in parts]


def _people(card: Card, line: int, country: str) -> Iterator[Found]:
    def first(name: str) -> list[str]:
        return _parts(card[name][0].value) if card.get(name) else []

    family, given, middle = [*first("N"), "", "", ""][:3]
    organisation = first("ORG")
    telephones = [one for one in card.get("TEL", ()) if not _NO_TELEPHONE.search(one.parameters)]
    written = Written(
        line=line,
        name=" ".join(first("FN")) or f"{given} {middle} {family}".strip() or "".join(organisation[:1]),
        title=" ".join(first("TITLE") or first("ROLE")),
        department=" ".join(organisation[1:]),
        id="".join(first("UID")),
        numbers=[_parts(one.value)[0] for one in sorted(telephones, key=_preference)],
    )
    yield from people(written, country)


def _preference(telephone: Property) -> int:
    """PREF=1 comes before PREF=2 (version 4), `pref` among the types before all without (versions 2.1, 3)."""
    told = re.search(r"PREF(?:=\"?(\d+))?", telephone.parameters)
    return int(told[1] or 1) if told else 101  # RFC 6350, 5.3: from 1 to 100
