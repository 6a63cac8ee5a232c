"""Somebody in the directory, made from what a list says of them; and what of a list was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benedesk.core.errors import Refused
from benedesk.core.numbers import HOME, canonical

TEXT_CHARS = 120
KEPT_ID_CHARS = 64
NUMBERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the directory; `numbers` are canonical. `line` is where in their list they begin."""

    id: str
    name: str
    title: str
    department: str
    numbers: tuple[str, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BadRow:
    """What was left out, a row or one number of it: where it begins, a code, and what is wrong in words."""

    line: int
    code: str
    text: str


@dataclass(slots=True, kw_only=True)
class Written:
    """One person as a list has them."""

    line: int
    name: str
    title: str = ""
    department: str = ""
    id: str = ""
    numbers: list[str] = field(default_factory=list)


Found = Person | BadRow


def people(written: Written, country: str = HOME) -> Iterator[Found]:
    """The person, and each number that is none; a person without a good number is left out."""
    name, title, department = (
        " ".join(text.split()) for text in (written.name, written.title, written.department)
    )
    numbers: dict[str, None] = {}
    refused = None
    for number in filter(str.strip, written.numbers):
        try:
            numbers[canonical(number, country)] = None
        except Refused as no:
            refused = no
            yield BadRow(written.line, no.code, f"{name or 'somebody'}: {no.text}")
    if name and refused and not numbers:
        return  # which has been told
    if wrong := _wrong(name, title, department, len(numbers)):
        yield BadRow(written.line, *wrong)
        return
    # Without an id of their own they are recognised by name and first number, so that their id stays.
    own = written.id.strip() or _digest(f"{name}\n{next(iter(numbers))}")[:16]
    id_ = own if len(own) <= KEPT_ID_CHARS else _digest(own)  # cut, the ids of two people may be one
    yield Person(
        id=id_, name=name, title=title, department=department, numbers=tuple(numbers), line=written.line
    )


def _wrong(name: str, title: str, department: str, numbers: int) -> tuple[str, str] | None:
    if not name:
        return "no_name", "the name is missing"
    if max(len(name), len(title), len(department)) > TEXT_CHARS:
        return "too_long", f"a name, title or department is at most {TEXT_CHARS} characters"
    if not numbers:
        return "no_number", f"{name} has no number"
    if numbers > NUMBERS:
        return "too_long", f"{name} has more than {NUMBERS} numbers"
    return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def told_apart(found: Iterable[Found]) -> Iterator[Found]:
    """The same, without whoever has the id of somebody before them; that is told, not merged."""
    known: dict[str, Person] = {}
    for one in found:
        if isinstance(one, BadRow) or one.id not in known:
            yield one
        if isinstance(one, BadRow):
            continue
        first = known.setdefault(one.id, one)
        if first is not one:
            text = f"{one.name} has the id, or the name and number, of {first.name} in line {first.line}"
            yield BadRow(one.line, "twice", text)
