"""Every string in every language: none missing, none left over, none untranslated."""

from __future__ import annotations

import re
import string
from pathlib import Path

import benedesk.panel
import pytest
from benedesk.core.model import Availability, Failure, Gate
from benedesk.core.states import CallState
from benedesk.panel.text.words import LANGUAGES, words

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(Path(benedesk.panel.__path__[0]).rglob("*.py"))
)
SAME_IN_ALL = {"demo.tag", "notice.refused", "say.hit"}  # a name, and punctuation
SAME_IN_TWO = {"section.member_of"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def used(key: str) -> bool:
    """The key stands in the source, or is made there from its beginning and a value."""
    if re.search(rf'"{re.escape(key)}"', SOURCE):
        return True
    begin = key
    while "." in begin:
        begin, _, _ = begin.rpartition(".")
        if f'f"{begin}.{{' in SOURCE:
            return True
    counted = key.removesuffix(".one").removesuffix(".other")
    meaning = key.removesuffix(".meaning")
    return (counted != key and f'words.count("{counted}"' in SOURCE) or (meaning != key and used(meaning))


def test_every_language_has_the_same_keys() -> None:
    assert {
        language: words(language).catalogue.keys() ^ words("fi").catalogue.keys() for language in LANGUAGES
    } == {language: set() for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_the_same_things(language: str) -> None:
    finnish = words("fi").catalogue
    wrong = {k for k, text in words(language).catalogue.items() if fields(text) != fields(finnish[k])}

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_empty_or_badly_spaced(language: str) -> None:
    wrong = [
        k for k, text in words(language).catalogue.items() if not text or text != text.strip() or "  " in text
    ]

    assert not wrong


def test_nothing_is_left_untranslated() -> None:
    catalogues = [words(language).catalogue for language in LANGUAGES]
    same = {
        key
        for key in catalogues[0]
        if len({catalogue[key].casefold() for catalogue in catalogues}) < len(LANGUAGES)
        and not key.startswith("language.")
    }

    assert same - SAME_IN_ALL - SAME_IN_TWO == set()


def test_every_string_is_used() -> None:
    assert [key for key in words("fi").catalogue if not used(key)] == []


def test_every_string_that_the_source_names_is_there() -> None:
    named = set(re.findall(r'words(?:\.html)?\(\s*"([a-z_.]+)"', SOURCE))
    counted = set(re.findall(r'words\.count\(\s*"([a-z_.]+)"', SOURCE))
    catalogue = words("fi").catalogue

    assert {key for key in named if key not in catalogue} == set()
    assert {key for key in counted if not {f"{key}.one", f"{key}.other"} <= catalogue.keys()} == set()


@pytest.mark.parametrize(
    ("kind", "prefix", "without"),
    [
        (Availability, "availability", set()),
        (Failure, "reason", set()),
        (Failure, "failed", set()),
        (Gate, "gate", {Gate.ON_CALL, Gate.SET_ASIDE, Gate.WRAP_UP}),
    ],
)
def test_there_are_words_for_everything_that_the_desk_can_say(
    kind: type, prefix: str, without: set[str]
) -> None:
    assert [
        value for value in kind if value not in without and f"{prefix}.{value}" not in words("fi").catalogue
    ] == []


def test_there_are_words_for_every_code_of_the_protocol() -> None:
    protocol = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    table = protocol.partition("## Codes")[2]
    codes = {code for row in re.findall(r"^\| (.+?) \|", table, re.M) for code in re.findall(r"`(\w+)`", row)}

    assert codes
    assert {code for code in codes if f"code.{code}" not in words("fi").catalogue} == set()


def test_an_unknown_language_speaks_finnish() -> None:
    assert words("de") is words("fi")


def test_the_contract_of_names_is_kept_in_finnish() -> None:
    contract = {
        "section": "Sarjassa",
        "receiving": "Vastaanota palvelusarjapuheluita",
        "availability": "Tavoitettavuus",
        "queues": "Palvelusarjat",
        "call": "Puhelu",
        "fact.queue": "Palvelusarja",
        "fact.state": "Tila",
        "fact.caller": "Soittaja",
        "fact.dialled": "Alkuperäinen kohde",
        "hold": "Pito",
        "unhold": "Pois pidosta",
        "hang_up": "Katkaise",
        "transfer": "Siirrä",
        "transfer.field": "Siirtokenttä",
        "directory": "Hakemisto",
        "help": "Ohje",
        "returned": "Palautunut puhelu",
        "phone.answer": "Vastaa",
        "phone.decline": "Hylkää",
    }

    assert {key: words("fi")(key) for key in contract} == contract


ON_A_CARD = set(CallState) - {CallState.QUEUED, CallState.ENDED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_that_a_card_can_show_and_every_reason_has_its_words(language: str) -> None:
    catalogue = words(language).catalogue
    wanted = {f"{kind}.{state}" for kind in ("face", "state") for state in ON_A_CARD}
    wanted |= {f"reason.{reason}" for reason in Failure} | {f"gate.{gate}" for gate in NEEDS_WORDS}
    assert wanted - catalogue.keys() == set()


NEEDS_WORDS = set(Gate) - {Gate.ON_CALL, Gate.SET_ASIDE, Gate.WRAP_UP}  # these have a face of their own
