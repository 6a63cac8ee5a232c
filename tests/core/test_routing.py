"""Who is offered which call, and that asking costs the same at a large desk."""

from __future__ import annotations

import gc
import sys

import pytest
from benedesk.core import inputs as i
from benedesk.core.desk import Board
from benedesk.core.lines import Line
from benedesk.core.routing import default, next_offer

from tests.lab.call_log import CallLog


def board(*free: tuple[int, float, str]) -> Board:
    return Board(free=sorted(free))


@pytest.mark.parametrize(
    ("free", "barred", "chosen"),
    [
        ([], [], None),
        ([(-1, 5.0, "ann")], [], "ann"),
        ([(-1, 5.0, "ann"), (-1, 4.0, "bo")], [], "bo"),
        ([(-1, 4.0, "ann"), (-2, 5.0, "bo")], [], "bo"),
        ([(-1, 4.0, "ann"), (-2, 5.0, "bo")], ["bo"], "ann"),
        ([(-1, 4.0, "ann")], ["ann"], None),
        ([(-1, 4.0, "bo"), (-1, 4.0, "ann")], [], "ann"),
    ],
)
def test_the_most_skilled_and_of_those_the_longest_free_who_is_not_barred(free, barred, chosen):
    assert default(board(*free), barred) == chosen


def test_without_a_change_there_is_nothing_to_offer():
    log = CallLog()
    log.on_duty("ann")
    assert next_offer(log.desk, log.now) is None


def test_one_input_may_lead_to_several_offers():
    log = CallLog()
    log.arrives("c1")
    log.arrives("c2")
    log.happens(*(i.SetMembership(agent, "sales", on=True) for agent in ("ann", "bo")))
    assert log.happens(i.SetReceiving("ann", on=True))[-1].call == "c1"
    assert log.happens(i.SetReceiving("bo", on=True))[-1].call == "c2"
    lines = tuple(Line(call=call, dialled="0992451001", caller="") for call in ("c3", "c4"))
    log.happens(i.PhoneAnswered("c1", "ann"), i.PhoneAnswered("c2", "bo"))
    events = log.happens(i.PbxSynced(lines))
    assert [(event.call, event.agent) for event in events[-2:]] == [("c3", "ann"), ("c4", "bo")]


def test_a_call_that_ended_meanwhile_is_not_offered():
    log = CallLog()
    log.arrives("c1")
    log.desk.unrouted.append("c1")
    log.happens(i.CallerHungUp("c1"))
    assert next_offer(log.desk, log.now) is None


def size_of_the_work(agents: int) -> int:
    """How many function calls one caller costs with this many agents, all of whom talk."""
    queue = i.DefineQueue(queue="q", name="Q", number="0992451001")
    staff = [
        i.DefineAgent(agent=f"a{n}", name="A", number=f"{1000 + n}", phone="p", skills={"q": 1})
        for n in range(agents)
    ]
    log = CallLog(queue, *staff)
    for nth in range(agents):
        log.on_duty(f"a{nth}")
        log.connected(f"c{nth}", f"a{nth}", "q", f"+35849{nth:07}")
    log.arrives("waits", "q")
    calls = 0

    def counted(frame: object, kind: str, arg: object) -> None:
        nonlocal calls
        calls += kind == "call"

    gc.disable()  # what another test left behind would be counted
    sys.setprofile(counted)
    try:
        log.arrives("one more", "q")
        log.happens(i.CallerHungUp("c0"))
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


def test_an_input_costs_no_more_at_a_large_desk_than_at_a_small_one():
    assert size_of_the_work(200) == size_of_the_work(5)
