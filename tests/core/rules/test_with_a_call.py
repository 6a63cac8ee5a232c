"""A call arrives, is held, hung up, sent on and taken off hold: R8 to R14."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.directory import Directory, Entry
from benedesk.core.model import Outcome
from benedesk.core.states import CallState

from tests.lab.call_log import offer
from tests.lab.company import CALLER, NIGHT, OUTSIDE, SALES, SUPPORT

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
    talking.happens(i.TransferCall(agent="ann", call="c1", target="Tuki"))
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
    assert talking.happens(i.HoldCall("ann", "c1")) == [e.CallHeld("c1", "ann", talking.now, "ann")]
    assert talking.ordered() == [x.PlayMusic("c1", "hold"), x.Release("c1", "ann")]
    assert (talking.call("c1").state, talking.call("c1").agent) == (CallState.HELD, "ann")
    assert talking.document("agent/ann")["gate"] == "on_call"


@pytest.mark.parametrize("held", [False, True])
def test_r09_hanging_up_ends_the_callers_visit(talking, held):
    if held:
        talking.happens(i.HoldCall("ann", "c1"))
    talking.ordered()
    assert talking.happens(i.HangUpCall("ann", "c1")) == [
        e.CallEnded(call="c1", outcome=Outcome.COMPLETED, agent="ann", wrap_up_until=None, at=talking.now)
    ]
    assert talking.ordered() == [x.HangUp("c1")]
    assert "c1" not in talking.desk.calls
    assert talking.document("agent/ann")["gate"] is None


def test_r09_putting_down_the_phone_is_hanging_up(talking):
    assert talking.happens(i.PhoneHungUp("c1", "ann")) == [
        e.CallEnded(call="c1", outcome=Outcome.COMPLETED, agent="ann", wrap_up_until=None, at=talking.now)
    ]


@pytest.mark.parametrize("written", ["103", "tel:103"])
def test_r10_a_call_sent_to_a_colleagues_number_rings_his_phone(talking, written):
    talking.ordered()
    talking.happens(i.TransferCall(agent="ann", call="c1", target=written))
    assert talking.ordered() == [
        x.PlayMusic("c1", "transfer"),
        x.Release("c1", "ann"),
        x.RingAgent(
            call="c1", ringing="cy", agent="cy", phone="phone-cy", caller=CALLER, caller_name="Virtanen Oy"
        ),
        x.SetTimer("ring:c1", talking.now + 25),
    ]
    assert talking.document("call/c1")["transfer"] == {
        "by": "ann", "by_name": "Anni Aalto", "target": "103", "label": "Cyril Ceder",
    }  # fmt: skip
    assert talking.document("agent/cy")["call"] == "c1"


def test_r10_the_sender_is_free_at_once(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target="103"))
    assert talking.document("agent/ann")["gate"] is None
    assert talking.arrives("c2")[1:] == [offer(talking, "c2", "ann")]


def test_r10_the_colleague_who_answers_has_the_call(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target="103"), i.PhoneAnswered("c1", "cy"))
    assert (talking.call("c1").state, talking.call("c1").agent) == (CallState.CONNECTED, "cy")
    assert talking.document("call/c1")["handled_by"] == ["Anni Aalto", "Cyril Ceder"]
    assert talking.document("call/c1")["transfer"] is None


def test_r10_a_held_call_can_be_transferred_too(talking):
    talking.happens(i.HoldCall("ann", "c1"), i.TransferCall(agent="ann", call="c1", target="103"))
    assert talking.call("c1").state is CallState.TRANSFERRING


@pytest.mark.parametrize("target", ["Tuki", "  tuki ", "09 9245 1002", "+358 9 9245 1002"])
def test_r11_a_call_goes_to_another_queue_by_its_name_or_its_number(talking, target):
    talking.later(60)
    talking.ordered()
    assert talking.happens(i.TransferCall(agent="ann", call="c1", target=target)) == [
        e.CallMoved(
            call="c1",
            agent="ann",
            queue="support",
            head=False,
            at=talking.now,
            retry_at=talking.now + 30,
            released="ann",
        )
    ]
    assert talking.ordered()[:2] == [x.PlayMusic("c1", "queue"), x.Release("c1", "ann")]


def test_r11_in_the_other_queue_it_waits_behind_the_others_with_a_new_wait_clock(log):
    log.on_duty("bo")
    log.arrives("s1", "support")
    log.connected("c1", "bo")
    log.later(60)
    log.happens(i.TransferCall(agent="bo", call="c1", target="Tuki"))
    assert list(log.desk.boards["support"].waiting) == ["s1", "c1"]
    assert log.call("c1").queued_at == log.now
    assert log.figures("sales")["calls"] == 0
    log.happens(i.CallerHungUp("s1"))
    assert log.figures("support")["oldest"] == log.now


def test_r12_a_queue_that_is_not_listed_is_in_the_directory_for_everybody_and_takes_transfers(talking):
    entries = [
        Entry(id=q.queue, name=q.name, numbers=(q.number,), queue=q.queue) for q in (SALES, SUPPORT, NIGHT)
    ]
    found, _ = Directory(entries).find("yöp")
    assert [entry.queue for entry in found] == ["night"]
    talking.happens(i.TransferCall(agent="ann", call="c1", target=found[0].name))
    assert talking.call("c1").queue == "night"


def test_r13_a_call_goes_to_any_number_typed(talking):
    talking.ordered()
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    assert talking.ordered()[2:] == [
        x.DialTarget(
            call="c1", ringing="target", number="+358497654321", caller=CALLER, caller_name="Virtanen Oy"
        ),
        x.SetTimer("ring:c1", talking.now + 25),
    ]
    talking.later(10)
    assert talking.happens(i.TargetAnswered("c1", "target")) == [
        e.CallEnded(call="c1", outcome=Outcome.TRANSFERRED, agent=None, wrap_up_until=None, at=talking.now)
    ]
    assert talking.ordered() == [], "the line is the target's now: the desk leaves it alone"


@pytest.mark.parametrize("target", ["", "040-ABC-DEFG", "0" * 10_000, "+358" + "4" * 20, "\u0661\u0662"])
def test_r13_a_number_that_cannot_be_dialled_is_refused_and_the_call_stays(talking, target):
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target=target)) == "bad_number"
    assert talking.call("c1").state is CallState.CONNECTED


def test_r13_the_panel_may_say_whose_number_it_is(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE, label=" Huolto Oy " + "x" * 99))
    label = ("Huolto Oy " + "x" * 99)[:80]
    assert talking.document("call/c1")["transfer"]["label"] == label
    talking.later(25)
    assert talking.call("c1").returned.label == label


def test_r13_a_colleague_is_called_by_the_name_that_the_desk_knows(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target="103", label="Joku muu"))
    assert talking.document("call/c1")["transfer"]["label"] == "Cyril Ceder"


def test_r14_a_call_taken_off_hold_is_offered_like_a_new_one(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.later(45)
    talking.ordered()
    assert talking.happens(i.UnholdCall("ann", "c1")) == [offer(talking, "c1", "ann")]
    assert talking.ordered() == [
        x.RingAgent(
            call="c1", ringing="ann", agent="ann", phone="phone-ann", caller=CALLER, caller_name="Virtanen Oy"
        ),
        x.SetTimer("ring:c1", talking.now + 20),
    ]
    assert talking.figures("sales")["oldest"] == talking.now
    assert talking.happens(i.PhoneAnswered("c1", "ann")) == [e.CallConnected("c1", "ann", talking.now, "ann")]


def test_r14_a_call_taken_off_hold_that_nobody_answers_goes_to_the_head_of_its_queue(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.arrives("c2")
    talking.happens(i.UnholdCall("ann", "c1"))
    talking.later(20)
    assert list(talking.desk.boards["sales"].waiting) == ["c1", "c2"]
    assert talking.document("agent/ann")["gate"] == "set_aside"
