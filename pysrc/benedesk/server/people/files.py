"""People for the directory, read from a CSV file as a spreadsheet or a payroll system writes it.

A row that cannot be used is reported with its line, and every other row is kept.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from benedesk.core.errors import Refused
from benedesk.core.numbers import HOME, canonical

TEXT_CHARS = 120
NUMBERS = 8
COLUMNS = {
    "id": ("id", "tunnus", "henkilönumero", "anställningsnummer"),
    "name": ("name", "nimi", "namn"),
    "first_name": ("first name", "given name", "etunimi", "förnamn"),
    "last_name": ("last name", "surname", "family name", "sukunimi", "efternamn"),
    "title": ("title", "job title", "nimike", "tehtävänimike", "titteli", "titel", "befattning"),
    "department": ("department", "unit", "osasto", "yksikkö", "avdelning", "enhet"),
    "number": (
        "number", "numbers", "phone", "telephone", "mobile", "extension", "work phone",
        "numero", "numerot", "puhelin", "puhelinnumero", "matkapuhelin", "alanumero", "työpuhelin",
        "nummer", "telefon", "telefonnummer", "mobil", "mobiltelefon", "anknytning",
    ),
}  # fmt: skip
_COLUMN_OF = {header: column for column, headers in COLUMNS.items() for header in headers}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the directory; `numbers` are canonical."""

    id: str
    name: str
    title: str
    department: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: where it begins in the file, a code, and what is wrong in words."""

    line: int
    code: str
    text: str


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else what Western Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def person(
    written: list[str], name: str, title: str = "", department: str = "", id_: str = "", country: str = HOME
) -> Person:
    """A person from what a file says of them. Raises Refused with what is wrong."""
    name, title, department = (" ".join(text.split()) for text in (name, title, department))
    if not name:
        raise Refused("no_name", "the name is missing")
    if max(len(name), len(title), len(department)) > TEXT_CHARS:
        raise Refused("too_long", f"a name, title or department is at most {TEXT_CHARS} characters")
    numbers = tuple(dict.fromkeys(canonical(number, country) for number in written))
    if not numbers:
        raise Refused("no_number", f"{name} has no number")
    if len(numbers) > NUMBERS:
        raise Refused("too_long", f"{name} has more than {NUMBERS} numbers")
    # Without an id of their own they are recognised by name and first number, so that their id stays.
    made = hashlib.sha256(f"{name}\n{numbers[0]}".encode()).hexdigest()[:16]
    return Person(id=id_.strip()[:64] or made, name=name, title=title, department=department, numbers=numbers)


def read_csv(data: bytes, country: str = HOME) -> Iterator[Person | BadRow]:
    """Every person, or what is wrong with their row. The first row names the columns, in any order.

    Columns may be separated by commas, semicolons or tabs; unknown ones are passed over.
    """
    text = text_of(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = [_COLUMN_OF.get(" ".join(header.split()).casefold().rstrip(":")) for header in next(rows, [])]
    if "number" not in columns or not {"name", "last_name"} & set(columns):
        yield BadRow(1, "bad_columns", "the first row has to name the columns, with a name and a number")
        return
    line = rows.line_num + 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield _row(cells, columns, country, line)
            line = rows.line_num + 1
    except csv.Error as problem:
        yield BadRow(line, "bad_row", f"the rest of the file cannot be read: {problem}")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _row(cells: list[str], columns: list[str | None], country: str, line: int) -> Person | BadRow:
    if len(cells) > len(columns):
        return BadRow(line, "bad_row", f"the row has {len(cells)} cells and the first row {len(columns)}")
    found: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell.strip():
            found[column].append(cell)
    name = " ".join(found["name"] or found["first_name"] + found["last_name"])
    title, department, id_ = (" ".join(found[column]) for column in ("title", "department", "id"))
    written = [number for cell in found["number"] for number in re.split(r"[,;|\n]", cell) if number.strip()]
    try:
        return person(written, name, title, department, id_, country)
    except Refused as refused:
        return BadRow(line, refused.code, refused.text)
