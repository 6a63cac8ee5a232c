"""What only the demo has: days to choose from, a caller at a press, and three things to try."""

from __future__ import annotations

import pytest
from benedesk.core.record import replace
from benedesk.panel.acts import pressed
from benedesk.panel.acts.orders import Begin, Press
from benedesk.panel.state.guide import STEPS, guided, step
from benedesk.panel.state.ui import Draft, Notice, Ui, afresh, open_parts, with_open_parts
from benedesk.panel.text.words import words
from benedesk.panel.view.guide import SCENARIOS, guide
from benedesk.sim import scenarios

from tests.lab.panel.documents import RETURNED, call, offered, scene
from tests.lab.panel.page import read

EMPTY = {"value": "", "fields": {}, "instants": {}}


def after(ui: Ui, *calls: dict[str, object] | None) -> Ui:
    for shown in calls:
        ui = guided(ui, scene(ui, call=shown, scenario="quiet"))
    return ui


def test_every_day_of_the_demo_can_be_chosen() -> None:
    assert set(SCENARIOS) == scenarios.SCENARIOS.keys()


def test_another_day_begins_with_nothing_of_the_one_before() -> None:
    ui = Ui(
        target="kert", search="kert", draft=Draft("c1", "x", ""), notice=Notice("HoldCall"), language="sv"
    )
    changed, orders = pressed.acted(scene(ui), {"act": "scenario", **EMPTY, "value": "rush"})

    assert orders == [Begin("rush")]
    assert (changed.target, changed.search, changed.draft, changed.notice) == ("", "", None, None)
    assert (changed.language, changed.fills, changed.clears) == ("sv", ui.fills + 1, ui.clears + 1)


def test_a_press_asks_for_a_caller() -> None:
    assert pressed.acted(scene(), {"act": "ring-me", **EMPTY})[1] == [Press("ring-me")]


def test_the_day_that_is_played_is_chosen_in_the_list() -> None:
    page = read(guide(words("fi"), "rush", 0))

    assert [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes] == ["rush"]


def test_the_first_thing_to_try_is_to_answer() -> None:
    assert after(Ui(), None, offered()).guide == 0
    assert after(Ui(), None, offered(), call()).guide == 1


def test_the_second_is_to_send_the_call_on() -> None:
    answered = after(Ui(), call())
    assert after(answered, call(state="held")).guide == 1
    assert after(replace(answered, sent="Kerttu Saarinen"), None).guide == 2


def test_the_third_is_to_take_it_when_it_returns() -> None:
    sent = Ui(guide=2)
    assert after(sent, offered(returned=RETURNED), call()).guide == 2
    assert after(sent, call(returned=RETURNED)).guide == STEPS


def test_with_a_server_nothing_is_to_be_tried() -> None:
    assert guided(Ui(), scene(call=call())).guide == 0


def test_when_all_are_done_that_is_said_until_it_is_put_away() -> None:
    assert "All three" in read(guide(words("en"), "quiet", STEPS)).text


@pytest.mark.parametrize("place", range(STEPS))
def test_each_step_says_which_it_is_and_can_be_closed(place: int) -> None:
    page = read(guide(words("en"), "quiet", place))

    assert f"{place + 1}/{STEPS}" in page.text
    assert page.button("Close the tips").attributes["data-act"] == "guide-close"


def test_what_was_closed_stays_closed_on_this_machine() -> None:
    closed, _ = pressed.acted(scene(), {"act": "guide-close", **EMPTY})

    assert step(closed) is None
    assert step(with_open_parts(Ui(), open_parts(closed))) is None
    assert not read(guide(words("fi"), "quiet", step(closed))).all("p")


def test_the_guide_goes_on_where_it_was_in_another_day() -> None:
    assert afresh(Ui(guide=1)).guide == 1
