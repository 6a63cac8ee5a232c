"""After a lost connection to the PBX, and after a restart."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Outcome

from tests.lab.call_log import offer
from tests.lab.company import CALLER, OUTSIDE, SALES

# -- after a lost connection to the PBX ------------------------------------------------------------


def line(call: str = "c1", **legs: object) -> Line:
    return Line(call=call, dialled=SALES.number, caller="049 123 4567", caller_name="Virtanen Oy", **legs)


def test_a_caller_whom_the_pbx_no_longer_has_is_lost(talking):
    assert talking.happens(i.PbxSynced(())) == [
        e.CallEnded(call="c1", outcome=Outcome.LOST, agent="ann", wrap_up_until=None, at=talking.now)
    ]


def test_a_conversation_that_goes_on_goes_on(talking):
    talking.ordered()
    assert talking.happens(i.PbxSynced((line(legs=(Leg("ann", up=True),)),))) == []
    assert talking.ordered() == [x.Connect("c1", "ann")]


@pytest.mark.parametrize("legs", [(), (Leg("ann"),), (Leg("bo", up=True),)], ids=str)
def test_a_caller_whose_agents_phone_is_gone_goes_back_to_the_head_of_the_queue(talking, legs):
    talking.happens(i.SetReceiving("ann", on=False))
    talking.arrives("c2")
    events = talking.happens(i.PbxSynced((line(legs=legs), line("c2"))))
    assert events == [
        e.CallMoved(call="c1", agent="ann", queue="sales", head=True, at=talking.now, released="ann")
    ]
    assert list(talking.desk.boards["sales"].waiting) == ["c1", "c2"]
    assert talking.call("c1").returned is None


def test_a_caller_whom_the_desk_does_not_know_arrives(log):
    log.on_duty("ann")
    assert log.happens(i.PbxSynced((line(),))) == [
        e.CallArrived(
            call="c1",
            queue="sales",
            caller=CALLER,
            caller_name="Virtanen Oy",
            dialled="+358992451001",
            at=log.now,
        ),
        offer(log, "c1", "ann"),
    ]


def test_a_caller_who_was_handed_over_does_not_arrive_again(log):
    assert log.happens(i.PbxSynced((line(handed_over=True),))) == []


def test_a_phone_answered_meanwhile_is_connected(log):
    log.on_duty("ann")
    log.arrives("c1")
    assert log.happens(i.PbxSynced((line(legs=(Leg("ann", up=True),)),))) == [
        e.CallConnected("c1", "ann", log.now, "ann")
    ]


def test_a_phone_that_should_ring_is_rung_again(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.ordered()
    assert log.happens(i.PbxSynced((line(),))) == []
    assert log.ordered() == [
        x.PlayMusic("c1", "queue"),
        x.RingAgent(
            call="c1", ringing="ann", agent="ann", phone="phone-ann", caller=CALLER, caller_name="Virtanen Oy"
        ),
    ]


def test_a_target_who_answered_meanwhile_has_the_call(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    there = line(legs=(Leg("target", up=True),), handed_over=True)
    assert talking.happens(i.PbxSynced((there,))) == [
        e.CallEnded(call="c1", outcome=Outcome.TRANSFERRED, agent=None, wrap_up_until=None, at=talking.now)
    ]


def test_a_target_who_answered_meanwhile_has_the_call_even_if_its_time_was_up_here(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    assert talking.call("c1").returned
    assert talking.happens(i.PbxSynced((line(handed_over=True),))) == [
        e.CallEnded(call="c1", outcome=Outcome.TRANSFERRED, agent=None, wrap_up_until=None, at=talking.now)
    ]


def test_a_target_is_dialled_again(talking):
    talking.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.ordered()
    assert talking.happens(i.PbxSynced((line(),))) == []
    assert talking.ordered() == [
        x.PlayMusic("c1", "transfer"),
        x.DialTarget(
            call="c1", ringing="target", number="+358497654321", caller=CALLER, caller_name="Virtanen Oy"
        ),
    ]


def test_a_phone_that_still_rings_for_a_call_that_went_on_without_it_is_released(log):
    log.on_duty("ann")
    log.arrives("c1")
    log.later(20)  # the order to stop ringing never reached the PBX
    log.ordered()
    log.happens(i.PbxSynced((line(legs=(Leg("ann"),)),)))
    assert x.Release("c1", "ann") in log.ordered()


def test_a_phone_still_in_the_hand_of_an_agent_who_held_the_call_is_released(talking):
    talking.happens(i.HoldCall("ann", "c1"))
    talking.ordered()
    talking.happens(i.PbxSynced((line(legs=(Leg("ann", up=True),)),)))
    assert x.Release("c1", "ann") in talking.ordered()


def test_a_target_that_still_rings_for_a_call_that_came_back_is_released(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    talking.ordered()
    talking.happens(i.PbxSynced((line(legs=(Leg("target"),)),)))
    assert x.Release("c1", "target") in talking.ordered()


# -- who dialled while nobody listened -------------------------------------------------------------


def test_callers_who_dialled_during_an_outage_stand_in_the_order_in_which_they_dialled(log):
    log.arrives("c1")
    log.happens(i.PbxLost())
    log.later(60)
    log.happens(
        i.PbxSynced(
            (
                line("c4", waited_s=5),
                line("c2", waited_s=40),
                line("c1", waited_s=61),
                line("c3", waited_s=20),
            )
        )
    )
    assert list(log.desk.boards["sales"].waiting) == ["c1", "c2", "c3", "c4"]


def test_their_wait_is_counted_from_when_they_dialled(log):
    log.happens(i.PbxLost())
    log.later(60)
    log.happens(i.PbxSynced((line("c2", waited_s=40),)))
    assert log.call("c2").queued_at == log.now - 40
    assert log.document("call/c2")["arrived_at"] == log.now - 40
    assert log.figures("sales")["oldest"] == log.now - 40


def test_the_oldest_is_who_dialled_even_when_another_is_put_back(talking):
    talking.happens(i.SetReceiving("ann", on=False), i.PbxLost())
    talking.later(60)
    talking.happens(i.PbxSynced((line("c1"), line("c2", waited_s=40))))
    assert list(talking.desk.boards["sales"].waiting) == ["c1", "c2"]
    assert talking.figures("sales")["oldest"] == talking.now - 40


def test_a_caller_who_is_let_in_late_stands_before_those_who_dialled_later(log):
    log.arrives("c1")
    log.later(60)
    log.arrives("c3")
    log.happens(i.CallerArrived(call="c2", dialled=SALES.number, caller="049 123 4567", waited_s=30))
    assert list(log.desk.boards["sales"].waiting) == ["c1", "c2", "c3"]
    assert list(log.desk.boards["sales"].wait_clocks) == ["c1", "c2", "c3"]


def test_nobody_passes_a_call_that_came_back(talking):
    talking.later(60)
    talking.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    talking.later(25)
    talking.happens(i.CallerArrived(call="c2", dialled=SALES.number, caller="049 123 4567", waited_s=100))
    assert list(talking.desk.boards["sales"].waiting) == ["c1", "c2"]


def test_a_wait_that_cannot_be_is_a_day_at_most(log):
    log.happens(i.PbxSynced((line("c2", waited_s=1e9), line("c3", waited_s=-5))))
    assert (log.call("c2").queued_at, log.call("c3").queued_at) == (log.now - 86_400, log.now)


# -- a desk from a backup --------------------------------------------------------------------------


def talk(call: str = "c9", agent: str = "ann") -> Line:
    return line(call, legs=(Leg("r77", up=True, agent=agent),))


def test_a_talk_that_is_younger_than_the_backup_goes_on_and_is_its_agents(log):
    log.on_duty("ann")
    log.ordered()
    log.happens(i.PbxSynced((talk(),)))
    assert (log.call("c9").state, log.call("c9").agent) == ("connected", "ann")
    assert log.document("agent/ann")["gate"] == "on_call"
    assert x.Release("c9", "r77") not in log.effects
    orders = log.ordered()
    assert x.Connect("c9", "r77") in orders
    assert x.PlayMusic("c9", "queue") not in orders, "they talk"
    log.happens(i.PhoneHungUp("c9", "r77"))
    assert "c9" not in log.desk.calls


def test_it_goes_on_when_its_queue_was_closed_in_the_backup(log):
    log.happens(i.SetQueueOpen("", "sales", open=False), i.PbxSynced((talk(),)))
    assert log.call("c9").agent == "ann"


def test_it_goes_on_when_the_backup_has_its_agent_in_a_call_that_is_over(talking):
    talking.happens(i.PbxSynced((talk(),)))
    assert talking.agent("ann").call == "c9"
    assert "c1" not in talking.desk.calls


def test_a_phone_of_somebody_whom_the_desk_does_not_know_is_let_go_of_and_the_caller_waits(log):
    log.happens(i.PbxSynced((talk(agent="somebody"),)))
    assert x.Release("c9", "r77") in log.ordered()
    assert list(log.desk.boards["sales"].waiting) == ["c9"]


def test_nobody_is_taken_to_talk_twice(log):
    log.happens(i.PbxSynced((talk("c8"), talk("c9"))))
    assert (log.call("c8").agent, log.call("c9").agent) == ("ann", None)


# -- after a restart -------------------------------------------------------------------------------


def test_every_timer_that_matters_is_set_again(log):
    log.on_duty("cy", "ann", "bo")
    log.happens(i.SetAvailability("bo", "busy", until=log.now + 600))
    log.connected("c1", "cy", "support")
    log.happens(i.HangUpCall("cy", "c1"))
    log.arrives("c2")
    log.happens(i.PhoneFailed("c2", "ann", "declined"))
    log.arrives("c3")
    assert set(log.desk.timers()) == {
        x.SetTimer("availability:bo", log.agent("bo").until),
        x.SetTimer("wrap_up:cy", log.now + 15),
        x.SetTimer("retry:c2:ann", log.now + 30),
        x.SetTimer("ring:c3", log.now + 20),
    }
