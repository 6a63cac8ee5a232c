"""While nothing is heard of the PBX: nobody is offered a call, no ring time runs, nothing is promised."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.states import CallState

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE


def line(call: str, **legs: object) -> Line:
    return Line(call=call, dialled="09 9245 1001", caller="049 123 4567", **legs)  # type: ignore[arg-type]


@pytest.fixture
def ringing() -> CallLog:
    """Ann's phone rings for c1; c2 waits; bo is off duty."""
    log = CallLog()
    log.on_duty("ann")
    log.arrives("c1")
    log.arrives("c2")
    return log


def test_nobody_is_set_aside_for_a_phone_that_nobody_could_answer(ringing):
    ringing.happens(i.PbxLost())
    assert ringing.later(300) == []
    assert ringing.agent("ann").set_aside is None
    assert ringing.call("c1").state is CallState.OFFERED


def test_nobody_is_offered_a_call_until_the_pbx_is_back(ringing):
    ringing.happens(i.PbxLost())
    assert not [event for event in ringing.on_duty("bo") if isinstance(event, e.CallOffered)]
    back = ringing.happens(i.PbxSynced((line("c1", legs=(Leg("ann"),)), line("c2"))))
    assert [event.agent for event in back if isinstance(event, e.CallOffered)] == ["bo"]


def test_those_who_wait_keep_their_place_and_their_clock(ringing):
    waited_since = ringing.call("c2").queued_at
    ringing.happens(i.PbxLost())
    ringing.later(60)
    ringing.happens(i.PbxSynced((line("c2"), line("c1", legs=(Leg("ann"),)))))
    assert ringing.call("c2").queued_at == waited_since
    assert list(ringing.desk.boards["sales"].waiting) == ["c2"]


def test_the_phone_that_still_rings_has_what_was_left_of_its_time(ringing):
    ringing.later(8)
    ringing.happens(i.PbxLost())
    ringing.later(60)
    ringing.ordered()
    ringing.happens(i.PbxSynced((line("c1", legs=(Leg("ann"),)), line("c2"))))
    assert x.SetTimer("ring:c1", ringing.now + 12) in ringing.ordered()
    assert ringing.later(11.9) == []
    assert isinstance(ringing.later(0.1)[0], e.OfferFailed)


def test_a_transfer_that_still_rings_has_the_time_of_a_transfer(ringing):
    ringing.happens(
        i.PhoneAnswered("c1", "ann"), i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.PbxLost()
    )
    ringing.later(60)
    ringing.happens(i.PbxSynced((line("c1", legs=(Leg("target"),)), line("c2", legs=(Leg("ann"),)))))
    assert ringing.call("c1").deadline == ringing.now + 25


def test_a_card_shows_no_countdown_while_no_time_runs(ringing):
    ringing.happens(i.PbxLost())
    assert ringing.document("call/c1")["deadline"] is None


@pytest.mark.parametrize(
    "command",
    [
        i.HoldCall("ann", "c1"),
        i.UnholdCall("ann", "c1"),
        i.HangUpCall("ann", "c1"),
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE),
        i.PlaceCall("bo", OUTSIDE),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_only_the_pbx_can_do_is_refused(ringing, command):
    ringing.happens(i.PhoneAnswered("c1", "ann"), i.PbxLost())
    assert ringing.refused(command) == "pbx_away"


def test_what_needs_no_pbx_is_done(ringing):
    ringing.happens(i.PbxLost())
    assert ringing.happens(i.SetReceiving("ann", on=False)) == [e.ReceivingSet("ann", False, ringing.now)]


def test_every_agent_is_told_what_keeps_calls_away(ringing):
    ringing.happens(i.PbxLost())
    assert {ringing.document(f"agent/{agent}")["gate"] for agent in ("ann", "bo", "cy")} == {"pbx_away"}
    ringing.happens(i.PbxSynced((line("c1", legs=(Leg("ann"),)), line("c2"))))
    assert ringing.document("agent/ann")["gate"] == "on_call"


def test_a_loss_that_is_told_twice_is_one(ringing):
    assert ringing.happens(i.PbxLost()) == [e.PbxWentAway(ringing.now)]
    assert ringing.happens(i.PbxLost()) == []


def test_a_pbx_that_comes_and_goes_does_not_let_one_phone_ring_for_ever(ringing):
    for _ in range(8):
        ringing.later(4)
        ringing.happens(i.PbxLost())
        ringing.later(4)
        ringing.happens(i.PbxSynced((line("c1", legs=(Leg("ann"),)), line("c2"))))
    assert isinstance(ringing.later(5)[0], e.OfferFailed)
