"""People from CSV files: as spreadsheets write them, each bad row told and every good one kept."""

from __future__ import annotations

import pytest
from benedesk.server.people.files import COLUMNS, read_csv
from benedesk.server.people.person import BadRow, Person
from benedesk.server.people.vcard import read_vcard
from hypothesis import given
from hypothesis import strategies as st


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
    assert row.text == "Aino: '040-PIZZA' is not a telephone number"


@pytest.mark.parametrize("text", ["", "Aino,101\n", "nimi,nimike\nAino,myyjä\n", "numero\n101\n"])
def test_a_file_without_the_needed_columns_is_told_once(text: str) -> None:
    assert told(text) == [(1, "bad_columns")]


def test_a_quote_that_never_ends_is_a_sign_like_others_and_costs_nobody_else() -> None:
    rows = "Testi Esimerkki;0407654301\n" * 5000
    found = read('Nimi;"Puhelin\n' + rows + 'Eero;"0407654302\nAino;101\n')

    assert [row.name for row in found if isinstance(row, Person)][-2:] == ["Eero", "Aino"]
    assert len(found) == 5002


def test_a_number_that_is_none_is_told_and_costs_nobody_their_others() -> None:
    text = "Nimi;Matkapuhelin;Puhelin\nEka E;040 765 4301;09 1234 5678 x12\nToka T;040 765 4302;-\n"

    assert told(text) == [(2, "bad_number"), (3, "bad_number")]
    assert [row.numbers for row in read(text) if isinstance(row, Person)] == [
        ("+358407654301",),
        ("+358407654302",),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nNimi;Puhelin\r\nEka E;0407654301\r\n",
        "Nimi;Puhelin\r\nEka E;0407654301;;;\r\n",
        "\r\nNimi;Puhelin\r\nEka E;0407654301\r\n",
        "Nimi;Puhelin\rEka E;0407654301\r",
        'Nimi;"Telefon, arbete"\nEka E;0407654301\n',
    ],
    ids=[
        "sep=",
        "empty cells at the end",
        "an empty first line",
        "an old Mac's lines",
        "a comma in a header",
    ],
)
def test_what_spreadsheets_put_around_the_table_is_passed_over(text: str) -> None:
    (person,) = read(text)

    assert isinstance(person, Person)
    assert (person.name, person.numbers) == ("Eka E", ("+358407654301",))


@pytest.mark.parametrize(
    ("header", "row", "numbers"),
    [
        (
            "First Name,Middle Name,Last Name,Organization Name,Organization Title,Organization Department,"
            "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
            "Eka,,E,Yritys,myyjä,Myynti,Work Fax,0912345699,Mobile,040 765 4301 ::: 09 1234 5601",
            ("+358407654301", "+358912345601"),
        ),
        (
            "Name,Given Name,Family Name,Organization 1 - Title,Organization 1 - Department,Phone 1 - Type,"
            "Phone 1 - Value",
            "Eka E,Eka,E,myyjä,Myynti,Mobile,0407654301",
            ("+358407654301",),
        ),
        (
            "First Name,Last Name,Company,Department,Job Title,Business Fax,Business Phone,Business Phone 2,"
            "Company Main Phone,Assistant's Phone,Mobile Phone,Pager,Primary Phone",
            "Eka,E,Yritys,Myynti,myyjä,0912345699,0912345601,,,101,0407654301,102,",
            ("+358912345601", "+358407654301"),
        ),
        (
            "Etunimi,Sukunimi,Yritys,Osasto,Tehtävänimike,Työfaksi,Työpuhelin,Työpuhelin 2,Matkapuhelin",
            "Eka,E,Yritys,Myynti,myyjä,0912345699,0912345601,,0407654301",
            ("+358912345601", "+358407654301"),
        ),
        (
            "Förnamn,Efternamn,Företag,Avdelning,Befattning,Telefon arbete,Fax arbete,Mobiltelefon",
            "Eka,E,Yritys,Myynti,myyjä,0912345601,0912345699,0407654301",
            ("+358912345601", "+358407654301"),
        ),
    ],
    ids=["Google", "Google until 2024", "Outlook", "Outlook in Finnish", "Outlook in Swedish"],
)
def test_exports_of_address_books_are_read_as_they_are(
    header: str, row: str, numbers: tuple[str, ...]
) -> None:
    (person,) = read(f"{header}\n{row}\n")

    assert isinstance(person, Person)
    assert (person.name, person.title, person.department) == ("Eka E", "myyjä", "Myynti")
    assert person.numbers == numbers


def test_a_company_without_a_person_has_its_own_name() -> None:
    (found,) = read("First Name,Last Name,Company,Business Phone\n,,Taksi Aho Oy,0912345601\n")

    assert isinstance(found, Person)
    assert found.name == "Taksi Aho Oy"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_its_mark_too(encoding: str) -> None:
    (person,) = read("nimi;numero\nÄmmälä Öhman;101\n", encoding)

    assert isinstance(person, Person)
    assert person.name == "Ämmälä Öhman"


def test_long_ids_that_begin_alike_are_different_people() -> None:
    begin = "A" * 80
    rows = "".join(f"{begin}{place},Nimi {place},10{place}\n" for place in range(3))
    found = [row.id for row in read(f"id,nimi,numero\n{rows}") if isinstance(row, Person)]

    assert len(set(found)) == 3
    assert max(map(len, found)) <= 64


def test_no_header_stands_for_two_columns() -> None:
    headers = [header for headers in COLUMNS.values() for header in headers]

    assert len(headers) == len(set(headers))


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"nimi;numero\n", b'"nimi",numero,tunnus\r\n', b"sep=;\n"])
)
def test_nothing_that_a_file_holds_ends_the_reading(data: bytes, header: bytes) -> None:
    for row in (*read_csv(header + data), *read_vcard(b"BEGIN:VCARD\nFN:Eka\n" + data)):
        assert isinstance(row, Person | BadRow)
