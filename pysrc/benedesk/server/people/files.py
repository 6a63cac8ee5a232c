"""People for the directory, read from a CSV file as a spreadsheet, Outlook, Google or a payroll writes it.

A row that cannot be used is reported with its line, and every other row is kept.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator

from benedesk.core.numbers import HOME

from .encoding import text_of
from .person import BadRow, Found, Written, people

SEPARATORS = ",;\t"
CELL_LINES = 200  # of one row: where a quote is open for longer, it was never meant as one
COLUMNS = {
    "id": ("id", "tunnus", "henkilönumero", "anställningsnummer"),
    "name": ("name", "nimi", "namn", "full name", "display name", "koko nimi", "fullständigt namn"),
    "first_name": ("first name", "given name", "etunimi", "förnamn"),
    "middle_name": ("middle name", "additional name", "toinen nimi", "mellannamn"),
    "last_name": ("last name", "surname", "family name", "sukunimi", "efternamn"),
    "title": (
        "title", "job title", "organization title", "nimike", "tehtävänimike", "titteli", "titel",
        "befattning",
    ),
    "department": (
        "department", "organization department", "unit", "osasto", "yksikkö", "avdelning", "enhet",
    ),
    "company": ("company", "organization name", "organization", "yritys", "yhtiö", "företag"),
    "number": (
        "number", "numbers", "extension", "numero", "numerot", "alanumero", "nummer", "anknytning",
    ),
}  # fmt: skip
_COLUMN_OF = {header: column for column, headers in COLUMNS.items() for header in headers}
# Whatever vendors call a telephone, in our languages; and what has the word in it and is none to call.
_TELEPHONE = re.compile(r"phone|mobile|puhelin|puhelimet|telefon|mobil|gsm")
_NO_TELEPHONE = re.compile(
    r"fax|faksi|pager|hakulaite|personsökare|label|type|tyyppi|\btyp\b|assistant|avustaja|assistent|tty|telex|isdn"
    r"|callback|takaisinsoitto|återuppringning|radio"
)
_BETWEEN_NUMBERS = re.compile(r"[,;|\n]| ::: ")


def read_csv(data: bytes, country: str = HOME) -> Iterator[Found]:
    """Every person, and what is wrong with their row. The first row names the columns, in any order.

    Columns may be separated by commas, semicolons or tabs; unknown ones are passed over.
    """
    rows = _rows(text_of(data))
    line, cells = next(rows, (1, []))
    headers = [" ".join(header.split()).casefold().rstrip(":") for header in cells]
    columns = [_column_of(header) for header in headers]
    if "number" not in columns or not {"name", "last_name", "first_name", "company"} & set(columns):
        yield BadRow(line, "bad_columns", "the first row has to name the columns, with a name and a number")
        return
    for line, cells in rows:
        yield from _people(line, cells, headers, columns, country)


def _column_of(header: str) -> str | None:
    plain = re.sub(
        r"^(phone|organization) \d+ - ", r"\1 ", header
    )  # Google numbers what there are several of
    if column := _COLUMN_OF.get(plain):
        return column
    return "number" if _TELEPHONE.search(plain) and not _NO_TELEPHONE.search(plain) else None


def _people(
    line: int, cells: list[str], headers: list[str], columns: list[str | None], country: str
) -> Iterator[Found]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        text = f"the row has {len(cells)} cells and the first row {len(columns)}"
        yield BadRow(line, "bad_row", text)
        return
    found: dict[str, list[str]] = {column: [] for column in COLUMNS}
    of_header = dict(zip(headers, cells, strict=False))
    for header, column, cell in zip(headers, columns, cells, strict=False):
        kind = of_header.get(re.sub(r"value$", "label", header), "") + of_header.get(
            re.sub(r"value$", "type", header), ""
        )
        if column and cell.strip() and not (column == "number" and _NO_TELEPHONE.search(kind.casefold())):
            found[column].append(cell)
    parts = found["first_name"] + found["middle_name"] + found["last_name"]
    written = Written(
        line=line,
        name=" ".join(found["name"] or parts or found["company"]),
        title=" ".join(found["title"]),
        department=" ".join(found["department"]),
        id=" ".join(found["id"]),
        numbers=[number for cell in found["number"] for number in _BETWEEN_NUMBERS.split(cell)],
    )
    yield from people(written, country)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the number of its first line."""
    lines = re.split(r"\r\n|\n|\r", text)
    separator, place = "", 0
    while place < len(lines):
        begins, (whole, quoted) = place, _whole(lines, place)
        place += whole.count("\n") + 1
        if told := re.fullmatch(r"sep=(.)", whole.strip(), re.IGNORECASE):
            separator = told[1]  # as Excel is told
        elif whole.strip():
            separator = separator or _separator(whole)
            cells = _cells(whole, separator, quoted)
            if any(cell.strip() for cell in cells):
                yield begins + 1, cells


def _cells(row: str, separator: str, quoted: bool) -> list[str]:
    if quoted:
        with contextlib.suppress(csv.Error):  # a cell of more than 130,000 characters
            [cells] = csv.reader([row], delimiter=separator)
            return cells
    return [cell.strip('" ') for cell in row.split(separator)]


def _whole(lines: list[str], place: int) -> tuple[str, bool]:
    """The row that begins there, and whether its quotes end; a quote that does not is a sign like others."""
    whole = lines[place]
    quotes = whole.count('"')
    for following in lines[place + 1 : place + CELL_LINES]:
        if quotes % 2 == 0:
            break
        whole, quotes = f"{whole}\n{following}", quotes + following.count('"')
    return (whole, True) if quotes % 2 == 0 else (lines[place], False)


def _separator(header: str) -> str:
    return max(SEPARATORS, key=re.sub(r'"[^"]*"', "", header).count)
