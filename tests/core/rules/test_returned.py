"""A transfer that fails comes back with its story: R15."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.model import Failure, Returned
from benedesk.core.states import CallState

from tests.lab.company import OUTSIDE


def test_r15_a_target_that_does_not_answer_returns_the_call_to_the_head_of_its_queue(talking):
    talking.arrives("c2")
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.ordered()
    assert talking.later(25) == [
        e.CallReturned(
            call="c1",
            queue="sales",
            by="ann",
            target="+358497654321",
            label="",
            target_agent=None,
            reason=Failure.NO_ANSWER,
            at=talking.now,
            released="target",
        )
    ]
    assert talking.ordered() == [x.Release("c1", "target"), x.PlayMusic("c1", "queue")]
    assert list(talking.desk.boards["sales"].waiting) == ["c1", "c2"]
    assert talking.figures("sales")["length"] == 2


@pytest.mark.parametrize("reason", list(Failure))
@pytest.mark.parametrize("target", [OUTSIDE, "103"])
def test_r15_a_returned_call_tells_who_sent_it_to_whom_and_why_it_came_back(talking, target, reason):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=target))
    talking.later(7)
    if target == OUTSIDE:
        talking.happens(i.TargetFailed("c1", "target", reason))
        sent_to, label = "+358497654321", ""
    else:
        talking.happens(i.PhoneFailed("c1", "cy", reason))
        sent_to, label = "103", "Cyril Ceder"
    assert talking.call("c1").returned == Returned(
        by="ann",
        target=sent_to,
        label=label,
        reason=reason,
        at=talking.now,
        ringing=talking.journal[-1].released,
    )
    assert talking.document("call/c1")["returned"] == {
        "by": "ann",
        "by_name": "Anni Aalto",
        "target": sent_to,
        "label": label,
        "reason": reason,
        "at": talking.now,
    }
    assert talking.call("c1").queued_at == talking.now, "the wait clock starts anew"


def test_r15_a_colleague_who_does_not_take_a_transfer_is_not_set_aside(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target="103"))
    talking.later(25)
    assert talking.agent("cy").set_aside is None
    assert talking.document("agent/cy")["call"] is None


def test_r15_the_mark_stays_while_the_call_is_offered_and_answered(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    assert talking.call("c1").state is CallState.OFFERED
    assert talking.call("c1").returned
    talking.happens(i.PhoneAnswered("c1", "ann"))
    assert talking.call("c1").returned
    talking.happens(i.HoldCall("ann", "c1"))
    assert talking.call("c1").returned


@pytest.mark.parametrize("target", [OUTSIDE, "103", "Tuki"])
def test_r15_the_mark_goes_when_the_call_is_sent_on(talking, target):
    talking.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    talking.happens(i.PhoneAnswered("c1", "ann"), i.TransferCall(agent="ann", call="c1", target=target))
    assert talking.call("c1").returned is None


def test_r15_after_a_restart_the_mark_is_still_there(talking):
    talking.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    talking.happens(i.OpenDesk())
    assert talking.document("call/c1")["returned"]["reason"] == "busy"
