"""An agent calls somebody, on the simulated PBX."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.model import DiaryResult, Outcome
from benedesk.core.views import document
from benedesk.sim.pbx import RINGS_ON, answers, fails
from benedesk.sim.world import World

SALES, OUTSIDE = "0992451001", "+358495550199"


def world(**replies) -> World:
    """Ann serves sales; bo may, and rests."""
    world = World(Desk(), 1000.0, lambda number: replies.get(number, RINGS_ON))
    world.take(i.DefineQueue(queue="sales", name="Myynti", number=SALES, wrap_up_s=10.0))
    world.take(i.DefineQueue(queue="support", name="Tuki", number="0992451002"))
    world.take(i.DefineAgent(agent="ann", name="Ann", number="101", phone="101", skills={"sales": 1}))
    world.take(i.DefineAgent(agent="bo", name="Bo", number="102", phone="102", skills={"sales": 1}))
    world.take(i.SetMembership("ann", "sales", on=True))
    world.take(i.SetReceiving("ann", on=True))
    return world


def log(world: World, agent: str = "ann") -> list[dict]:
    return document(world.desk, f"diary/{agent}")["calls"]


def test_a_call_placed_rings_the_agent_then_the_other_and_is_a_call_like_any_other():
    day = world(**{"102": answers(1.0), OUTSIDE: answers(2.0)})
    step = day.take(i.PlaceCall("bo", "049 555 0199", label="Rauha"))
    call = day.desk.agents["bo"].call
    assert step.effects[0] == x.CallOut(
        call=call,
        ringing=day.desk.calls[call].ringing,
        agent="bo",
        phone="102",
        number=OUTSIDE,
        shown="+358992451001",
    )
    day.run(1005.0)
    assert day.desk.calls[call].state == "connected"
    assert day.pbx.hears(call) == "agent bo"
    assert document(day.desk, "queue/sales")["calls"] == 1
    day.take(i.HoldCall("bo", call))
    assert day.pbx.hears(call) == "hold music"
    assert [(one["result"], one["outgoing"]) for one in log(day, "bo")] == [(DiaryResult.TAKEN, True)]


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
    assert [one["result"] for one in log(day, "bo")] == [DiaryResult.NOT_REACHED]
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
