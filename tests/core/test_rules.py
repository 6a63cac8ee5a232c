"""The fifteen rules, by number, and what a queue cannot be without. R1 and R7 are the panel's own."""

from __future__ import annotations

import dataclasses

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.directory import Directory, Entry
from benedesk.core.model import Failure, Missed, Outcome, Returned
from benedesk.core.states import CallState

from tests.lab.call_log import ANN, BO, CY, NIGHT, OUTSIDE, SALES, SUPPORT, CallLog

CALLER = "+358491234567"


@pytest.fixture
def log() -> CallLog:
    return CallLog()


@pytest.fixture
def talking(log: CallLog) -> CallLog:
    """Anni talks with caller c1 of Myynti; nobody else is on duty."""
    log.on_duty("ann")
    log.connected("c1", "ann")
    return log


def offer(log: CallLog, call: str, agent: str, ring_s: float = 20) -> e.CallOffered:
    return e.CallOffered(call, agent, f"phone-{agent}", CALLER, "Virtanen Oy", log.now + ring_s, log.now)


# -- receiving calls: R2 to R6 ---------------------------------------------------------------------


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
        e.CallArrived("c1", "sales", CALLER, "Virtanen Oy", "+358992451001", log.now)
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
        e.AvailabilitySet("ann", "available", "", None, log.now),
        offer(log, "c1", "ann"),
    ]


def test_r05_an_end_that_was_changed_no_longer_counts(log):
    log.happens(i.SetAvailability("ann", "busy", until=log.now + 60), i.SetAvailability("ann", "off_work"))
    assert log.later(120) == []
    assert log.document("agent/ann")["availability"] == "off_work"


def test_r05_the_same_availability_again_changes_nothing(log):
    what = i.SetAvailability("ann", "busy", "palaverissa", log.now + 60)
    assert log.happens(what, what) == [e.AvailabilitySet("ann", "busy", "palaverissa", log.now + 60, log.now)]


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
    log.happens(i.PhoneAnswered("ann", "c1"))
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
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE))
    assert (talking.figures("sales")["calls"], talking.figures("sales")["length"]) == (1, 0)


# -- a call arrives: R8 ----------------------------------------------------------------------------


def test_r08_an_arriving_call_shows_queue_state_caller_and_original_target(log):
    log.on_duty("ann")
    log.arrives("c1", "support", caller="0491234567")
    body = log.document("call/c1")
    assert {name: body[name] for name in ("queue_name", "state", "caller", "caller_name", "dialled")} == {
        "queue_name": "Tuki",
        "state": "offered",
        "caller": CALLER,
        "caller_name": "Virtanen Oy",
        "dialled": "+358992451002",
    }


def test_r08_the_original_target_stays_through_a_transfer_to_another_queue(talking):
    talking.happens(i.TransferCall("ann", "c1", "Tuki"))
    body = talking.document("call/c1")
    assert (body["queue_name"], body["first_queue_name"]) == ("Tuki", "Myynti")
    assert body["dialled"] == "+358992451001"


@pytest.mark.parametrize("told", ["", "anonymous", "x" * 10_000])
def test_r08_a_caller_whose_number_cannot_be_read_is_served_all_the_same(log, told):
    log.arrives("c1", caller=told)
    assert log.call("c1").caller == told[:64]


# -- with a call: R9 to R14 ------------------------------------------------------------------------


def test_r09_a_call_on_hold_stays_the_agents_and_the_caller_hears_music(talking):
    talking.ordered()
    assert talking.happens(i.HoldCall("ann", "c1")) == [e.CallHeld("c1", "ann", talking.now)]
    assert talking.ordered() == [x.PlayMusic("c1", "hold"), x.ReleaseAgent("c1", "ann")]
    assert (talking.call("c1").state, talking.call("c1").agent) == (CallState.HELD, "ann")
    assert talking.document("agent/ann")["gate"] == "on_call"


@pytest.mark.parametrize("held", [False, True])
def test_r09_hanging_up_ends_the_callers_visit(talking, held):
    if held:
        talking.happens(i.HoldCall("ann", "c1"))
    talking.ordered()
    assert talking.happens(i.HangUpCall("ann", "c1")) == [
        e.CallEnded("c1", Outcome.COMPLETED, "ann", None, talking.now)
    ]
    assert talking.ordered() == [x.HangUp("c1")]
    assert "c1" not in talking.desk.calls
    assert talking.document("agent/ann")["gate"] is None


def test_r09_putting_down_the_phone_is_hanging_up(talking):
    assert talking.happens(i.PhoneHungUp("ann", "c1")) == [
        e.CallEnded("c1", Outcome.COMPLETED, "ann", None, talking.now)
    ]


