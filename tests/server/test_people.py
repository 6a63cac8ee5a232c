"""People from CSV files: as spreadsheets write them, each bad row told and every good one kept."""

from __future__ import annotations

import pytest
from benedesk.server.people.files import COLUMNS, BadRow, Person, read_csv


def read(text: str, encoding: str = "utf-8") -> list[Person | BadRow]:
    return list(read_csv(text.encode(encoding)))


def told(text: str) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in read(text) if isinstance(row, BadRow)]


@pytest.mark.parametrize(
    "header",
    [
        "name,title,department,phone,mobile",
        "Nimi;Nimike;Osasto;Puhelin;Matkapuhelin",
        "Namn\tTitel\tAvdelning\tTelefon\tMobil",
    ],
)
def test_columns_may_have_english_finnish_or_swedish_names_and_any_separator(header: str) -> None:
    separator = next(s for s in ",;\t" if s in header)
    row = separator.join(["Åke Höök", "myyjä", "Myynti", "101", "049 123 4567"])
    (person,) = read(f"{header}\n{row}\n")

    assert isinstance(person, Person)
    assert (person.name, person.title, person.department) == ("Åke Höök", "myyjä", "Myynti")
    assert person.numbers == ("101", "+358491234567")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str) -> None:
    (person,) = read("nimi;numero\nÄmmälä Öhman;101\n", encoding)

    assert isinstance(person, Person)
    assert person.name == "Ämmälä Öhman"


def test_first_and_last_names_are_joined() -> None:
    (person,) = read("Sukunimi,Etunimi,Numero\nVirtanen,Aino,101\n")

    assert isinstance(person, Person)
    assert person.name == "Aino Virtanen"


def test_one_cell_may_hold_several_numbers_and_doubles_are_dropped() -> None:
    (person,) = read('nimi,numero\nAino,"101; 049 123 4567 | +358 49 1234567"\n')

    assert isinstance(person, Person)
    assert person.numbers == ("101", "+358491234567")


def test_a_person_keeps_his_id_when_his_title_changes() -> None:
    before, after = (
        read("nimi,nimike,numero\nAino,myyjä,101\n"),
        read("nimi,nimike,numero\nAino,johtaja,101\n"),
    )

    assert isinstance(before[0], Person) and isinstance(after[0], Person)
    assert before[0].id == after[0].id


def test_an_id_of_the_file_is_kept() -> None:
    (person,) = read("tunnus,nimi,numero\n 4711 ,Aino,101\n")

    assert isinstance(person, Person)
    assert person.id == "4711"


def test_each_bad_row_is_told_with_its_line_and_every_good_one_is_kept() -> None:
    text = (
        "nimi,nimike,numero\n"
        "Aino,,101\n"
        ",myyjä,102\n"
        "Eero,,\n"
        "\n"
        '"Kaksi\nriviä",,ABC\n'
        "Helmi,,103,liikaa\n"
        f"Onni,{'x' * 121},104\n"
        f"Lumi,,{'1' * 10_000}\n"
        "Saana,,112\n"
    )

    assert told(text) == [
        (3, "no_name"),
        (4, "no_number"),
        (6, "bad_number"),
        (8, "bad_row"),
        (9, "too_long"),
        (10, "bad_number"),
    ]
    assert [row.name for row in read(text) if isinstance(row, Person)] == ["Aino", "Saana"]


def test_a_bad_row_is_told_in_words() -> None:
    (row,) = read("nimi,numero\nAino,040-PIZZA\n")

    assert isinstance(row, BadRow)
    assert row.text == "'040-PIZZA' is not a telephone number"


@pytest.mark.parametrize("text", ["", "Aino,101\n", "nimi,nimike\nAino,myyjä\n", "numero\n101\n"])
def test_a_file_without_the_needed_columns_is_told_once(text: str) -> None:
    assert told(text) == [(1, "bad_columns")]


def test_a_cell_that_never_ends_ends_the_reading_and_keeps_what_came_before() -> None:
    text = 'nimi,numero\nAino,101\nEero,"' + "x" * 200_000

    assert told(text) == [(3, "bad_row")]


def test_no_header_stands_for_two_columns() -> None:
    headers = [header for headers in COLUMNS.values() for header in headers]

    assert len(headers) == len(set(headers))
