"""The directory finds by any beginning of any word, and of any spelling of a number."""

from __future__ import annotations

import unicodedata

import pytest
from benedesk.core.directory import Directory, Entry
from hypothesis import given
from hypothesis import strategies as st

PEOPLE = [
    Entry(
        id="p1",
        name="Åke Höök",
        numbers=("+358491234567", "101"),
        title="Myyntipäällikkö",
        department="Myynti",
        agent="ake",
    ),
    Entry(
        id="p2",
        name="Anna-Liisa Mäki",
        numbers=("+358497654321",),
        title="Huoltoasentaja",
        department="Huolto",
    ),
    Entry(id="p3", name="Liisa Annala", numbers=("+46701234567",), title="Försäljare", department="Myynti"),
    Entry(id="p4", name="Matti Åkerlund", numbers=("102",), title="IT-tuki", department="Tietohallinto"),
    Entry(id="q1", name="Myynti", numbers=("+358992451001",), queue="sales"),
]
BOOK = Directory(PEOPLE)


def found(query: str, book: Directory = BOOK) -> list[str]:
    entries, more = book.find(query)
    assert more == 0
    return [entry.id for entry in entries]


@pytest.mark.parametrize("query", ["Åke", "ake", "ÅKE HÖÖK", "höök åke", "  hook  ", "A\u030ake"])
def test_accents_and_case_do_not_matter(query):
    assert "p1" in found(query)


def test_any_word_of_what_is_known_finds_the_entry():
    assert found("huolto") == ["p2"]
    assert found("försäl") == ["p3"]
    assert found("tuki") == ["p4"]


def test_every_typed_word_has_to_match():
    assert found("anna huolto") == ["p2"]
    assert found("anna myynti") == ["p3"]
    assert found("anna tuki") == []


def test_the_middle_of_a_word_is_no_match():
    assert found("iisa") == []
    assert found("kerlund") == []


def test_names_that_begin_so_come_first_then_names_that_hold_it_then_the_rest():
    assert found("anna") == ["p2", "p3"]
    assert found("liisa") == ["p3", "p2"]
    assert found("myynti") == ["q1", "p1", "p3"]
    assert found("åke") == ["p1", "p4"]


@pytest.mark.parametrize(
    "query",
    [
        "0491234567",
        "049 123",
        "+358 49 1234567",
        "0035849123",
        "35849 12",
        "tel:+358491234567",
        "(049) 123-45",
    ],
)
def test_a_number_is_found_in_any_spelling(query):
    assert found(query) == ["p1"]


def test_a_number_of_another_country_is_found_as_it_is_written():
    assert found("+46 70") == ["p3"]
    assert found("070") == [], "in this country that would be another number"


def test_an_internal_number_is_found():
    assert found("101") == ["p1"]
    assert found("10") == ["p1", "p4"]


@pytest.mark.parametrize("query", ["", "   ", "-", "+", "()", "tel:", "\u0301", "xyzzy", "00"])
def test_what_says_nothing_finds_nothing(query):
    assert BOOK.find(query) == ([], 0)


def test_only_the_best_are_given_and_how_many_more_there_are():
    crowd = Directory(Entry(id=f"p{n:02}", name=f"Virtanen {n:02}", numbers=()) for n in range(25))
    entries, more = crowd.find("virta")
    assert ([entry.id for entry in entries], more) == ([f"p{n:02}" for n in range(20)], 5)
    entries, more = crowd.find("virta", limit=3)
    assert (len(entries), more) == (3, 22)


def test_the_later_of_two_entries_with_one_id_wins():
    book = Directory(
        [Entry(id="p", name="Old Name", numbers=("101",)), Entry(id="p", name="New Name", numbers=("102",))]
    )
    assert found("new", book) == ["p"]
    assert found("old", book) == []
    assert found("101", book) == []


def test_another_country_has_other_national_numbers():
    book = Directory([Entry(id="p", name="Sven", numbers=("+46701234567",))], country="46")
    assert found("070-123", book) == ["p"]


# -- against a model that looks at every entry -----------------------------------------------------

