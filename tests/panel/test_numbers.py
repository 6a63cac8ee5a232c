from __future__ import annotations

import pytest
from benedesk.core.numbers import canonical
from benedesk.panel.numbers import shown
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+358401234567", "040 123 4567"),
        ("+358498124401", "049 812 4401"),
        ("+3584571234567", "0457 123 4567"),
        ("+358942451000", "09 4245 1000"),
        ("+35894245100", "09 424 5100"),
        ("+358992451113", "09 9245 1113"),
        ("+35813123456", "013 123 456"),
        ("+35820712345", "020 712 345"),
        ("+3588001234", "0800 1234"),
        ("+46812345678", "+46 812 345 678"),
        ("+442079460958", "+44 207 946 0958"),
        ("+3725012345", "+372 501 2345"),
        ("+12025550123", "+1 202 555 0123"),
    ],
)
def test_a_number_is_grouped_as_its_reader_expects(number: str, read: str) -> None:
    assert shown(number) == read


@pytest.mark.parametrize("number", ["101", "", "112", "anonymous", "+", "+12ab"])
def test_what_is_no_public_number_stays_as_it_is(number: str) -> None:
    assert shown(number) == number


@given(
    st.from_regex(r"\+358[1-9][0-9]{6,10}", fullmatch=True) | st.from_regex(r"\+46[0-9]{6,9}", fullmatch=True)
)
def test_what_is_shown_can_be_dialled_and_is_the_same_number(number: str) -> None:
    assert canonical(shown(number)) == number
