"""Shortcuts: what a keystroke means, where it means nothing, and how it is given to something else."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.panel.acts.choices import CHOICES
from benedesk.panel.acts.keys import combination, hint, keys_of, meant
from benedesk.panel.ring import bell
from benedesk.panel.state.preferences import Preferences, read, written
from benedesk.panel.state.scene import STALE, LinkState, Phone
from benedesk.panel.state.ui import Ui

from tests.lab.panel.documents import NOW, call, offered, scene


def stroke(
    key: str, *modifiers: str, code: str = "", field: str = "", typing: bool = False, at: str = ""
) -> dict[str, Any]:
    held = {name: name in modifiers for name in ("ctrl", "alt", "shift", "meta")}
    return {"key": key, "code": code, "field": field, "typing": typing, "at": at, **held}


@pytest.mark.parametrize(
    ("pressed", "written"),
    [
        (stroke("p", "alt"), "Alt+P"),
        (stroke("F2", "ctrl", "shift"), "Control+Shift+F2"),
        (stroke("π", "alt", code="KeyP"), "Alt+P"),
        (stroke("ö", "ctrl"), "Control+Ö"),
        (stroke(" ", "ctrl"), "Control+Space"),
        (stroke("Alt", "alt"), ""),
    ],
)
def test_a_combination_is_written_as_assistive_technology_reads_it(
    pressed: dict[str, Any], written: str
) -> None:
    assert combination(pressed) == written


@pytest.mark.parametrize(
    ("key", "state", "act"),
    [
        ("p", "connected", "hold"),
        ("p", "held", "unhold"),
        ("p", "offered", None),
        ("k", "connected", "hang-up"),
        ("s", "connected", "focus-target"),
        ("h", "connected", "focus-search"),
        ("v", "connected", None),
        ("q", "connected", None),
    ],
)
def test_a_shortcut_does_what_the_button_would_do_now(key: str, state: str, act: str | None) -> None:
    found = meant(scene(call=call(state=state)), stroke(key, "alt"))

    assert (found and found["act"]) == act


def test_the_demo_phone_is_answered_only_while_it_rings() -> None:
    ringing = scene(call=offered(), phone=Phone("ringing", "101"))

    assert meant(ringing, stroke("v", "alt")) == {"act": "phone-answer"}
    assert meant(scene(phone=Phone("idle", "101")), stroke("v", "alt")) is None


def test_a_single_key_means_nothing_while_one_types() -> None:
    single = scene(Ui(preferences=Preferences(keys={"hold": "P"})), call=call())

    assert meant(single, stroke("p")) == {"act": "hold"}
    assert meant(single, stroke("p", typing=True)) is None
    assert meant(scene(call=call()), stroke("p", "alt", typing=True)) == {"act": "hold"}


def test_shortcuts_can_be_switched_off_and_are_then_not_advertised() -> None:
    off = CHOICES["shortcuts-on"](Preferences(), {})

    assert meant(scene(Ui(preferences=off), call=call()), stroke("p", "alt")) is None
    assert hint(off, "hold", "Pito") == ""
    assert hint(Preferences(), "hold", "Pito") == ' title="Pito (Alt+P)" aria-keyshortcuts="Alt+P"'


def test_an_action_takes_its_keys_from_whoever_had_them() -> None:
    act = meant(scene(), stroke("k", "alt", field="hold"))
    assert act == {"act": "shortcut", "action": "hold", "value": "Alt+K"}

    changed = CHOICES["shortcut"](Preferences(), act)

    assert (keys_of(changed)["hold"], keys_of(changed)["hang_up"]) == ("Alt+K", "")
    assert CHOICES["shortcuts-usual"](changed, {}) == Preferences()


def test_in_the_list_of_shortcuts_the_keyboard_still_leads_away() -> None:
    assert meant(scene(), stroke("Tab", field="hold")) is None
    assert meant(scene(), stroke("Tab", "shift", field="hold")) is None
    assert meant(scene(), stroke("Delete", field="hold")) == {
        "act": "shortcut",
        "action": "hold",
        "value": "",
    }


def test_preferences_are_kept_as_text() -> None:
    chosen = Preferences(volume=35, device="speaker", shortcuts_on=False, keys={"hold": "Alt+Ä"})

    assert read(written(chosen), demo=True) == chosen


@pytest.mark.parametrize("text", [None, "", "no JSON", "[]", '{"volume": "loud", "keys": 1}'])
def test_what_was_not_kept_or_is_broken_is_as_usual(text: str | None) -> None:
    assert read(text, demo=False) == Preferences()


def test_the_demo_is_quiet_until_somebody_asks_for_more() -> None:
    assert read(None, demo=True).volume < read(None, demo=False).volume


@pytest.mark.parametrize("state", ["offered", "transferring"])
def test_the_window_that_is_to_ring_rings_while_the_phone_does(state: str) -> None:
    ringing = scene(call=offered(state=state))

    assert bell(ringing, here=True) == {"rings": True, "volume": 0.6, "device": ""}
    assert not bell(ringing, here=False)["rings"]


def test_nothing_rings_without_a_call_after_the_answer_or_without_a_connection() -> None:
    silent = [scene(), scene(call=call()), scene(call=offered(), link=LinkState(STALE, NOW))]

    assert [bell(seen, here=True)["rings"] for seen in silent] == [False] * 3


@pytest.mark.parametrize(("key", "code"), [("ś", "KeyS"), ("π", "KeyP"), ("˚", "KeyK")])
def test_a_letter_that_a_mac_writes_with_option_is_typed_and_no_shortcut(key: str, code: str) -> None:
    typed = stroke(key, "alt", code=code, typing=True)
    assert meant(scene(call=call()), typed) is None


def test_outside_a_field_option_is_a_shortcut_on_a_mac_too() -> None:
    assert meant(scene(call=call()), stroke("π", "alt", code="KeyP")) == {"act": "hold"}


def test_alt_and_a_plain_letter_is_a_shortcut_in_a_field_as_well() -> None:
    pressed = stroke("p", "alt", code="KeyP", typing=True)
    assert meant(scene(call=call()), pressed) == {"act": "hold"}
