"""Offers: how long a phone rings, and what missing and declining cost."""

from __future__ import annotations

from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.model import Failure, Missed
from benedesk.core.rules.rule import RETRY_S
from benedesk.core.states import CallState

from tests.lab.call_log import offer
from tests.lab.company import CALLER


def test_an_agent_who_misses_an_offer_is_set_aside_and_told_for_which_call(log):
    log.on_duty("ann")
    log.arrives("c1", "support")
    assert log.later(19.9) == []
    log.ordered()
    log.later(0.1)
    assert log.told[-1] == e.OfferFailed(
        call="c1", agent="ann", reason=Failure.NO_ANSWER, retry_at=None, at=log.now, released="ann"
    )
    assert log.ordered() == [x.Release("c1", "ann"), x.PlayMusic("c1", "queue")]
    assert log.agent("ann").set_aside == Missed(
        call="c1", queue="support", caller=CALLER, at=log.now, ringing=log.journal[-1].released
    )
    assert log.document("agent/ann")["set_aside"] == {
        "queue": "support",
        "queue_name": "Tuki",
        "caller": CALLER,
        "at": log.now,
    }
    assert log.document("agent/ann")["gate"] == "set_aside"


def test_the_caller_of_a_missed_offer_is_at_the_head_and_offered_to_another(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    log.later(20)
    assert log.told[-1] == offer(log, "c1", "bo")


def test_the_caller_of_a_missed_offer_waits_before_those_who_came_later(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.arrives("c2")
    log.later(20)
    assert list(log.desk.boards["sales"].waiting) == ["c1", "c2"]


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
    assert log.happens(i.PhoneFailed("c1", "ann", "declined")) == [
        e.OfferFailed(
            call="c1", agent="ann", reason="declined", retry_at=log.now + 30, at=log.now, released="ann"
        ),
        offer(log, "c1", "bo"),
    ]
    assert log.agent("ann").set_aside is None
    assert log.arrives("c2")[1:] == [offer(log, "c2", "ann")], "other calls do come"


def test_an_agent_who_declined_is_asked_again_after_half_a_minute(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.happens(i.PhoneFailed("c1", "ann", "busy"))
    assert log.later(29.9) == []
    assert log.later(0.1) == [e.RetryDue("c1", log.now, "ann"), offer(log, "c1", "ann")]


def test_a_decline_in_between_does_not_hold_up_the_callers_behind(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.arrives("c2")
    assert log.happens(i.PhoneFailed("c1", "ann", "declined"))[1:] == [offer(log, "c2", "ann")]
    assert list(log.desk.boards["sales"].waiting) == ["c1"]


def test_putting_the_ringing_phone_down_declines(log):
    log.on_duty("ann")
    log.arrives("c1")
    assert log.happens(i.PhoneHungUp("c1", "ann")) == [
        e.OfferFailed(
            call="c1", agent="ann", reason=Failure.DECLINED, retry_at=log.now + 30, at=log.now, released="ann"
        )
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
    log.happens(i.SetReceiving("ann", on=False), i.PhoneAnswered("c1", "ann"))
    assert log.call("c1").state is CallState.CONNECTED


# -- a call that was declined ----------------------------------------------------------------------


def declined(log) -> None:
    log.arrives("c1")
    log.happens(i.PhoneFailed("c1", "ann", "declined"))


def test_who_declined_sees_that_the_call_waits_and_when_it_rings_again(log):
    log.on_duty("ann")
    declined(log)
    told = log.document("agent/ann")["declined"]

    assert (told["call"], told["queue_name"], told["at"]) == ("c1", "Myynti", log.now + RETRY_S)


def test_the_declined_call_rings_at_once_when_it_is_asked_for(log):
    log.on_duty("ann")
    declined(log)
    log.happens(i.AskNow("ann", "c1"))

    assert log.agent("ann").call == "c1"
    assert log.document("agent/ann")["declined"] is None


def test_a_declined_call_that_has_gone_or_rings_for_another_is_not_asked_for(log):
    log.on_duty("ann")
    declined(log)
    log.desk.touched.clear()
    log.happens(i.CallerHungUp("c1"))

    assert "agent/ann" in log.desk.touched
    assert log.document("agent/ann")["declined"] is None
    assert log.refused(i.AskNow("ann", "c1")) == "unknown_call"
    declined(log)
    log.on_duty("bo")
    assert log.refused(i.AskNow("ann", "c1")) == "wrong_state"
    assert log.document("agent/ann")["declined"] is None
