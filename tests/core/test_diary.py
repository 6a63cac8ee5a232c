"""An agent's own list of calls, and calls that he places himself."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.diary import KEPT_CALLS, KEPT_S
from benedesk.core.errors import Refused
from benedesk.core.loop import take
from benedesk.core.model import Outcome, Result
from benedesk.core.views import document
from benedesk.sim.pbx import RINGS_ON, answers, fails
from benedesk.sim.world import World

SALES, CALLER, OUTSIDE = "0992451001", "0498124401", "+358495550199"


def world(**replies) -> World:
    """Ann serves sales; bo may, and rests."""
    world = World(Desk(), 1000.0, lambda number: replies.get(number, RINGS_ON))
    world.take(i.DefineQueue("sales", "Myynti", SALES, wrap_up_s=10.0))
    world.take(i.DefineQueue("support", "Tuki", "0992451002"))
    world.take(i.DefineAgent("ann", "Ann", "101", "101", {"sales": 1}))
    world.take(i.DefineAgent("bo", "Bo", "102", "102", {"sales": 1}))
    world.take(i.SetMembership("ann", "sales", on=True))
    world.take(i.SetReceiving("ann", on=True))
    return world


def log(world: World, agent: str = "ann") -> list[dict]:
    return document(world.desk, f"log/{agent}")["calls"]


def talking() -> World:
    day = world(**{"101": answers(1.0)})
    day.pbx.caller_calls("c1", SALES, CALLER, "Rauha")
    day.run(1002.0)
    return day


def test_a_call_that_was_taken_is_in_the_list_until_it_ends_and_after():
    day = talking()
    assert [(one["result"], one["name"], one["ended_at"]) for one in log(day)] == [
        (Result.TAKEN, "Rauha", None)
    ]
    day.run(1060.0)
    day.take(i.HangUpCall("ann", "c1"))
    assert log(day)[0]["ended_at"] == 1060.0


def test_a_missed_offer_is_in_the_list():
    day = world()
    day.pbx.caller_calls("c1", SALES, CALLER)
    day.run(1030.0)
    assert [(one["result"], one["call"]) for one in log(day)] == [(Result.MISSED, "c1")]


def test_a_call_sent_on_tells_to_whom_and_what_came_of_it():
    day = talking()
    day.take(i.TransferCall("ann", "c1", OUTSIDE, "Kerttu"))
    assert (log(day)[0]["result"], log(day)[0]["to"]) == (Result.TRANSFERRED, "Kerttu")
    day.take(i.SetReceiving("ann", on=False))
    day.run(1023.0)
    assert isinstance(day.journal[-1], e.CallReturned)
    assert (log(day)[0]["result"], log(day)[0]["reason"]) == (Result.RETURNED, "no_answer")


def test_a_call_sent_to_a_queue_tells_the_queue():
    day = talking()
    day.take(i.TransferCall("ann", "c1", "Tuki"))
    assert (log(day)[0]["result"], log(day)[0]["to"]) == (Result.TRANSFERRED, "Tuki")


def test_a_note_stays_with_the_call():
    day = talking()
    day.take(i.NoteCall("ann", "c1", "  soita takaisin "))
    assert log(day)[0]["note"] == "soita takaisin"
    assert day.take(i.NoteCall("ann", "c1", "soita takaisin")).events == ()


@pytest.mark.parametrize(
    ("call", "text", "code"), [("c9", "x", "unknown_call"), ("c1", "x" * 501, "bad_args")]
)
def test_a_note_that_cannot_be_kept_is_refused(call, text, code):
    with pytest.raises(Refused) as refused:
        talking().take(i.NoteCall("ann", call, text))
    assert refused.value.code == code


def test_the_list_keeps_a_day_and_a_hundred_calls():
    day = world(**{"101": answers(0.0)})
    for nth in range(KEPT_CALLS + 5):
        take(day.desk, i.PlaceCall("bo", OUTSIDE), 1000.0 + nth)
        take(day.desk, i.HangUpCall("bo", day.desk.agents["bo"].call), 1000.0 + nth)
    assert len(log(day, "bo")) == KEPT_CALLS
    take(day.desk, i.PlaceCall("bo", OUTSIDE), 2000.0 + KEPT_S)
    assert len(log(day, "bo")) == 1


def test_a_call_placed_rings_the_agent_then_the_other_and_is_a_call_like_any_other():
    day = world(**{"102": answers(1.0), OUTSIDE: answers(2.0)})
    step = day.take(i.PlaceCall("bo", "049 555 0199", label="Rauha"))
    call = day.desk.agents["bo"].call
    assert step.effects[0] == x.PlaceCall(call, "bo", "102", OUTSIDE, "+358992451001")
    day.run(1005.0)
    assert day.desk.calls[call].state == "connected"
    assert day.pbx.hears(call) == "agent bo"
    assert document(day.desk, "queue/sales")["calls"] == 1
    day.take(i.HoldCall("bo", call))
    assert day.pbx.hears(call) == "hold music"
    assert [(one["result"], one["outgoing"]) for one in log(day, "bo")] == [(Result.TAKEN, True)]


@pytest.mark.parametrize(
    "replies",
    [
        {"102": fails("declined")},
        {"102": answers(1.0), OUTSIDE: fails("busy")},
        {"102": answers(1.0)},
        {},
    ],
)
def test_a_call_placed_that_reaches_nobody_ends_and_is_noted(replies):
    day = world(**replies)
    day.take(i.PlaceCall("bo", OUTSIDE))
    day.run(1061.0)
    assert day.desk.agents["bo"].call is None
    assert [one["result"] for one in log(day, "bo")] == [Result.NOT_REACHED]
    assert day.journal[-1].outcome == Outcome.NOT_REACHED
    assert day.pbx.lines == {}


def test_the_agent_may_change_his_mind_on_the_panel_or_on_the_phone():
    day = world(**{"102": answers(1.0)})
    day.take(i.PlaceCall("bo", OUTSIDE))
    day.take(i.HangUpCall("bo", day.desk.agents["bo"].call))
    assert day.pbx.lines == {}
    day.take(i.PlaceCall("bo", OUTSIDE))
    day.run(1002.0)
    day.pbx.phone_hangs_up("bo")
    day.run(1003.0)
    assert day.desk.calls == {}


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (i.PlaceCall("bo", "letters"), "bad_number"),
        (i.PlaceCall("bo", "102"), "target_self"),
        (i.PlaceCall("bo", OUTSIDE, "support"), "not_yours"),
        (i.PlaceCall("bo", OUTSIDE, "nowhere"), "unknown_queue"),
        (i.PlaceCall("ann", OUTSIDE), "wrong_state"),
    ],
)
def test_a_call_that_cannot_be_placed_is_refused(what, code):
    with pytest.raises(Refused) as refused:
        talking().take(what)
    assert refused.value.code == code


def test_no_call_is_placed_from_a_phone_that_cannot_be_reached():
    day = world()
    day.take(i.PhoneReachable("bo", on=False))
    with pytest.raises(Refused) as refused:
        day.take(i.PlaceCall("bo", OUTSIDE))
    assert refused.value.code == "target_unreachable"


def test_a_call_placed_is_lost_when_the_pbx_forgets_it():
    day = world()
    day.take(i.PlaceCall("bo", OUTSIDE))
    day.take(i.PbxSynced(()))
    assert day.desk.calls == {}


@pytest.mark.parametrize(("up", "state"), [(True, "connected"), (False, None)])
def test_what_became_of_a_placed_call_while_nobody_listened(up, state):
    day = world()
    day.take(i.PlaceCall("bo", OUTSIDE))
    call = day.desk.agents["bo"].call
    day.take(i.PbxSynced((i.Line(call, SALES, OUTSIDE, agent="bo" if up else None, agent_up=up),)))
    assert (day.desk.calls[call].state if state else day.desk.calls.get(call)) == state
