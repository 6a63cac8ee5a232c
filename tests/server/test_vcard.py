"""People from vCards, as phones and mail programs export them."""

from __future__ import annotations

import pytest
from benedesk.server.people.person import BadRow, Person
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


def test_a_fax_is_no_telephone_and_the_preferred_number_comes_first() -> None:
    old = card(
        "FN:Eka E", "TEL;TYPE=work,fax:09 1234 5699", "TEL;WORK:09 1234 5601", "TEL;CELL;PREF:040 765 4301"
    )
    new = card(
        "FN:Eka E",
        "TEL;TYPE=work;PREF=2:tel:+358912345601",
        "TEL;PREF=1:tel:+358407654301",
        "TEL;TYPE=pager:1",
    )
    (one,), (other,) = read(old), read(new)

    assert isinstance(one, Person) and isinstance(other, Person)
    assert one.numbers == other.numbers == ("+358407654301", "+358912345601")


def test_each_line_has_the_encoding_that_it_says_or_seems_to_have() -> None:
    cyrillic = "".join(f"={byte:02X}" for byte in "Иван".encode("cp1251"))
    czech = "".join(f"={byte:02X}" for byte in "Šedivý".encode("iso-8859-15"))
    data = (
        card("FN:Äiti", "TEL:101").encode()
        + card("FN;CHARSET=ISO-8859-1:Öiti", "TEL:102").encode("latin-1")
        + card("FN:Ömmi", "TEL:103").encode("latin-1")
        + card(f"FN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:{cyrillic}", "TEL:104").encode()
        + card(f"FN;CHARSET=ISO-8859-15;ENCODING=QUOTED-PRINTABLE:{czech}", "TEL:105").encode()
        + card("FN;CHARSET=KLINGON-1:Qa", "TEL:106").encode()
    )
    found = [row.name for row in read_vcard(data) if isinstance(row, Person)]

    assert found == ["Äiti", "Öiti", "Ömmi", "Иван", "Šedivý", "Qa"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_cards_in_utf_16_are_read_with_and_without_the_mark(encoding: str) -> None:
    (person,) = read_vcard(card("FN:Äiti Testi", "TEL:101").encode(encoding))

    assert isinstance(person, Person)
    assert person.name == "Äiti Testi"


def test_a_letter_may_be_folded_in_its_middle() -> None:
    data = card("FN:Äiti", "TEL:101").encode().replace("Ä".encode(), b"\xc3\r\n \x84")
    (person,) = read_vcard(data)

    assert isinstance(person, Person)
    assert person.name == "Äiti"


@pytest.mark.parametrize("sign", ["\x0b", "\u2028", "\u2029", "\x85", "\x0c"])
def test_only_ends_of_lines_end_a_line(sign: str) -> None:
    (person,) = read(card(f"FN:Eka{sign}E", "TEL:101"))

    assert isinstance(person, Person)
    assert person.name == "Eka E"
