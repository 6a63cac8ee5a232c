"""What is fair, where the guide is silent: docs/design.md's table, by its numbers."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Failure
from benedesk.core.states import CallState

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE, SALES, SUPPORT


def rung(events: list[e.Event]) -> list[str]:
    """Whose phone begins to ring."""
    return [event.agent for event in events if isinstance(event, e.CallOffered)]


@pytest.fixture
def log() -> CallLog:
    return CallLog()


# -- C1: sent to one's own queue -------------------------------------------------------------------


def test_c1_whoever_sends_a_call_to_a_queue_of_their_own_is_not_asked_for_it_at_first(log):
    log.on_duty("ann")
    log.connected("c1", "ann")
    assert rung(log.happens(i.TransferCall(agent="ann", call="c1", target="Tuki"))) == []
    assert rung(log.later(29.9)) == []
    assert rung(log.later(0.1)) == ["ann"]


def test_c1_another_who_serves_that_queue_is_asked_at_once(log):
    log.on_duty("ann", "cy")
    log.connected("c1", "ann")
    assert rung(log.happens(i.TransferCall(agent="ann", call="c1", target="Tuki"))) == ["cy"]


def test_c1_a_call_that_joins_the_tail_does_not_overtake_who_waits_there(log):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.connected("c2", "bo")
    log.arrives("c3", "support")
    assert rung(log.happens(i.TransferCall(agent="ann", call="c1", target="Tuki"))) == ["ann"]
    assert log.call("c3").agent == "ann"


# -- C2, C3: who has said no -----------------------------------------------------------------------


@pytest.mark.parametrize("reason", [Failure.DECLINED, Failure.BUSY, Failure.UNREACHABLE])
def test_c2_a_colleague_who_did_not_take_a_transfer_is_not_asked_again_at_once(log, reason):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target="102"))
    assert rung(log.happens(i.PhoneFailed("c1", "bo", reason))) == ["ann"]


def test_c2_nor_one_who_let_it_ring(log):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target="102"), i.SetReceiving("ann", on=False))
    assert rung(log.later(25)) == []
    assert log.call("c1").returned
    assert rung(log.later(30)) == ["bo"]


def test_c3_a_later_no_does_not_put_off_who_said_no_earlier(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    assert rung(log.happens(i.PhoneFailed("c1", "ann", Failure.DECLINED))) == ["bo"]
    log.later(15)
    assert rung(log.happens(i.PhoneFailed("c1", "bo", Failure.DECLINED))) == []
    assert rung(log.later(14.9)) == []
    assert rung(log.later(0.1)) == ["ann"]


# -- C4: a held call whose agent works no more -----------------------------------------------------


def test_c4_the_held_call_of_an_agent_who_may_no_longer_work_goes_back_to_its_queue(log):
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(i.HoldCall("ann", "c1"))
    ann = i.DefineAgent(agent="ann", name="Anni Aalto", number="101", phone="phone-ann", skills={})
    log.happens(ann)
    assert log.call("c1").state is CallState.QUEUED
    assert log.agent("ann").call is None


def test_c4_a_talk_goes_on_to_its_end(log):
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(i.DefineAgent(agent="ann", name="Anni Aalto", number="101", phone="phone-ann", skills={}))
    assert log.call("c1").state is CallState.CONNECTED


# -- C5: off hold ----------------------------------------------------------------------------------


@pytest.fixture
def unheld(log: CallLog) -> CallLog:
    """Cy has talked for a minute, held, and their phone rings off hold."""
    log.on_duty("cy")
    log.connected("c1", "cy", "support")
    log.later(60)
    log.happens(i.HoldCall("cy", "c1"))
    log.later(20)
    log.happens(i.UnholdCall("cy", "c1"))
    return log


def diary_of_cy(log: CallLog) -> dict[str, object]:
    [entry] = log.document("diary/cy")["calls"]
    return dict(entry)


def test_c5_a_caller_who_hangs_up_while_it_rings_off_hold_has_talked(unheld):
    unheld.happens(i.CallerHungUp("c1"))
    assert unheld.agent("cy").wrap_up_until == unheld.now + 15
    assert (diary_of_cy(unheld)["result"], diary_of_cy(unheld)["ended_at"]) == ("taken", unheld.now)


@pytest.mark.parametrize("reason", [Failure.NO_ANSWER, Failure.DECLINED])
def test_c5_a_talk_does_not_become_missed(unheld, reason):
    unheld.happens(i.PhoneFailed("c1", "cy", reason))
    assert (diary_of_cy(unheld)["result"], diary_of_cy(unheld)["ended_at"]) == ("taken", unheld.now)


def test_c5_a_talk_that_goes_on_keeps_its_time_of_day(unheld):
    at = diary_of_cy(unheld)["at"]
    unheld.happens(i.PhoneAnswered("c1", "cy"))
    assert diary_of_cy(unheld)["at"] == at


# -- C6: after a cut -------------------------------------------------------------------------------


def line(call: str, **legs: object) -> Line:
    return Line(call=call, dialled=SALES.number, caller="049 123 4567", **legs)  # type: ignore[arg-type]


def test_c6_a_returned_call_that_is_put_back_keeps_its_mark(log):
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.happens(i.PhoneAnswered("c1", "ann"), i.SetReceiving("ann", on=False))
    log.happens(i.PbxSynced((line("c1"),)))
    assert log.call("c1").state is CallState.QUEUED
    assert log.call("c1").returned


def test_c6_calls_that_are_put_back_stand_in_the_order_in_which_they_came(log):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.connected("c2", "bo")
    log.happens(i.SetReceiving("ann", on=False), i.SetReceiving("bo", on=False))
    log.happens(i.PbxSynced((line("c2"), line("c1"))))
    assert list(log.desk.boards["sales"].waiting) == ["c1", "c2"]


# -- C8: small unfairnesses ------------------------------------------------------------------------


def test_c8_a_ring_that_the_caller_gave_up_does_not_cost_the_longest_free_their_place(log):
    log.on_duty("ann", "bo")
    log.arrives("c1")
    assert log.call("c1").agent == "ann"
    log.later(5)
    log.happens(i.CallerHungUp("c1"))
    assert rung(log.arrives("c2")) == ["ann"]


def test_c8_an_agent_who_dials_a_queue_from_their_own_phone_is_not_offered_their_own_call(log):
    log.on_duty("ann")
    assert rung(log.arrives("c1", caller="101")) == []
    assert rung(log.on_duty("bo")) == ["bo"]


@pytest.mark.parametrize("availability", ["do_not_disturb", "off_work", "busy"])
def test_c8_a_transfer_to_a_colleague_who_is_not_to_be_disturbed_is_asked_for_twice(log, availability):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.happens(i.SetAvailability("bo", availability, "kokous"))
    assert log.refused(i.TransferCall(agent="ann", call="c1", target="102")) == "target_unavailable"
    log.happens(i.TransferCall(agent="ann", call="c1", target="102", anyway=True))
    assert log.agent("bo").call == "c1"


def test_c8_whoever_has_a_call_is_not_rung_however_often_one_asks(log):
    log.on_duty("ann", "bo")
    log.connected("c1", "ann")
    log.connected("c2", "bo")
    assert log.refused(i.TransferCall(agent="ann", call="c1", target="102", anyway=True)) == "target_busy"


# -- C7: calling a colleague, or a queue -----------------------------------------------------------


def test_c7_a_colleague_who_is_called_has_a_call_until_it_ends(log):
    log.on_duty("bo")
    [placed] = log.happens(i.PlaceCall("ann", "102", "sales"))
    assert (placed.callee, placed.callee_phone, placed.label) == ("bo", "phone-bo", "Bo Berg")
    assert log.document("agent/bo")["gate"] == "on_call"
    body = log.document("agent/bo")
    assert (body["call"], body["on_call"]) == (None, True), "it is the colleague's call"
    assert not [event for event in log.arrives("c1") if isinstance(event, e.CallOffered)]
    log.happens(i.PhoneAnswered(placed.call, "ann"), i.TargetAnswered(placed.call, "ann"))
    assert log.document("agent/bo")["gate"] == "on_call"
    assert rung(log.happens(i.HangUpCall("ann", placed.call))) == ["bo"]


def test_c7_the_colleagues_own_phone_is_dialled_whatever_the_number_says(log):
    log.happens(i.PlaceCall("ann", "102", "sales"))
    order = next(order for order in log.ordered() if isinstance(order, x.CallOut))
    assert order.callee_phone == "phone-bo"


@pytest.mark.parametrize("code", ["target_busy", "target_unreachable"])
def test_c7_a_colleague_who_cannot_take_a_call_is_not_called(log, code):
    if code == "target_busy":
        log.on_duty("bo")
        log.arrives("c1")
    else:
        log.happens(i.PhoneReachable("bo", on=False))
    assert log.refused(i.PlaceCall("ann", "102", "sales")) == code


def test_c7_a_colleague_whose_number_is_an_emergency_number_somewhere_can_be_called(log):
    log.happens(i.DefineAgent(agent="di", name="Di", number="118", phone="phone-di", skills={"sales": 1}))
    [placed] = log.happens(i.PlaceCall("ann", "118", "sales"))
    assert placed.callee == "di"


@pytest.mark.parametrize("queue", [SALES.number, SUPPORT.number])
def test_c7_a_queue_is_not_called(log, queue):
    assert log.refused(i.PlaceCall("ann", queue, "sales")) == "target_queue"


def test_c7_a_colleague_who_was_called_stays_busy_when_the_call_is_sent_to_a_queue(log):
    log.on_duty("bo", "cy")
    [placed] = log.happens(i.PlaceCall("ann", "102", "sales"))
    log.happens(i.PhoneAnswered(placed.call, "ann"), i.TargetAnswered(placed.call, "ann"))
    log.happens(i.TransferCall(agent="ann", call=placed.call, target="Myynti"))
    assert log.call(placed.call).agent != "bo", "nobody is offered their own call"
    assert log.agent("bo").call == placed.call


def test_c7_a_colleague_whose_phone_only_rang_keeps_their_place_among_the_free(log):
    log.on_duty("bo", "ann")
    log.happens(i.SetReceiving("ann", on=False), i.PlaceCall("ann", "102", "sales"))
    log.later(10)
    log.happens(i.HangUpCall("ann", log.agent("ann").call))
    log.happens(i.SetReceiving("ann", on=True))
    assert rung(log.arrives("c1")) == ["bo"]


def test_c7_a_call_out_never_gets_the_name_of_one_that_the_pbx_still_has(log):
    taken = f"out-{log.desk.seq + 1 + 2}"  # by the time: an arrival and its answer come first
    log.happens(
        i.PbxSynced((Line(call=taken, dialled=SALES.number, caller="", legs=(Leg("r9", True, "bo"),)),))
    )
    assert taken in log.desk.calls
    [placed] = log.happens(i.PlaceCall("ann", OUTSIDE, "sales"))
    assert placed.call != taken
