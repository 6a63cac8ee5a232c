"""An agent calls somebody: first their own phone rings, then the other's."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Outcome
from benedesk.core.states import CallState

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE, SALES

NUMBER = "+358497654321"


@pytest.fixture
def log() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    log.ordered()
    return log


def calls_out(log: CallLog, agent: str = "ann", **more: str) -> str:
    """The agent calls the number outside; the id of the call."""
    [event] = log.happens(i.PlaceCall(agent, OUTSIDE, **more))
    return event.call


def answered(log: CallLog) -> str:
    call = calls_out(log)
    log.happens(i.PhoneAnswered(call, "ann"), i.TargetAnswered(call, "target"))
    return call


def test_the_agents_phone_rings_first_and_the_queues_number_is_shown(log):
    [event] = log.happens(i.PlaceCall("ann", OUTSIDE, "support", "Huolto Oy"))
    assert event == e.CallPlaced(
        call=event.call,
        agent="ann",
        queue="support",
        number=NUMBER,
        label="Huolto Oy",
        phone="phone-ann",
        shown="+358992451002",
        until=log.now + 60,
        at=log.now,
        ringing="ann",
    )
    assert log.ordered() == [
        x.CallOut(
            call=event.call,
            ringing="ann",
            agent="ann",
            phone="phone-ann",
            number=NUMBER,
            shown="+358992451002",
        ),
        x.SetTimer(f"ring:{event.call}", log.now + 60),
    ]
    assert log.call(event.call).state is CallState.DIALLING


def test_a_call_out_is_the_agents_and_keeps_others_away(log):
    call = calls_out(log)
    body = log.document(f"call/{call}")
    assert (body["outgoing"], body["state"], body["agent"]) == (True, "dialling", "ann")
    assert (body["caller"], body["deadline"]) == (NUMBER, log.now + 60)
    assert log.document("agent/ann")["gate"] == "on_call"
    assert log.arrives("c1")[1:] == []


def test_without_a_queue_it_is_made_in_the_name_of_one_of_his(log):
    assert log.call(calls_out(log)).queue in ("sales", "support")
    assert log.call(calls_out(log, "cy")).queue == "support"


def test_it_counts_as_a_call_of_the_queue_and_never_as_one_that_waits(log):
    call = calls_out(log, queue="sales")
    assert (log.figures("sales")["calls"], log.figures("sales")["length"]) == (1, 0)
    log.happens(i.HangUpCall("ann", call))
    assert (log.figures("sales")["calls"], log.figures("sales")["length"]) == (0, 0)


def test_when_both_have_answered_it_is_a_call_like_any_other(log):
    call = calls_out(log)
    assert log.happens(i.PhoneAnswered(call, "ann")) == []
    log.ordered()
    assert log.happens(i.TargetAnswered(call, "target")) == [e.CallConnected(call, "ann", log.now, "ann")]
    assert log.ordered() == [x.Connect(call, "ann")]
    log.happens(i.HoldCall("ann", call), i.UnholdCall("ann", call), i.PhoneAnswered(call, "ann"))
    log.happens(i.TransferCall(agent="ann", call=call, target="Tuki"))
    assert log.call(call).queue == "support"


def test_it_has_the_queues_wrap_up_time(log):
    call = calls_out(log, queue="support")
    log.happens(i.PhoneAnswered(call, "ann"), i.TargetAnswered(call, "target"), i.PhoneHungUp(call, "ann"))
    assert log.agent("ann").wrap_up_until == log.now + 15


@pytest.mark.parametrize("reason", ["no_answer", "busy", "declined", "unreachable", "bad_number"])
def test_a_number_that_is_not_reached_ends_it_and_says_why(log, reason):
    call = calls_out(log)
    log.happens(i.PhoneAnswered(call, "ann"))
    log.ordered()
    assert log.happens(i.TargetFailed(call, "target", reason)) == [
        e.CallEnded(
            call=call, outcome=Outcome.NOT_REACHED, agent="ann", wrap_up_until=None, at=log.now, reason=reason
        )
    ]
    assert log.ordered() == [x.HangUp(call)]
    assert log.document("agent/ann")["gate"] is None


def test_his_own_phone_that_does_not_answer_ends_it_and_does_not_set_him_aside(log):
    call = calls_out(log)
    assert log.happens(i.PhoneFailed(call, "ann", "no_answer")) == [
        e.CallEnded(
            call=call,
            outcome=Outcome.NOT_REACHED,
            agent="ann",
            wrap_up_until=None,
            at=log.now,
            reason="no_answer",
        )
    ]
    assert log.agent("ann").set_aside is None


def test_it_is_given_up_after_a_minute(log):
    call = calls_out(log)
    log.later(59.9)
    assert call in log.desk.calls
    assert log.later(0.1) == [
        e.CallEnded(
            call=call,
            outcome=Outcome.NOT_REACHED,
            agent="ann",
            wrap_up_until=None,
            at=log.now,
            reason="no_answer",
        )
    ]


@pytest.mark.parametrize("pressed", [True, False])
def test_the_agent_may_give_it_up(log, pressed):
    call = calls_out(log)
    [event] = log.happens(i.HangUpCall("ann", call) if pressed else i.PhoneHungUp(call, "ann"))
    assert (event.outcome, event.agent) == (Outcome.NOT_REACHED, "ann")
    assert call not in log.desk.calls


def test_the_other_who_hangs_up_before_anybody_talked_was_not_reached(log):
    [event] = log.happens(i.CallerHungUp(calls_out(log)))
    assert event.outcome == Outcome.NOT_REACHED


def test_the_other_who_hangs_up_after_talking_completes_the_call(log):
    [event] = log.happens(i.CallerHungUp(answered(log)))
    assert event.outcome == Outcome.COMPLETED


def test_calling_out_during_wrap_up_does_not_take_the_wrap_up_away(log):
    log.connected("c1", "ann", "support")
    log.happens(i.HangUpCall("ann", "c1"))
    until = log.agent("ann").wrap_up_until
    log.happens(i.HangUpCall("ann", calls_out(log)))
    assert log.agent("ann").wrap_up_until == until
    assert log.document("agent/ann")["gate"] == "wrap_up"


def test_words_about_other_phones_do_not_matter(log):
    call = calls_out(log)
    assert log.happens(i.PhoneFailed(call, "bo", "busy"), i.PhoneHungUp(call, "bo")) == []


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("unknown_agent", i.PlaceCall("nobody", OUTSIDE)),
        ("bad_number", i.PlaceCall("ann", "")),
        ("bad_number", i.PlaceCall("ann", "Myynti")),
        ("bad_number", i.PlaceCall("ann", "4" * 10_000)),
        ("target_self", i.PlaceCall("ann", "101")),
        ("unknown_queue", i.PlaceCall("ann", OUTSIDE, "nowhere")),
        ("not_yours", i.PlaceCall("ann", OUTSIDE, "night")),
    ],
    ids=lambda p: repr(p)[:60],
)
def test_what_cannot_be_called_is_refused_with_its_code(log, code, what):
    assert log.refused(what) == code


def test_an_agent_with_a_call_places_no_other(log):
    log.connected("c1", "ann")
    assert log.refused(i.PlaceCall("ann", OUTSIDE)) == "wrong_state"


def test_an_agent_whose_phone_cannot_be_reached_calls_nobody(log):
    log.happens(i.PhoneReachable("ann", on=False))
    assert log.refused(i.PlaceCall("ann", OUTSIDE)) == "target_unreachable"


def test_a_call_that_is_being_dialled_can_be_neither_held_nor_transferred(log):
    call = calls_out(log)
    assert log.refused(i.HoldCall("ann", call)) == "wrong_state"
    assert log.refused(i.TransferCall(agent="ann", call=call, target="103")) == "wrong_state"


# -- after a lost connection to the PBX ------------------------------------------------------------


def test_a_call_that_nobody_has_answered_is_lost_with_the_connection(log):
    call = calls_out(log)
    [event] = log.happens(i.PbxSynced(()))
    assert (event.call, event.outcome, event.agent) == (call, Outcome.LOST, "ann")


def test_a_call_that_was_answered_meanwhile_is_connected(log):
    call = calls_out(log)
    line = Line(call=call, dialled=SALES.number, caller=NUMBER, legs=(Leg("ann", up=True),))
    assert log.happens(i.PbxSynced((line,))) == [e.CallConnected(call, "ann", log.now, "ann")]


def test_a_call_that_was_answered_when_the_agent_had_gone_is_lost(log):
    call = calls_out(log)
    [event] = log.happens(i.PbxSynced((Line(call=call, dialled=SALES.number, caller=NUMBER),)))
    assert (event.outcome, event.agent) == (Outcome.LOST, "ann")


def test_an_emergency_number_is_refused_at_once_and_the_call_stays(log):
    assert log.refused(i.PlaceCall("ann", "1-1-2")) == "emergency_number"
    call = answered(log)
    assert log.refused(i.TransferCall(agent="ann", call=call, target="112")) == "emergency_number"
    assert log.call(call).state is CallState.CONNECTED
