"""The day of a visitor of the demo: it never falls silent, speaks their language, and had a yesterday."""

from __future__ import annotations

import pytest
from benedesk.core.inputs import HangUpCall, TransferCall
from benedesk.core.limits import DIARY_S
from benedesk.core.model import Call, DiaryResult
from benedesk.core.states import CallState
from benedesk.sim.scenarios import SCENARIOS, DemoDay, start
from benedesk.sim.yesterday import HOUR_S
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_800_000_000.0
SILENCE_S = 15.0


def my_call(day: DemoDay) -> Call | None:
    call = day.world.desk.agents[day.me].call
    return day.world.desk.calls[call] if call else None


def rings_within(day: DemoDay, seconds: float) -> bool:
    until = day.world.now + seconds
    while day.world.now < until:
        day.world.run(day.world.now + 0.25)
        call = my_call(day)
        if call and call.state is CallState.OFFERED:
            return True
    return False


def answer(day: DemoDay) -> str:
    day.world.pbx.phone_answers(day.me)
    day.world.run(day.world.now + 1)
    call = my_call(day)
    assert call and call.state is CallState.CONNECTED
    return call.id


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_first_caller_comes_at_once_and_the_next_soon_after_each_talk(name: str) -> None:
    day = start(name, 1, NOW)
    assert rings_within(day, SILENCE_S)

    for _ in range(5):
        day.world.take(HangUpCall(day.me, answer(day)))
        assert rings_within(day, SILENCE_S)


@pytest.mark.parametrize("name", ["hold", "return"])
def test_while_a_call_that_they_sent_on_still_rings_nobody_else_calls(name: str) -> None:
    day = start(name, 1, NOW)
    assert rings_within(day, SILENCE_S)
    call = answer(day)
    day.world.take(
        TransferCall(agent=day.me, call=call, target="09 9245 1113")
    )  # Kerttu, who lifts for nobody

    assert rings_within(day, 40)
    returned = my_call(day)
    assert returned and (returned.id, bool(returned.returned)) == (call, True)


@pytest.mark.parametrize("name", SCENARIOS)
def test_whoever_wants_to_be_rung_is_rung_at_once(name: str) -> None:
    day = start(name, 1, NOW)
    day.ring_me()

    assert rings_within(day, 1.0)


def test_the_first_caller_has_called_before_and_asked_for_kerttu() -> None:
    day = start("quiet", 1, NOW)
    assert rings_within(day, SILENCE_S)
    call, desk = my_call(day), day.world.desk
    assert call
    noted = [note.text for visit in desk.visits_of[call.caller] for note in desk.visits[visit].notes.values()]

    assert call.caller_name == "Rauha Pelkonen"
    assert noted == ["Tilaus 4711 ei ole tullut. Haluaa puhua Kertun kanssa."]


@given(st.floats(0, 24 * HOUR_S))
def test_at_every_hour_the_diary_has_a_yesterday_that_stays_for_an_hour(since_midnight_s: float) -> None:
    day = start("hold", 1, NOW, midnight=NOW - since_midnight_s)
    entries = day.world.desk.agents[day.me].diary.values()

    assert all(NOW - DIARY_S + HOUR_S < entry.at < NOW for entry in entries)
    assert [entry.result for entry in entries] == [DiaryResult.TAKEN] * 4 + [DiaryResult.MISSED]


@pytest.mark.parametrize(("language", "queue", "title"), [
    ("fi", "Myynti", "toimitusjohtaja"), ("en", "Sales", "managing director"),
    ("sv", "Försäljning", "verkställande direktör"), ("de", "Myynti", "toimitusjohtaja"),
])  # fmt: skip
def test_the_company_speaks_the_visitors_language(language: str, queue: str, title: str) -> None:
    day = start("hold", 1, NOW, language)
    [kerttu], _ = day.directory.find("kerttu")

    assert day.world.desk.queues["myynti"].name == queue
    assert kerttu.title == title


def test_it_changes_its_language_in_the_middle_of_a_call() -> None:
    day = start("hold", 1, NOW, "fi")
    assert rings_within(day, SILENCE_S)
    call = answer(day)
    day.speak("en")

    assert day.world.desk.queues["asiakaspalvelu"].name == "Customer service"
    assert my_call(day) and my_call(day).id == call  # type: ignore[union-attr]