syllables = st.sampled_from(["a", "å", "Ä", "ka", "mä", "ö", "Ro", "-", " ", "e\u0301", "ß", "3"])
words = st.lists(syllables, max_size=5).map("".join)
numbers = st.one_of(
    st.from_regex(r"\A\+358[1-9][0-9]{6,8}\Z"), st.from_regex(r"\A[0-9]{3}\Z"), st.just("+46701234567")
)
entries = st.builds(
    Entry,
    id=st.sampled_from("abcdefgh"),
    name=words,
    numbers=st.lists(numbers, max_size=2).map(tuple),
    title=words,
    department=words,
)
queries = st.one_of(words, st.text("0123456789+ ", max_size=6), st.text(max_size=4))


TYPED_AS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
UNHEARD = "'’‘ʼ`´\u00ad\u200b\u200c\u200d\u2060"


def plain(text: str) -> str:
    heard = "".join(TYPED_AS.get(c, c) for c in text.casefold() if c not in UNHEARD)
    decomposed = unicodedata.normalize("NFKD", heard)
    bare = (c for c in decomposed if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare)


def as_number(query: str) -> str:
    compact = "".join(c for c in query.strip() if c not in "-()./ \u00a0")
    digits = compact.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return ""
    abroad = digits if compact.startswith("+") else digits[2:] if digits.startswith("00") else None
    if abroad is None:
        return digits
    return "358" + abroad[4:] if abroad.startswith("3580") else abroad


def spellings(number: str) -> list[str]:
    if number.startswith("+358"):
        return [number[1:], "0" + number[4:]]
    return [number.removeprefix("+")]


def matches(entry: Entry, query: str) -> bool:
    known = plain(f"{entry.name} {entry.title} {entry.department}").split()
    known += [spelling for number in entry.numbers for spelling in spellings(number)]
    typed = [number] if (number := as_number(query)) else plain(query).split()
    return bool(typed) and all(any(word.startswith(part) for word in known) for part in typed)


@given(st.lists(entries, max_size=8), queries)
def test_the_directory_finds_what_looking_at_every_entry_finds(people, query):
    book = Directory(people)
    everybody = {entry.id: entry for entry in people}.values()
    hits, more = book.find(query)
    assert {entry.id for entry in hits} == {entry.id for entry in everybody if matches(entry, query)}
    assert more == 0


@given(st.lists(entries, max_size=8), queries, st.integers(0, 4))
def test_a_limit_cuts_the_same_order_short(people, query, limit):
    book = Directory(people)
    every, _ = book.find(query)
    few, more = book.find(query, limit)
    assert few == every[:limit]
    assert more == len(every) - len(few)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Søren Ærø", "soren aero"),
        ("Jürgen Groß", "gross"),
        ("Þórður Ðað", "thordur dad"),
        ("Đorđe Šarić", "dorde saric"),
        ("Sinéad O’Brien", "o'brien"),
        ("Sinéad O'Brien", "obrien"),
        ("Sinéad O'Brien", "brien"),
        ("Anna‑Liisa Öhman", "anna-liisa"),
        ("Anna-Liisa Öhman", "liisa"),
        ("Huolto/Päivystys", "paivystys"),
        ("Ketola,Matti", "matti"),
        ("Rakennus (Ketola)", "ketola"),
        ("A&B-Tuki", "b tuki"),
        ("vaihde.fi", "fi"),
        ("Sarja_2", "2"),
    ],
)
def test_what_people_cannot_type_is_found_by_what_they_can(name: str, typed: str) -> None:
    assert found(typed, Directory([Entry(id="1", name=name, numbers=())])) == ["1"]


@pytest.mark.parametrize(
    "typed",
    ["+358 (0)40 123", "+358 (040) 123 4567", "0035840", "00358 040 12", "358 40 123", "040-123",
     "040\u2011123", "tel:+358-40", "(040) 1234567", "+358\u00a040",
     "\u202a+358401234567\u202c", "040/123.45"],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(typed: str) -> None:
    book = Directory([Entry(id="1", name="Kerttu", numbers=("+358401234567",))])

    assert found(typed, book) == ["1"]


def test_where_numbers_have_no_trunk_prefix_they_are_found_without_one() -> None:
    book = Directory([Entry(id="1", name="Mette", numbers=("+4532123456",))], country="45")

    assert found("32 12", book) == ["1"]
