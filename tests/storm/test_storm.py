"""Storms: everything fails at once, from one seed, and afterwards every promise holds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.lab.storm.__main__ import found_without, story
from tests.lab.storm.mends import MENDS, SOURCES, Mend
from tests.lab.storm.storm import Storm

STORMS, IN_ONE_TEST = 120, 20


@pytest.mark.parametrize("first", range(0, STORMS, IN_ONE_TEST))
def test_after_a_storm_every_promise_holds(first: int) -> None:
    assert list(filter(None, map(story, range(first, first + IN_ONE_TEST)))) == []


def test_a_seed_is_the_same_storm_every_time() -> None:
    assert told(7) == told(7)


def told(seed: int) -> list[str]:
    storm = Storm(seed)
    storm.run()
    return [re.sub(r"[0-9a-f]{32}|storm:\d+", "", note) for note in storm.notes]


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: mend.name)
def test_what_the_storms_have_to_find_when_it_is_taken_out_is_there(mend: Mend, tmp_path: Path) -> None:
    copy = tmp_path / "benedesk" / mend.file
    copy.parent.mkdir(parents=True)
    shutil.copy(SOURCES / "benedesk" / mend.file, copy)
    mend.taken_out_of(tmp_path)
    assert copy.read_text() != (SOURCES / "benedesk" / mend.file).read_text()


@pytest.mark.parametrize("name", ["a connection that is deaf is made anew", "a command is done once"])
def test_a_mend_that_is_taken_out_is_found(name: str) -> None:
    (mend,) = (mend for mend in MENDS if mend.name == name)
    after, fault = found_without(mend, seeds=60)
    assert after, f"60 storms say nothing: {fault}"