@pytest.mark.parametrize("written", ["103", "tel:103"])
def test_r10_a_call_sent_to_a_colleagues_number_rings_his_phone(talking, written):
    talking.ordered()
    talking.happens(i.TransferCall("ann", "c1", written))
    assert talking.ordered() == [
        x.PlayMusic("c1", "transfer"),
        x.ReleaseAgent("c1", "ann"),
        x.RingAgent("c1", "cy", "phone-cy", CALLER, "Virtanen Oy"),
        x.SetTimer("ring:c1", talking.now + 25),
    ]
    assert talking.document("call/c1")["transfer"] == {
        "by": "ann", "by_name": "Anni Aalto", "target": "103", "label": "Cyril Ceder",
    }  # fmt: skip
    assert talking.document("agent/cy")["call"] == "c1"


def test_r10_the_sender_is_free_at_once(talking):
    talking.happens(i.TransferCall("ann", "c1", "103"))
    assert talking.document("agent/ann")["gate"] is None
    assert talking.arrives("c2")[1:] == [offer(talking, "c2", "ann")]


def test_r10_the_colleague_who_answers_has_the_call(talking):
    talking.happens(i.TransferCall("ann", "c1", "103"), i.PhoneAnswered("cy", "c1"))
    assert (talking.call("c1").state, talking.call("c1").agent) == (CallState.CONNECTED, "cy")
    assert talking.document("call/c1")["handled_by"] == ["Anni Aalto", "Cyril Ceder"]
    assert talking.document("call/c1")["transfer"] is None


def test_r10_a_held_call_can_be_transferred_too(talking):
    talking.happens(i.HoldCall("ann", "c1"), i.TransferCall("ann", "c1", "103"))
    assert talking.call("c1").state is CallState.TRANSFERRING


@pytest.mark.parametrize("target", ["Tuki", "  tuki ", "09 9245 1002", "+358 9 9245 1002"])
def test_r11_a_call_goes_to_another_queue_by_its_name_or_its_number(talking, target):
    talking.later(60)
    talking.ordered()
    assert talking.happens(i.TransferCall("ann", "c1", target)) == [
        e.CallMoved("c1", "ann", "support", head=False, at=talking.now),
        offer(talking, "c1", "ann"),
    ]
    assert talking.ordered()[:2] == [x.PlayMusic("c1", "queue"), x.ReleaseAgent("c1", "ann")]


def test_r11_in_the_other_queue_it_waits_behind_the_others_with_a_new_wait_clock(log):
    log.on_duty("bo")
    log.arrives("s1", "support")
    log.connected("c1", "bo")
    log.later(60)
    log.happens(i.TransferCall("bo", "c1", "Tuki"))
    assert list(log.desk.boards["support"].line) == ["s1", "c1"]
    assert log.call("c1").queued_at == log.now
    assert log.figures("sales")["calls"] == 0
    log.happens(i.CallerHungUp("s1"))
    assert log.figures("support")["oldest"] == log.now


def test_r12_a_queue_that_is_not_listed_is_in_the_directory_for_everybody_and_takes_transfers(talking):
    entries = [Entry(q.queue, q.name, (q.number,), queue=q.queue) for q in (SALES, SUPPORT, NIGHT)]
    found, _ = Directory(entries).find("yöp")
    assert [entry.queue for entry in found] == ["night"]
    talking.happens(i.TransferCall("ann", "c1", found[0].name))
    assert talking.call("c1").queue == "night"


def test_r13_a_call_goes_to_any_number_typed(talking):
    talking.ordered()
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE))
    assert talking.ordered()[2:] == [
        x.DialTarget("c1", "+358497654321", CALLER, "Virtanen Oy"),
        x.SetTimer("ring:c1", talking.now + 25),
    ]
    talking.later(10)
    assert talking.happens(i.TargetAnswered("c1")) == [
        e.CallEnded("c1", Outcome.TRANSFERRED, None, None, talking.now)
    ]
    assert talking.ordered() == [], "the line is the target's now: the desk leaves it alone"


@pytest.mark.parametrize("target", ["", "040-ABC-DEFG", "0" * 10_000, "+358" + "4" * 20, "\u0661\u0662"])
def test_r13_a_number_that_cannot_be_dialled_is_refused_and_the_call_stays(talking, target):
    assert talking.refused(i.TransferCall("ann", "c1", target)) == "bad_number"
    assert talking.call("c1").state is CallState.CONNECTED


def test_r13_the_panel_may_say_whose_number_it_is(talking):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE, " Huolto Oy " + "x" * 99))
    label = ("Huolto Oy " + "x" * 99)[:80]
    assert talking.document("call/c1")["transfer"]["label"] == label
    talking.later(25)
    assert talking.call("c1").returned.label == label


