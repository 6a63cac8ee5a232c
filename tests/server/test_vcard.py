"""People from vCards, as phones and mail programs export them."""

from __future__ import annotations

from benedesk.server.people.files import BadRow, Person
from benedesk.server.people.vcard import read_vcard


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def read(text: str) -> list[Person | BadRow]:
    return list(read_vcard(text.encode()))


def person(*lines: str) -> Person:
    (found,) = read(card(*lines))
    assert isinstance(found, Person), found
    return found


def test_name_title_department_numbers_and_id_are_taken() -> None:
    found = person(
        "FN:Aino Virtanen",
        "N:Virtanen;Aino;;;",
        "ORG:Virta Oy;Myynti",
        "TITLE:myyjä",
        "TEL;TYPE=WORK,VOICE:09 9245 1101",
        "item1.TEL;TYPE=cell:049 700 1101",
        "UID:aino-1",
        "EMAIL:aino@example.com",
    )

    assert found == Person(
        id="aino-1",
        name="Aino Virtanen",
        title="myyjä",
        department="Myynti",
        numbers=("+358992451101", "+358497001101"),
    )


def test_a_number_may_be_a_tel_address_with_parameters() -> None:
    assert person("FN:A", 'TEL;VALUE=uri;TYPE="voice:x":tel:+358-49-700-1101;ext=1').numbers == (
        "+358497001101",
    )


def test_without_a_formatted_name_the_parts_are_joined() -> None:
    assert person("N:Höök;Åke;;;", "TEL:101").name == "Åke Höök"


def test_folded_lines_are_joined() -> None:
    assert person("FN:Anna-Liisa Öh", " man", "TEL:101").name == "Anna-Liisa Öhman"


def test_escapes_are_undone() -> None:
    assert person("FN:Virta\\, Aino", "ORG:Virta\\; Oy;Myynti\\nulkomaat", "TEL:101") == Person(
        id=person("FN:Virta\\, Aino", "TEL:101").id,
        name="Virta, Aino",
        title="",
        department="Myynti ulkomaat",
        numbers=("101",),
    )


def test_quoted_printable_of_old_phones_is_read() -> None:
    found = person(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=A4kinen;Hel=", "mi;;;", "TEL;CELL:049 700 1103"
    )

    assert found.name == "Helmi Mäkinen"


def test_each_bad_card_is_told_with_the_line_where_it_begins_and_every_good_one_is_kept() -> None:
    text = (
        card("FN:Aino", "TEL:101")
        + card("TEL:102")
        + card("FN:Eero")
        + card("FN:Onni", "TEL:soita")
        + "BEGIN:VCARD\nFN:Katkennut\n"
        + card("FN:Helmi", "TEL:103")
        + "BEGIN:VCARD\nFN:Loppu\nTEL:104\n"
    )
    found = read(text)

    assert [(row.line, row.code) for row in found if isinstance(row, BadRow)] == [
        (6, "no_name"),
        (10, "no_number"),
        (14, "bad_number"),
        (19, "bad_card"),
        (26, "bad_card"),
    ]
    assert [row.name for row in found if isinstance(row, Person)] == ["Aino", "Helmi"]


def test_what_is_no_vcard_holds_nobody() -> None:
    assert read("nimi,numero\nAino,101\n") == []
