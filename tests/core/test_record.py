"""Records behave as frozen dataclasses do, and cost less to make."""

from __future__ import annotations

import pytest
from benedesk.core.record import Record, replace


class Word(Record):
    text: str
    loud: bool = False


class Line(Record, kw_only=True):
    words: tuple[Word, ...] = ()
    length: int


def test_fields_are_given_by_position_or_by_name_and_the_rest_have_their_default():
    assert Word("hei", loud=True).loud
    assert not Word("hei").loud
    assert Line(length=2).words == ()


@pytest.mark.parametrize("wrong", [(), ("a", True, "b")])
def test_what_is_missing_or_too_much_is_told(wrong):
    with pytest.raises(TypeError, match="Word has the fields"):
        Word(*wrong)


def test_an_unknown_field_is_told():
    with pytest.raises(TypeError, match="size"):
        Word("hei", size=1)  # type: ignore[call-arg]


def test_by_name_only_takes_nothing_by_position():
    with pytest.raises(TypeError):
        Line((), 2)  # type: ignore[misc]


def test_a_record_does_not_change():
    word = Word("hei")
    with pytest.raises(AttributeError, match="Word does not change: text"):
        word.text = "hoi"  # type: ignore[misc]


def test_a_changed_copy_leaves_the_first_as_it_was():
    word = Word("hei")
    assert replace(word, loud=True) == Word("hei", True)
    assert word == Word("hei")


def test_two_are_equal_when_kind_and_fields_are():
    class Sound(Record):
        text: str
        loud: bool = False

    assert Word("hei") == Word("hei")
    assert Word("hei") != Word("hoi")
    assert Word("hei") != Sound("hei")
    assert len({Word("hei"), Word("hei"), Word("hoi")}) == 2


def test_its_fields_can_be_matched_by_position():
    match Word("hei", True):
        case Word(text, loud):
            assert (text, loud) == ("hei", True)


def test_it_shows_its_fields():
    assert repr(Word("hei")) == "Word(text='hei', loud=False)"