def test_r13_a_colleague_is_called_by_the_name_that_the_desk_knows(talking):
    talking.happens(i.TransferCall("ann", "c1", "103", "Joku muu"))
    assert talking.document("call/c1")["transfer"]["label"] == "Cyril Ceder"


def test_r14_a_call_taken_off_hold_is_offered_like_a_new_one(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.later(45)
    talking.ordered()
    assert talking.happens(i.UnholdCall("ann", "c1")) == [offer(talking, "c1", "ann")]
    assert talking.ordered() == [
        x.RingAgent("c1", "ann", "phone-ann", CALLER, "Virtanen Oy"),
        x.SetTimer("ring:c1", talking.now + 20),
    ]
    assert talking.figures("sales")["oldest"] == talking.now
    assert talking.happens(i.PhoneAnswered("ann", "c1")) == [e.CallConnected("c1", "ann", talking.now)]


def test_r14_a_call_taken_off_hold_that_nobody_answers_goes_to_the_head_of_its_queue(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.arrives("c2")
    talking.happens(i.UnholdCall("ann", "c1"))
    talking.later(20)
    assert list(talking.desk.boards["sales"].line) == ["c1", "c2"]
    assert talking.document("agent/ann")["gate"] == "set_aside"


# -- a transfer that fails: R15 --------------------------------------------------------------------


def test_r15_a_target_that_does_not_answer_returns_the_call_to_the_head_of_its_queue(talking):
    talking.arrives("c2")
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", OUTSIDE))
    talking.ordered()
    assert talking.later(25) == [
        e.CallReturned("c1", "sales", "ann", "+358497654321", "", None, Failure.NO_ANSWER, talking.now)
    ]
    assert talking.ordered() == [x.ReleaseTarget("c1"), x.PlayMusic("c1", "queue")]
    assert list(talking.desk.boards["sales"].line) == ["c1", "c2"]
    assert talking.figures("sales")["length"] == 2


@pytest.mark.parametrize("reason", list(Failure))
@pytest.mark.parametrize("target", [OUTSIDE, "103"])
def test_r15_a_returned_call_tells_who_sent_it_to_whom_and_why_it_came_back(talking, target, reason):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", target))
    talking.later(7)
    if target == OUTSIDE:
        talking.happens(i.TargetFailed("c1", reason))
        sent_to, label = "+358497654321", ""
    else:
        talking.happens(i.PhoneFailed("cy", "c1", reason))
        sent_to, label = "103", "Cyril Ceder"
    assert talking.call("c1").returned == Returned("ann", sent_to, label, reason, talking.now)
    assert talking.document("call/c1")["returned"] == {
        "by": "ann", "by_name": "Anni Aalto", "target": sent_to, "label": label,
        "reason": reason, "at": talking.now,
    }  # fmt: skip
    assert talking.call("c1").queued_at == talking.now, "the wait clock starts anew"


def test_r15_a_colleague_who_does_not_take_a_transfer_is_not_set_aside(talking):
    talking.happens(i.TransferCall("ann", "c1", "103"))
    talking.later(25)
    assert talking.agent("cy").set_aside is None
    assert talking.document("agent/cy")["call"] is None


def test_r15_the_mark_stays_while_the_call_is_offered_and_answered(talking):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE))
    talking.later(25)
    assert talking.call("c1").state is CallState.OFFERED
    assert talking.call("c1").returned
    talking.happens(i.PhoneAnswered("ann", "c1"))
    assert talking.call("c1").returned
    talking.happens(i.HoldCall("ann", "c1"))
    assert talking.call("c1").returned


@pytest.mark.parametrize("target", [OUTSIDE, "103", "Tuki"])
def test_r15_the_mark_goes_when_the_call_is_sent_on(talking, target):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE), i.TargetFailed("c1", "busy"))
    talking.happens(i.PhoneAnswered("ann", "c1"), i.TransferCall("ann", "c1", target))
    assert talking.call("c1").returned is None


def test_r15_after_a_restart_the_mark_is_still_there(talking):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE), i.TargetFailed("c1", "busy"))
    talking.happens(i.OpenDesk())
    assert talking.document("call/c1")["returned"]["reason"] == "busy"


# -- offers: ring time, missed, declined -----------------------------------------------------------


