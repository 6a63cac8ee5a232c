"""Receiving calls, and the figures of a queue: R2 to R6."""

from __future__ import annotations

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.states import CallState

from tests.lab.call_log import offer
from tests.lab.company import CALLER, OUTSIDE


def test_r02_the_switch_turns_receiving_on_and_off(log):
    assert log.happens(i.SetReceiving("ann", on=True)) == [e.ReceivingSet("ann", True, log.now)]
    assert log.document("agent/ann")["receiving"] is True
    assert log.happens(i.SetReceiving("ann", on=False)) == [e.ReceivingSet("ann", False, log.now)]
    assert log.document("agent/ann")["receiving"] is False


def test_r02_with_the_switch_off_no_call_is_offered(log):
    log.on_duty("ann")
    log.happens(i.SetReceiving("ann", on=False))
    log.arrives("c1")
    assert log.call("c1").state is CallState.QUEUED
    assert log.document("agent/ann")["gate"] == "receiving_off"


def test_r02_a_switch_set_to_what_it_is_changes_nothing(log):
    assert log.happens(i.SetReceiving("ann", on=False)) == []


def test_r03_every_queue_that_an_agent_may_serve_is_in_his_document(log):
    assert log.document("agent/ann")["queues"] == [
        {"id": "sales", "name": "Myynti", "member": False, "skill": 1},
        {"id": "support", "name": "Tuki", "member": False, "skill": 1},
    ]


def test_r03_an_agent_joins_and_leaves_each_queue_by_itself(log):
    log.happens(i.SetMembership("ann", "support", on=True))
    assert [q["member"] for q in log.document("agent/ann")["queues"]] == [False, True]
    log.happens(i.SetMembership("ann", "support", on=False))
    assert [q["member"] for q in log.document("agent/ann")["queues"]] == [False, False]


def test_r03_calls_come_only_from_queues_that_he_is_a_member_of(log):
    log.happens(i.SetReceiving("ann", on=True), i.SetMembership("ann", "support", on=True))
    log.arrives("c1", "sales")
    assert log.call("c1").state is CallState.QUEUED
    log.arrives("c2", "support")
    assert log.call("c2").agent == "ann"


def test_r03_a_membership_set_to_what_it_is_changes_nothing(log):
    assert log.happens(i.SetMembership("ann", "sales", on=False)) == []


def test_r03_a_queue_that_is_not_his_cannot_be_joined(log):
    assert log.refused(i.SetMembership("ann", "night", on=True)) == "not_yours"


def test_r04_membership_alone_brings_no_call(log):
    log.happens(i.SetMembership("ann", "sales", on=True))
    assert log.arrives("c1") == [
        e.CallArrived(
            call="c1",
            queue="sales",
            caller=CALLER,
            caller_name="Virtanen Oy",
            dialled="+358992451001",
            at=log.now,
        )
    ]
    assert log.happens(i.SetReceiving("ann", on=True))[1:] == [offer(log, "c1", "ann")]


def test_r04_receiving_without_a_membership_brings_no_call(log):
    log.happens(i.SetReceiving("ann", on=True))
    log.arrives("c1")
    assert log.document("agent/ann")["gate"] == "no_queue"
    assert log.happens(i.SetMembership("ann", "sales", on=True))[1:] == [offer(log, "c1", "ann")]


@pytest.mark.parametrize("availability", ["busy", "do_not_disturb", "off_work"])
def test_r05_only_an_availability_that_allows_calls_brings_one(log, availability):
    log.on_duty("ann")
    log.happens(i.SetAvailability("ann", availability))
    log.arrives("c1")
    assert log.call("c1").state is CallState.QUEUED
    assert log.document("agent/ann")["gate"] == "availability"
    assert log.happens(i.SetAvailability("ann", "available"))[1:] == [offer(log, "c1", "ann")]


def test_r05_an_availability_with_an_end_ends_by_itself(log):
    log.on_duty("ann")
    log.happens(i.SetAvailability("ann", "busy", "lounaalla", log.now + 1800))
    log.arrives("c1")
    assert log.document("agent/ann")["note"] == "lounaalla"
    assert log.later(1799) == []
    assert log.later(1) == [
        e.AvailabilitySet(agent="ann", availability="available", note="", until=None, at=log.now),
        offer(log, "c1", "ann"),
    ]


def test_r05_an_end_that_was_changed_no_longer_counts(log):
    log.happens(i.SetAvailability("ann", "busy", until=log.now + 60), i.SetAvailability("ann", "off_work"))
    assert log.later(120) == []
    assert log.document("agent/ann")["availability"] == "off_work"


def test_r05_the_same_availability_again_changes_nothing(log):
    what = i.SetAvailability("ann", "busy", "palaverissa", log.now + 60)
    assert log.happens(what, what) == [
        e.AvailabilitySet(
            agent="ann", availability="busy", note="palaverissa", until=log.now + 60, at=log.now
        )
    ]


def test_r05_an_agent_whose_phone_cannot_be_reached_gets_no_call(log):
    log.on_duty("ann")
    log.happens(i.PhoneReachable("ann", on=False))
    log.arrives("c1")
    assert log.document("agent/ann")["gate"] == "phone_unreachable"
    assert log.happens(i.PhoneReachable("ann", on=True))[1:] == [offer(log, "c1", "ann")]


def test_r06_the_figures_of_a_queue_follow_what_happens(log):
    nothing = {"serving": 0, "free": 0, "active": 0, "calls": 0, "length": 0, "oldest": None}
    assert log.figures("sales") == nothing
    log.on_duty("ann", "bo")
    assert log.figures("sales") == nothing | {"serving": 2, "free": 2, "active": 2}
    rings_at = log.now
    log.arrives("c1")
    assert log.figures("sales") == {
        "serving": 2, "free": 1, "active": 2, "calls": 0, "length": 1, "oldest": rings_at,
    }  # fmt: skip
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert log.figures("sales") == nothing | {"serving": 2, "free": 1, "active": 2, "calls": 1}
    log.happens(i.CallerHungUp("c1"))
    assert log.figures("sales") == nothing | {"serving": 2, "free": 2, "active": 2}


def test_r06_active_counts_members_who_receive_whatever_their_availability(log):
    log.on_duty("ann", "bo")
    log.happens(i.SetAvailability("bo", "off_work"))
    figures = log.figures("sales")
    assert (figures["active"], figures["serving"], figures["free"]) == (2, 1, 1)


@pytest.mark.parametrize("state", ["talking", "wrapping up", "set aside", "unreachable"])
def test_r06_serving_counts_those_who_are_not_free_just_now(log, state):
    log.on_duty("ann")
    if state == "unreachable":
        log.happens(i.PhoneReachable("ann", on=False))
    elif state == "set aside":
        log.arrives("c1", "support")
        log.later(20)
    else:
        log.connected("c1", "ann", "support")
        if state == "wrapping up":
            log.happens(i.HangUpCall("ann", "c1"))
    figures = log.figures("support")
    assert (figures["active"], figures["serving"], figures["free"]) == (1, 1, 0)


def test_r06_a_call_on_hold_or_being_transferred_is_still_one_of_the_calls(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    assert (talking.figures("sales")["calls"], talking.figures("sales")["length"]) == (1, 0)
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    assert (talking.figures("sales")["calls"], talking.figures("sales")["length"]) == (1, 0)
