"""Refusals: each leaves everything as it was."""

from __future__ import annotations

import pytest
from benedesk.core import inputs as i
from benedesk.core.states import CALL_GONE_CODES

from tests.lab.company import SUPPORT

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
    ("unknown_call", i.TransferCall(agent="ann", call="gone", target="103")),
    ("not_yours", i.SetMembership("cy", "sales", on=True)),
    ("not_yours", i.SetQueueOpen("ann", "sales", open=False)),
    ("not_yours", i.HoldCall("bo", "c1")),
    ("not_yours", i.UnholdCall("bo", "c1")),
    ("not_yours", i.HangUpCall("bo", "c1")),
    ("not_yours", i.TransferCall(agent="bo", call="c1", target="103")),
    ("wrong_state", i.UnholdCall("ann", "c1")),
    ("bad_number", i.TransferCall(agent="ann", call="c1", target="Ei sellaista jonoa")),
    ("bad_number", i.TransferCall(agent="ann", call="c1", target=BAD)),
    ("target_self", i.TransferCall(agent="ann", call="c1", target="101")),
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
    assert log.refused(i.TransferCall(agent="ann", call="c1", target="103")) == "wrong_state"


def test_a_call_that_was_sent_on_is_not_the_senders_any_more(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target="103"))
    assert talking.refused(i.HangUpCall("ann", "c1")) == "not_yours"
    assert talking.refused(i.HangUpCall("cy", "c1")) == "not_yours"


def test_a_transfer_to_a_colleague_with_a_call_is_refused_and_the_call_stays(talking):
    talking.on_duty("bo")
    talking.connected("c2", "bo")
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target="102")) == "target_busy"


def test_a_transfer_to_a_phone_that_cannot_be_reached_is_refused_and_the_call_stays(talking):
    talking.happens(i.PhoneReachable("cy", on=False))
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target="103")) == "target_unreachable"


def test_a_transfer_to_a_closed_queue_is_refused_and_the_call_stays(talking):
    talking.happens(i.SetQueueOpen("cy", "support", open=False))
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target="Tuki")) == "queue_closed"
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target=SUPPORT.number)) == "queue_closed"


def test_a_call_is_not_taken_off_hold_to_a_phone_that_cannot_be_reached(talking):
    talking.happens(i.HoldCall("ann", "c1"), i.PhoneReachable("ann", on=False))
    assert talking.refused(i.UnholdCall("ann", "c1")) == "target_unreachable"


def test_the_codes_of_a_call_that_has_gone_on_are_those_that_panels_are_told(talking):
    gone = [i.HoldCall("ann", "gone"), i.HoldCall("bo", "c1"), i.UnholdCall("ann", "c1")]
    assert {talking.refused(what) for what in gone} == {*CALL_GONE_CODES}