def test_an_agent_who_misses_an_offer_is_set_aside_and_told_for_which_call(log):
    log.on_duty("ann")
    log.arrives("c1", "support")
    assert log.later(19.9) == []
    log.ordered()
    log.later(0.1)
    assert log.journal[-1] == e.OfferFailed("c1", "ann", Failure.NO_ANSWER, None, log.now)
    assert log.ordered() == [x.ReleaseAgent("c1", "ann"), x.PlayMusic("c1", "queue")]
    assert log.agent("ann").set_aside == Missed("c1", "support", CALLER, log.now)
    assert log.document("agent/ann")["set_aside"] == {
        "queue": "support", "queue_name": "Tuki", "caller": CALLER, "at": log.now,
    }  # fmt: skip
    assert log.document("agent/ann")["gate"] == "set_aside"


def test_the_caller_of_a_missed_offer_is_at_the_head_and_offered_to_another(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    log.later(20)
    assert log.journal[-1] == offer(log, "c1", "bo")


def test_the_caller_of_a_missed_offer_waits_before_those_who_came_later(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.arrives("c2")
    log.later(20)
    assert list(log.desk.boards["sales"].line) == ["c1", "c2"]


def test_an_agent_set_aside_gets_no_call_until_he_comes_back(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.later(20)
    assert log.arrives("c2")[1:] == []
    assert log.later(3600) == []
    assert log.happens(i.ComeBack("ann")) == [e.AgentCameBack("ann", log.now), offer(log, "c1", "ann")]


def test_an_agent_who_declines_is_not_asked_again_for_the_call_but_others_are(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    assert log.happens(i.PhoneFailed("ann", "c1", "declined")) == [
        e.OfferFailed("c1", "ann", "declined", log.now + 30, log.now),
        offer(log, "c1", "bo"),
    ]
    assert log.agent("ann").set_aside is None
    assert log.arrives("c2")[1:] == [offer(log, "c2", "ann")], "other calls do come"


def test_an_agent_who_declined_is_asked_again_after_half_a_minute(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.happens(i.PhoneFailed("ann", "c1", "busy"))
    assert log.later(29.9) == []
    assert log.later(0.1) == [e.RetryDue("c1", log.now), offer(log, "c1", "ann")]


def test_a_decline_in_between_does_not_hold_up_the_callers_behind(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.arrives("c2")
    assert log.happens(i.PhoneFailed("ann", "c1", "declined"))[1:] == [offer(log, "c2", "ann")]
    assert list(log.desk.boards["sales"].line) == ["c1"]


def test_putting_the_ringing_phone_down_declines(log):
    log.on_duty("ann")
    log.arrives("c1")
    assert log.happens(i.PhoneHungUp("ann", "c1")) == [
        e.OfferFailed("c1", "ann", Failure.DECLINED, log.now + 30, log.now)
    ]


def test_an_offer_that_fails_does_not_restart_the_wait_clock(log):
    log.on_duty("ann")
    arrived_at = log.now
    log.arrives("c1")
    log.later(20)
    assert log.call("c1").queued_at == arrived_at
    assert log.figures("sales")["oldest"] == arrived_at


def test_an_agent_who_goes_off_while_his_phone_rings_may_still_answer(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.happens(i.SetReceiving("ann", on=False), i.PhoneAnswered("ann", "c1"))
    assert log.call("c1").state is CallState.CONNECTED


# -- who gets the call -----------------------------------------------------------------------------


def test_the_longest_waiting_caller_is_offered_first(log):
    log.happens(*(i.CallerArrived(c, SALES.number, "") for c in ("c1", "c2")), every_s=5)
    log.happens(i.SetMembership("ann", "sales", on=True))
    assert log.happens(i.SetReceiving("ann", on=True))[1].call == "c1"


def test_of_equally_skilled_agents_the_longest_free_gets_the_call(log):
    log.on_duty("bo", "ann")
    assert log.arrives("c1")[1].agent == "bo"
    log.happens(i.PhoneAnswered("bo", "c1"))
    log.later(5)
    log.happens(i.CallerHungUp("c1"))
    assert log.arrives("c2")[1].agent == "ann", "Bo has been free for a moment only"


def test_the_more_skilled_goes_before_the_longer_free():
    log = CallLog(SALES, dataclasses.replace(ANN, skills={"sales": 1}),
                  dataclasses.replace(BO, skills={"sales": 5}))  # fmt: skip
    log.on_duty("ann")
    log.later(3600)
    log.on_duty("bo")
    assert log.arrives("c1")[1].agent == "bo"


def test_joining_one_more_queue_does_not_cost_an_agent_his_place(log):
    log.happens(i.SetMembership("ann", "sales", on=True), i.SetReceiving("ann", on=True))
    log.later(1)
    log.on_duty("bo")
    log.happens(i.SetMembership("ann", "support", on=True))
    assert log.arrives("c1")[1].agent == "ann"


def test_a_new_skill_changes_the_order_at_once(log):
    log.on_duty("ann", "bo")
    log.happens(dataclasses.replace(BO, skills={"sales": 9, "night": 1}))
    assert log.arrives("c1")[1].agent == "bo"


def test_an_agent_of_two_queues_gets_the_caller_who_came_first(log):
    log.arrives("c1", "support")
    log.later(5)
    log.arrives("c2", "sales")
    log.happens(*(i.SetMembership("ann", queue, on=True) for queue in ("sales", "support")))
    assert log.happens(i.SetReceiving("ann", on=True))[1].call == "c1"


def test_an_agent_who_may_no_longer_work_keeps_his_call_and_gets_no_other(talking):
    talking.arrives("c2")
    talking.happens(dataclasses.replace(ANN, skills={}))
    assert talking.call("c1").agent == "ann"
    assert talking.happens(i.HangUpCall("ann", "c1"))[1:] == []
    assert talking.document("agent/ann")["gate"] == "no_queue"
    assert talking.figures("sales")["active"] == 0


# -- wrap-up ---------------------------------------------------------------------------------------


def test_after_a_call_the_agent_has_the_queues_wrap_up_time(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.HangUpCall("ann", "c1"))
    assert log.document("agent/ann")["wrap_up_until"] == log.now + 15
    assert log.arrives("c2", "support")[1:] == []
    assert log.document("agent/ann")["gate"] == "wrap_up"
    assert log.later(14.9) == []
    assert log.later(0.1) == [e.WrapUpEnded("ann", log.now), offer(log, "c2", "ann")]


def test_the_agent_may_end_his_wrap_up_early(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.CallerHungUp("c1"))
    assert log.happens(i.EndWrapUp("ann")) == [e.WrapUpEnded("ann", log.now)]
    assert log.later(60) == [], "the timer of the wrap-up that has ended says nothing"


def test_the_timer_of_an_earlier_wrap_up_does_not_end_a_later_one(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.CallerHungUp("c1"), i.EndWrapUp("ann"))
    log.later(5)
    log.connected("c2", "ann", "support")
    log.happens(i.CallerHungUp("c2"))
    assert log.later(14.9) == [], "the first timer rang in between"
    assert log.later(0.1) == [e.WrapUpEnded("ann", log.now)]


def test_a_queue_without_wrap_up_time_leaves_the_agent_free(talking):
    talking.happens(i.CallerHungUp("c1"))
    assert talking.document("agent/ann")["gate"] is None


def test_a_caller_who_leaves_while_the_phone_rings_costs_no_wrap_up(log):
    log.on_duty("ann")
    log.arrives("c1", "support")
    log.happens(i.CallerHungUp("c1"))
    assert log.document("agent/ann")["gate"] is None


def test_a_transfer_that_rings_a_wrapping_agent_does_not_take_his_wrap_up_away(log):
    log.on_duty("cy")
    log.connected("c1", "cy", "support")
    log.happens(i.HangUpCall("cy", "c1"))
    until = log.agent("cy").wrap_up_until
    log.on_duty("ann")
    log.connected("c2", "ann")
    log.happens(i.TransferCall("ann", "c2", "103"), i.CallerHungUp("c2"))
    assert log.agent("cy").wrap_up_until == until


# -- arriving and leaving --------------------------------------------------------------------------


def test_a_caller_to_a_closed_queue_is_turned_away(log):
    log.happens(i.SetQueueOpen("cy", "sales", open=False))
    log.ordered()
    assert log.arrives("c1") == [e.CallTurnedAway("c1", "+358992451001", CALLER, Outcome.CLOSED, log.now)]
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
    [event] = log.happens(i.CallerArrived("c1", dialled, "049 123 4567"))
    assert (event.outcome, event.caller) == (Outcome.NO_QUEUE, CALLER)


def test_a_call_that_is_known_does_not_arrive_twice(log):
    log.arrives("c1")
    assert log.arrives("c1", "support") == []


@pytest.mark.parametrize("answered", [False, True])
def test_a_caller_who_leaves_before_anybody_answered_has_abandoned(log, answered):
    log.on_duty("ann")
    log.arrives("c1")
    if answered:
        log.happens(i.PhoneAnswered("ann", "c1"))
    [event] = log.happens(i.CallerHungUp("c1"))
    assert event.outcome == (Outcome.COMPLETED if answered else Outcome.ABANDONED)
    assert event.agent == ("ann" if answered else None)


@pytest.mark.parametrize("target", [OUTSIDE, "103", "Tuki"])
def test_a_caller_who_leaves_during_a_transfer_frees_everybody(talking, target):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", target))
    assert talking.happens(i.CallerHungUp("c1")) == [
        e.CallEnded("c1", Outcome.COMPLETED, None, None, talking.now)
    ]
    assert talking.agent("ann").call is None
    assert talking.agent("cy").call is None
    assert talking.later(60) == []


STALE = [
    i.CallerHungUp("gone"),
    i.PhoneAnswered("ann", "gone"),
    i.PhoneFailed("ann", "gone", "busy"),
    i.PhoneHungUp("ann", "gone"),
    i.TargetAnswered("gone"),
    i.TargetFailed("gone", "busy"),
    i.PhoneReachable("nobody", on=True),
    i.PhoneReachable("ann", on=True),
    i.PhoneAnswered("bo", "c1"),
    i.PhoneAnswered("ann", "c1"),
    i.PhoneFailed("ann", "c1", "busy"),
    i.PhoneHungUp("bo", "c1"),
    i.TargetAnswered("c1"),
    i.TargetFailed("c1", "busy"),
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


def test_a_word_about_the_target_of_a_transfer_to_a_colleague_is_ignored(talking):
    talking.happens(i.TransferCall("ann", "c1", "103"))
    assert talking.happens(i.TargetAnswered("c1"), i.TargetFailed("c1", "busy")) == []


# -- refusals: each leaves everything as it was ----------------------------------------------------

BAD = "c" * 300
REFUSALS = [
    ("unknown_agent", i.SetReceiving("nobody", on=True)),
    ("unknown_agent", i.SetMembership("nobody", "sales", on=True)),
    ("unknown_agent", i.SetAvailability("nobody", "busy")),
    ("unknown_agent", i.SetQueueOpen("nobody", "sales", open=False)),
    ("unknown_agent", i.HangUpCall("nobody", "c1")),
    ("unknown_agent", i.ComeBack("nobody")),
    ("unknown_agent", i.EndWrapUp("nobody")),
    ("unknown_queue", i.SetMembership("ann", "nowhere", on=True)),
    ("unknown_queue", i.SetQueueOpen("cy", "nowhere", open=True)),
    ("unknown_call", i.HoldCall("ann", "gone")),
    ("unknown_call", i.UnholdCall("ann", "gone")),
    ("unknown_call", i.HangUpCall("ann", "gone")),
    ("unknown_call", i.TransferCall("ann", "gone", "103")),
    ("not_yours", i.SetMembership("cy", "sales", on=True)),
    ("not_yours", i.SetQueueOpen("ann", "sales", open=False)),
    ("not_yours", i.HoldCall("bo", "c1")),
    ("not_yours", i.UnholdCall("bo", "c1")),
    ("not_yours", i.HangUpCall("bo", "c1")),
    ("not_yours", i.TransferCall("bo", "c1", "103")),
    ("wrong_state", i.UnholdCall("ann", "c1")),
    ("bad_number", i.TransferCall("ann", "c1", "Ei sellaista jonoa")),
    ("bad_number", i.TransferCall("ann", "c1", BAD)),
    ("target_self", i.TransferCall("ann", "c1", "101")),
    ("bad_args", i.SetAvailability("ann", "asleep")),
    ("bad_args", i.SetAvailability("ann", "busy", "n" * 201)),
    ("bad_args", i.SetAvailability("ann", "busy", "", 999.0)),
    ("bad_args", i.SetAvailability("ann", "busy", "", 1e12)),
    ("bad_args", i.SetAvailability("ann", "busy", "", 10**400)),
    ("bad_args", i.SetAvailability("ann", "busy", "", float("inf"))),
    ("bad_args", i.SetAvailability("ann", "busy", "", float("nan"))),
    ("not_set_aside", i.ComeBack("ann")),
    ("not_in_wrap_up", i.EndWrapUp("ann")),
]


@pytest.mark.parametrize(("code", "what"), REFUSALS, ids=[f"{c}-{w!r:.60}" for c, w in REFUSALS])
def test_what_cannot_be_done_is_refused_with_its_code(talking, code, what):
    assert talking.refused(what) == code


@pytest.mark.parametrize("what", [i.HoldCall, i.UnholdCall, i.HangUpCall])
def test_a_call_that_only_rings_can_be_neither_held_nor_hung_up(log, what):
    log.on_duty("ann")
    log.arrives("c1")
    assert log.refused(what("ann", "c1")) == "wrong_state"
    assert log.refused(i.TransferCall("ann", "c1", "103")) == "wrong_state"


def test_a_call_that_was_sent_on_is_not_the_senders_any_more(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", "103"))
    assert talking.refused(i.HangUpCall("ann", "c1")) == "not_yours"
    assert talking.refused(i.HangUpCall("cy", "c1")) == "not_yours"


def test_a_transfer_to_a_colleague_with_a_call_is_refused_and_the_call_stays(talking):
    talking.on_duty("bo")
    talking.connected("c2", "bo")
    assert talking.refused(i.TransferCall("ann", "c1", "102")) == "target_busy"


def test_a_transfer_to_a_phone_that_cannot_be_reached_is_refused_and_the_call_stays(talking):
    talking.happens(i.PhoneReachable("cy", on=False))
    assert talking.refused(i.TransferCall("ann", "c1", "103")) == "target_unreachable"


def test_a_transfer_to_a_closed_queue_is_refused_and_the_call_stays(talking):
    talking.happens(i.SetQueueOpen("cy", "support", open=False))
    assert talking.refused(i.TransferCall("ann", "c1", "Tuki")) == "queue_closed"
    assert talking.refused(i.TransferCall("ann", "c1", SUPPORT.number)) == "queue_closed"


def test_a_call_is_not_taken_off_hold_to_a_phone_that_cannot_be_reached(talking):
    talking.happens(i.HoldCall("ann", "c1"), i.PhoneReachable("ann", on=False))
    assert talking.refused(i.UnholdCall("ann", "c1")) == "target_unreachable"


# -- settings --------------------------------------------------------------------------------------


def test_the_same_settings_again_change_nothing(log):
    assert log.happens(SALES, SUPPORT, NIGHT, ANN, BO, CY) == []


SETTINGS_REFUSED = [
    ("number_taken", dataclasses.replace(SALES, number=SUPPORT.number)),
    ("number_taken", dataclasses.replace(SALES, number=ANN.number)),
    ("number_taken", dataclasses.replace(ANN, number=BO.number)),
    ("number_taken", dataclasses.replace(ANN, number=SALES.number)),
    ("name_taken", dataclasses.replace(SALES, name="TUKI")),
    ("bad_number", dataclasses.replace(SALES, number="0800-MYYNTI")),
    ("bad_number", dataclasses.replace(ANN, number="")),
    ("bad_args", dataclasses.replace(SALES, strategy="by_lot")),
    ("unknown_queue", dataclasses.replace(ANN, skills={"nowhere": 1})),
]


@pytest.mark.parametrize(("code", "what"), SETTINGS_REFUSED, ids=lambda p: str(p)[:40])
def test_settings_that_contradict_each_other_are_refused(log, code, what):
    assert log.refused(what) == code


def test_a_queue_with_a_new_number_and_name_is_found_by_these_only(talking):
    talking.happens(dataclasses.replace(SUPPORT, number="09 9245 1009", name="Neuvonta"))
    assert talking.refused(i.TransferCall("ann", "c1", "Tuki")) == "bad_number"
    [event] = talking.happens(i.CallerArrived("c2", SUPPORT.number, ""))
    assert event.outcome == Outcome.NO_QUEUE
    talking.happens(i.TransferCall("ann", "c1", "neuvonta"))
    assert talking.call("c1").queue == "support"


def test_a_new_name_of_a_queue_reaches_the_documents_that_show_it(talking):
    talking.desk.touched.clear()
    talking.happens(dataclasses.replace(SALES, name="Kauppa"))
    assert {"queue/sales", "agent/ann", "agent/bo", "call/c1"} <= talking.desk.touched.keys()


def test_a_new_name_of_an_agent_reaches_the_documents_that_show_it(talking):
    talking.desk.touched.clear()
    talking.happens(dataclasses.replace(ANN, name="Anni Ahonen"))
    assert {"agent/ann", "call/c1"} <= talking.desk.touched.keys()


def test_an_agent_with_a_new_number_is_rung_by_it_only(talking):
    talking.happens(dataclasses.replace(CY, number="113"))
    talking.happens(i.TransferCall("ann", "c1", "113"))
    assert talking.agent("cy").call == "c1"
    assert "103" not in talking.desk.agent_by_number


def test_opening_the_desk_makes_every_document_new(talking):
    talking.desk.touched.clear()
    assert talking.happens(i.OpenDesk()) == [e.DeskOpened(talking.now)]
    assert set(talking.desk.touched) == {
        "queue/sales", "queue/support", "queue/night", "agent/ann", "agent/bo", "agent/cy", "call/c1",
        "log/ann", "log/bo", "log/cy",
    }  # fmt: skip


# -- after a lost connection to the PBX ------------------------------------------------------------


def line(call: str = "c1", **legs: object) -> i.Line:
    return i.Line(call, SALES.number, "049 123 4567", "Virtanen Oy", **legs)


def test_a_caller_whom_the_pbx_no_longer_has_is_lost(talking):
    assert talking.happens(i.PbxSynced(())) == [e.CallEnded("c1", Outcome.LOST, "ann", None, talking.now)]


def test_a_conversation_that_goes_on_goes_on(talking):
    talking.ordered()
    assert talking.happens(i.PbxSynced((line(agent="ann", agent_up=True),))) == []
    assert talking.ordered() == [x.ConnectAgent("c1", "ann")]


@pytest.mark.parametrize("legs", [{}, {"agent": "ann"}, {"agent": "bo", "agent_up": True}], ids=str)
def test_a_caller_whose_agents_phone_is_gone_goes_back_to_the_head_of_the_queue(talking, legs):
    talking.happens(i.SetReceiving("ann", on=False))
    talking.arrives("c2")
    events = talking.happens(i.PbxSynced((line(**legs), line("c2"))))
    assert events == [e.CallMoved("c1", "ann", "sales", head=True, at=talking.now)]
    assert list(talking.desk.boards["sales"].line) == ["c1", "c2"]
    assert talking.call("c1").returned is None


def test_a_caller_whom_the_desk_does_not_know_arrives(log):
    log.on_duty("ann")
    assert log.happens(i.PbxSynced((line(),))) == [
        e.CallArrived("c1", "sales", CALLER, "Virtanen Oy", "+358992451001", log.now),
        offer(log, "c1", "ann"),
    ]


def test_a_caller_who_was_handed_over_does_not_arrive_again(log):
    assert log.happens(i.PbxSynced((line(handed_over=True),))) == []


def test_a_phone_answered_meanwhile_is_connected(log):
    log.on_duty("ann")
    log.arrives("c1")
    assert log.happens(i.PbxSynced((line(agent="ann", agent_up=True),))) == [
        e.CallConnected("c1", "ann", log.now)
    ]


def test_a_phone_that_should_ring_is_rung_again(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.ordered()
    assert log.happens(i.PbxSynced((line(),))) == []
    assert log.ordered() == [
        x.PlayMusic("c1", "queue"),
        x.RingAgent("c1", "ann", "phone-ann", CALLER, "Virtanen Oy"),
    ]


def test_a_target_who_answered_meanwhile_has_the_call(talking):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE))
    assert talking.happens(i.PbxSynced((line(handed_over=True),))) == [
        e.CallEnded("c1", Outcome.TRANSFERRED, None, None, talking.now)
    ]


def test_a_target_who_answered_meanwhile_has_the_call_even_if_its_time_was_up_here(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", OUTSIDE))
    talking.later(25)
    assert talking.call("c1").returned
    assert talking.happens(i.PbxSynced((line(handed_over=True),))) == [
        e.CallEnded("c1", Outcome.TRANSFERRED, None, None, talking.now)
    ]


def test_a_target_is_dialled_again(talking):
    talking.happens(i.TransferCall("ann", "c1", OUTSIDE))
    talking.ordered()
    assert talking.happens(i.PbxSynced((line(),))) == []
    assert talking.ordered() == [
        x.PlayMusic("c1", "transfer"),
        x.DialTarget("c1", "+358497654321", CALLER, "Virtanen Oy"),
    ]


def test_a_phone_that_still_rings_for_a_call_that_went_on_without_it_is_released(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.later(20)  # the order to stop ringing never reached the PBX
    log.ordered()
    log.happens(i.PbxSynced((line(agent="ann"),)))
    assert x.ReleaseAgent("c1", "ann") in log.ordered()


def test_a_phone_still_in_the_hand_of_an_agent_who_held_the_call_is_released(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.ordered()
    talking.happens(i.PbxSynced((line(agent="ann", agent_up=True),)))
    assert x.ReleaseAgent("c1", "ann") in talking.ordered()


def test_a_target_that_still_rings_for_a_call_that_came_back_is_released(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall("ann", "c1", OUTSIDE))
    talking.later(25)
    talking.ordered()
    talking.happens(i.PbxSynced((line(target=True),)))
    assert x.ReleaseTarget("c1") in talking.ordered()


# -- after a restart -------------------------------------------------------------------------------


def test_every_timer_that_matters_is_set_again(log):
    log.on_duty("cy", "ann", "bo")
    log.happens(i.SetAvailability("bo", "busy", until=log.now + 600))
    log.connected("c1", "cy", "support")
    log.happens(i.HangUpCall("cy", "c1"))
    log.arrives("c2")
    log.happens(i.PhoneFailed("ann", "c2", "declined"))
    log.arrives("c3")
    assert set(log.desk.timers()) == {
        x.SetTimer("availability:bo", log.agent("bo").until),
        x.SetTimer("wrap_up:cy", log.now + 15),
        x.SetTimer("retry:c2", log.now + 30),
        x.SetTimer("ring:c3", log.now + 20),
    }
