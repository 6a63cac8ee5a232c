from __future__ import annotations

from functools import cache

import phonenumbers as library
import pytest
from benedesk.core.emergency import NUMBERS
from benedesk.core.numbers import INTERNAL_DIGITS, canonical, canonical_or_raw, grouped
from hypothesis import given
from hypothesis import strategies as st

from tests.lab import numbering
from tests.lab.panel.numbers import EXAMPLES

CODES = {region: library.country_code_for_region(region) for region in numbering.REGIONS}
NATIONAL, INTERNATIONAL = library.PhoneNumberFormat.NATIONAL, library.PhoneNumberFormat.INTERNATIONAL


@cache
def numbers_of(region: str) -> st.SearchStrategy[str]:
    """Numbers that are possible in this country by the library's own patterns, and valid by its word."""
    metadata = library.PhoneMetadata.metadata_for_region(region)
    assert metadata and metadata.general_desc and metadata.general_desc.national_number_pattern
    pattern = metadata.general_desc.national_number_pattern.replace(r"\d", "[0-9]")
    every = st.from_regex(pattern, fullmatch=True).map(lambda rest: f"+{CODES[region]}{rest}")
    return every.filter(lambda n: len(n) <= 16 and library.is_valid_number(library.parse(n)))


def by_library(number: str, form: int) -> str:
    return str(library.format_number(library.parse(number), form))


@pytest.mark.parametrize(("country", "number", "read"), EXAMPLES)
def test_a_number_is_grouped_as_its_reader_expects(country: str, number: str, read: str) -> None:
    assert grouped(number, country) == read


@pytest.mark.parametrize("number", ["101", "", "112", "anonymous", "+", "+12ab"])
def test_what_is_no_public_number_stays_as_it_is(number: str) -> None:
    assert grouped(number, "358") == number


def test_the_table_is_what_the_library_says_today() -> None:
    assert numbering.TABLE.read_text(encoding="utf-8") == numbering.written()


@pytest.mark.parametrize("region", [region for region in numbering.REGIONS if region != "FI"])
@given(data=st.data())
def test_a_number_from_abroad_is_written_as_the_library_writes_it(region: str, data: st.DataObject) -> None:
    number = data.draw(numbers_of(region))

    assert grouped(number, "999") == by_library(number, INTERNATIONAL)


@pytest.mark.parametrize("region", [region for region in numbering.REGIONS if region != "FI"])
@given(data=st.data())
def test_at_home_it_is_the_national_form_where_the_desk_reads_that_as_of_here(
    region: str, data: st.DataObject
) -> None:
    number = data.draw(numbers_of(region))
    code, national = str(CODES[region]), by_library(number, NATIONAL)
    read = canonical_or_raw(national, code) == number

    assert grouped(number, code) == (national if read else by_library(number, INTERNATIONAL))


@given(numbers_of("FI"))
def test_a_finnish_number_is_the_librarys_with_its_last_group_cut(number: str) -> None:
    for country, form in (("358", NATIONAL), ("999", INTERNATIONAL)):
        ours, theirs = grouped(number, country), by_library(number, form)
        if country == "999" or ours.startswith("0"):
            assert ours.replace(" ", "") == theirs.replace(" ", "")
            assert ours.startswith(theirs.rpartition(" ")[0]) or "457" in ours
            assert " " not in theirs.removeprefix("+358 ") or max(map(len, ours.split())) <= 5


@given(st.sampled_from(list(CODES.values())), st.data())
def test_what_is_shown_can_be_dialled_and_is_the_same_number(code: int, data: st.DataObject) -> None:
    number = canonical(data.draw(st.from_regex(rf"\+{code}[1-9][0-9]{{6,10}}", fullmatch=True)))

    for country in ("358", str(code), "999"):
        assert canonical(grouped(number, country), country) == number


@pytest.mark.parametrize("code", sorted(library.COUNTRY_CODE_TO_REGION_CODE))
def test_every_country_code_of_the_world_stands_apart(code: int) -> None:
    assert grouped(f"+{code}23456789", "999").split()[0] == f"+{code}"


# -- read as the library reads ---------------------------------------------------------------------

KINDS = [kind for kind in library.PhoneNumberType.values() if kind != library.PhoneNumberType.UNKNOWN]
UNREAD = {
    # Pagers of two countries, which the library writes without a prefix, though nothing else there is.
    ("DE", "16412345"), ("ZM", "630123456"),
    # So short that it looks like an internal one with the country before it.
    ("IR", "09601"), ("IR", "+98 9601"), ("IR", "tel:+98-9601"),
}  # fmt: skip


def examples(region: str) -> set[tuple[str, str]]:
    """The library's example of each kind of number of the region, as it may be written, and in E.164."""
    found = [one for kind in KINDS if (one := library.example_number_for_type(region, kind))]
    forms = [NATIONAL, INTERNATIONAL, library.PhoneNumberFormat.RFC3966]
    return {(library.format_number(one, form), e164(one)) for one in found for form in forms}


def e164(number: library.PhoneNumber) -> str:
    return str(library.format_number(number, library.PhoneNumberFormat.E164))


def is_short(written: str) -> bool:
    digits = "".join(c for c in written if c.isdigit())
    return len(digits) <= INTERNAL_DIGITS and not digits.startswith("0")


@pytest.mark.parametrize("region", sorted(library.SUPPORTED_REGIONS))
def test_the_numbers_of_every_region_are_read_as_the_library_reads_them(region: str) -> None:
    country = str(library.country_code_for_region(region))
    read = {(written, canonical_or_raw(written, country)) for written, _ in examples(region)}
    ours = {one for one in read if not is_short(one[0]) and (region, one[0]) not in UNREAD}
    theirs = {one for one in examples(region) if not is_short(one[0]) and (region, one[0]) not in UNREAD}

    assert ours == theirs != set()


@pytest.mark.parametrize(("region", "written"), sorted(UNREAD))
def test_what_is_said_to_be_unread_is(region: str, written: str) -> None:
    country = str(library.country_code_for_region(region))

    assert canonical_or_raw(written, country) != dict(examples(region))[written]


@pytest.mark.parametrize("country", sorted(NUMBERS))
def test_no_emergency_number_is_taken_for_a_national_one(country: str) -> None:
    assert [n for n in NUMBERS[country].split() if canonical_or_raw(n, country) != n] == []
