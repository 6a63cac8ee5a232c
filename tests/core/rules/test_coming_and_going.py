"""Callers arrive and leave, and words that come too late."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.model import Outcome
from benedesk.core.views import document

from tests.lab.company import BO, CALLER, OUTSIDE, SALES


def test_a_caller_to_a_closed_queue_is_turned_away(log):
    log.happens(i.SetQueueOpen("cy", "sales", open=False))
    log.ordered()
    assert log.arrives("c1") == [
        e.CallTurnedAway(
            call="c1", dialled="+358992451001", caller=CALLER, outcome=Outcome.CLOSED, at=log.now
        )
    ]
    assert log.ordered() == [x.HangUp("c1")]
    assert "c1" not in log.desk.calls


def test_those_who_wait_in_a_queue_that_closes_are_still_served(log):
    log.arrives("c1")
    log.happens(i.SetQueueOpen("", "sales", open=False))
    log.on_duty("ann")
    assert log.call("c1").agent == "ann"


def test_only_a_supervisor_opens_and_closes_queues(log):
    assert log.refused(i.SetQueueOpen("ann", "sales", open=False)) == "not_yours"
    assert log.happens(i.SetQueueOpen("cy", "sales", open=False)) == [
        e.QueueOpenSet("sales", False, "cy", log.now)
    ]
    assert log.happens(i.SetQueueOpen("cy", "sales", open=False)) == []


@pytest.mark.parametrize("dialled", ["09 000 0000", "not a number", ""])
def test_a_call_to_a_number_of_no_queue_is_turned_away(log, dialled):
    [event] = log.happens(i.CallerArrived(call="c1", dialled=dialled, caller="049 123 4567"))
    assert (event.outcome, event.caller) == (Outcome.NO_QUEUE, CALLER)


def test_a_call_that_is_known_does_not_arrive_twice(log):
    log.arrives("c1")
    assert log.arrives("c1", "support") == []


@pytest.mark.parametrize("answered", [False, True])
def test_a_caller_who_leaves_before_anybody_answered_has_abandoned(log, answered):
    log.on_duty("ann")
    log.arrives("c1")
    if answered:
        log.happens(i.PhoneAnswered("c1", "ann"))
    [event] = log.happens(i.CallerHungUp("c1"))
    assert event.outcome == (Outcome.COMPLETED if answered else Outcome.ABANDONED)
    assert event.agent == ("ann" if answered else None)


@pytest.mark.parametrize("target", [OUTSIDE, "103", "Tuki"])
def test_a_caller_who_leaves_during_a_transfer_frees_everybody(talking, target):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=target))
    assert talking.happens(i.CallerHungUp("c1")) == [
        e.CallEnded(call="c1", outcome=Outcome.COMPLETED, agent=None, wrap_up_until=None, at=talking.now)
    ]
    assert talking.agent("ann").call is None
    assert talking.agent("cy").call is None
    assert talking.later(60) == []


STALE = [
    i.CallerHungUp("gone"),
    i.PhoneAnswered("gone", "ann"),
    i.PhoneFailed("gone", "ann", "busy"),
    i.PhoneHungUp("gone", "ann"),
    i.TargetAnswered("gone", "target"),
    i.TargetFailed("gone", "target", "busy"),
    i.PhoneReachable("nobody", on=True),
    i.PhoneReachable("ann", on=True),
    i.PhoneAnswered("c1", "ann"),
    i.PhoneFailed("c1", "ann", "busy"),
    i.PhoneHungUp("c1", "bo"),
    i.TargetAnswered("c1", "target"),
    i.TargetFailed("c1", "target", "busy"),
    i.TimerFired("ring:c1", 1.0),
    i.TimerFired("retry:c1", 1.0),
    i.TimerFired("wrap_up:ann", 1.0),
    i.TimerFired("availability:ann", 1.0),
    i.TimerFired("ring:gone", 1.0),
    i.TimerFired("nonsense", 1.0),
]


@pytest.mark.parametrize("what", STALE, ids=repr)
def test_what_no_longer_matters_is_ignored(talking, what):
    before = talking.desk.seq
    assert talking.happens(what) == []
    assert talking.desk.seq == before


def test_a_word_about_a_target_that_is_not_dialled_is_ignored(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target="103"))
    assert talking.happens(i.TargetAnswered("c1", "target"), i.TargetFailed("c1", "target", "busy")) == []


def test_a_colleague_who_calls_in_comes_by_name(log):
    log.happens(
        i.CallerArrived(call="c1", dialled=SALES.number, caller=BO.number),
        i.CallerArrived(call="c2", dialled=SALES.number, caller=CALLER),
    )
    assert [document(log.desk, f"call/{call}")["caller_name"] for call in ("c1", "c2")] == ["Bo Berg", ""]
