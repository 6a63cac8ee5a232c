"""Every ringing has a name, so that an answer says what it answers (faults B5, B6)."""

from __future__ import annotations

from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.model import Outcome
from benedesk.core.states import CallState

from tests.lab.company import OUTSIDE


def test_no_two_ringings_have_the_same_name(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    log.arrives("c2")
    log.happens(i.PhoneFailed("c1", "ann", "declined"))
    log.later(60)
    names = [event.ringing for event in log.journal if isinstance(event, e.CallOffered)]
    assert len(names) == len({*names}) == 3


def test_the_phone_of_a_talk_keeps_the_name_under_which_it_rang(log):
    log.on_duty("ann")
    log.arrives("c1")
    rang = log.call("c1").ringing
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert log.call("c1").ringing == rang
    log.happens(i.HoldCall("ann", "c1"))
    assert log.call("c1").ringing == ""


def test_a_phone_lifted_for_an_offer_that_is_over_is_let_go_of_and_connects_nobody(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    log.later(20)  # and now bo's phone rings
    log.ordered()
    [late, *_] = log.happens(i.PhoneAnswered("c1", "ann"))
    assert late == e.AnsweredTooLate("c1", "ann", "ann", log.now)
    assert x.Release("c1", "ann") in log.ordered()
    assert (log.call("c1").state, log.call("c1").agent) == (CallState.OFFERED, "bo")


def test_whoever_answers_a_moment_too_late_is_at_their_phone_and_not_set_aside(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    log.later(20)
    assert log.agent("ann").set_aside
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert log.agent("ann").set_aside is None
    assert log.document("agent/ann")["gate"] is None


def test_with_nobody_else_there_the_late_one_is_rung_again_at_once(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.later(20)
    [_, again] = log.happens(i.PhoneAnswered("c1", "ann"))
    assert (again.call, again.agent) == ("c1", "ann")
    assert again.ringing == "ann"


def test_an_answer_to_the_last_ringing_is_not_taken_for_one_to_this(log):
    log.on_duty("ann")
    log.arrives("c1")
    first = log.call("c1").ringing
    log.happens(i.PhoneFailed("c1", "ann", "busy"))
    log.later(30)
    assert log.call("c1").state is CallState.OFFERED
    log.happens(i.PhoneAnswered("c1", first))
    assert log.call("c1").state is CallState.OFFERED, "it is the second ringing that nobody has answered"
    log.happens(i.PhoneFailed("c1", first, "declined"), i.PhoneHungUp("c1", first))
    assert log.call("c1").state is CallState.OFFERED


def test_a_target_who_talks_wins_over_their_time_being_up(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    assert talking.call("c1").returned
    [ended] = talking.happens(i.TargetAnswered("c1", "target"))
    assert ended.outcome == Outcome.TRANSFERRED


def test_a_target_who_talks_wins_over_the_colleague_whose_phone_rings_meanwhile(talking):
    talking.on_duty("bo")
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    assert talking.call("c1").agent == "bo"
    talking.ordered()
    talking.happens(i.TargetAnswered("c1", "target"))
    assert talking.ordered() == [x.Release("c1", "bo")], "and the caller is not hung up"
    assert talking.agent("bo").call is None


def test_a_target_of_an_earlier_transfer_has_nothing_to_say(talking):
    talking.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    first = talking.call("c1").returned.ringing
    talking.happens(i.PhoneAnswered("c1", "ann"), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    assert talking.happens(i.TargetAnswered("c1", first)) == []
    assert talking.call("c1").state is CallState.TRANSFERRING
