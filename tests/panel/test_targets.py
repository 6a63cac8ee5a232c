"""The last targets and the favourites: what is remembered, and how it is read back."""

from __future__ import annotations

import pytest
from benedesk.panel.state.targets import RECENT, Target, Targets, read, written

EERO = Target("09 9245 1102", "Eero Korhonen")
SALES = Target("Myynti")


def test_the_last_target_comes_first_and_is_there_once() -> None:
    targets = Targets().used(EERO).used(SALES).used(Target("0992451102", "Eero K."))

    assert [target.whose or target.text for target in targets.recent] == ["Eero K.", "Myynti"]


def test_five_are_remembered() -> None:
    targets = Targets()
    for number in range(9):
        targets = targets.used(Target(f"10{number}"))

    assert [target.text for target in targets.recent] == ["108", "107", "106", "105", "104"]
    assert len(targets.recent) == RECENT


def test_a_star_comes_and_goes() -> None:
    targets = Targets().toggled(EERO)
    assert targets.is_starred(Target("0992451102"))

    assert not targets.toggled(EERO).starred


def test_a_favourite_is_listed_once_and_before_the_last_ones() -> None:
    targets = Targets().used(EERO).used(SALES).toggled(EERO)

    assert targets.listed() == [(EERO, True), (SALES, False)]


def test_what_is_written_is_read_back() -> None:
    targets = Targets().used(EERO).toggled(SALES)

    assert read(written(targets)) == targets


@pytest.mark.parametrize("text", ["", "{", "[]", '{"recent": [{}]}', '{"recent": 7}', '{"starred": [1]}'])
def test_a_text_that_is_not_ours_is_no_targets(text: str) -> None:
    assert read(text) == Targets()
