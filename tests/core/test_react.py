"""What each event orders, and what is ordered again after a lost connection to the PBX."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.events import EVENTS
from benedesk.core.lines import Leg, Line
from benedesk.core.react import leftover_orders, react, standing_orders
from benedesk.core.states import CallState

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE

AT = 1000.0
RING = x.RingAgent(
    call="c", ringing="bo", agent="bo", phone="phone-bo", caller="+358491234567", caller_name="Virtanen"
)
ORDERS: list[tuple[e.Event, list[x.Effect]]] = [
    (
        e.CallArrived(call="c", queue="sales", caller="", caller_name="", dialled="", at=AT),
        [x.PlayMusic("c", "queue")],
    ),
    (e.CallTurnedAway(call="c", dialled="", caller="", outcome="closed", at=AT), [x.HangUp("c")]),
    (
        e.CallOffered(
            call="c",
            agent="bo",
            phone="phone-bo",
            caller="+358491234567",
            caller_name="Virtanen",
            until=AT + 20,
            at=AT,
            ringing="bo",
        ),
        [RING, x.SetTimer("ring:c", AT + 20)],
    ),
    (
        e.OfferFailed(call="c", agent="bo", reason="no_answer", retry_at=None, at=AT, released="bo"),
        [x.Release("c", "bo"), x.PlayMusic("c", "queue")],
    ),
    (
        e.OfferFailed(call="c", agent="bo", reason="busy", retry_at=AT + 30, at=AT, released="bo"),
        [x.Release("c", "bo"), x.PlayMusic("c", "queue"), x.SetTimer("retry:c:bo", AT + 30)],
    ),
    (e.CallConnected("c", "bo", AT, "bo"), [x.Connect("c", "bo")]),
    (e.CallHeld("c", "bo", AT, "bo"), [x.PlayMusic("c", "hold"), x.Release("c", "bo")]),
    (
        e.CallMoved(call="c", agent="bo", queue="sales", head=False, at=AT, released="bo"),
        [x.PlayMusic("c", "queue"), x.Release("c", "bo")],
    ),
    (
        e.TransferStarted(
            call="c",
            by="ann",
            target="102",
            label="Bo",
            target_agent="bo",
            phone="phone-bo",
            caller="+358491234567",
            caller_name="Virtanen",
            until=AT + 25,
            at=AT,
            ringing="bo",
            released="ann",
        ),
        [x.PlayMusic("c", "transfer"), x.Release("c", "ann"), RING, x.SetTimer("ring:c", AT + 25)],
    ),
    (
        e.TransferStarted(
            call="c",
            by="ann",
            target="112",
            label="",
            target_agent=None,
            phone="",
            caller="",
            caller_name="",
            until=AT + 25,
            at=AT,
            ringing="target",
            released="ann",
        ),
        [
            x.PlayMusic("c", "transfer"),
            x.Release("c", "ann"),
            x.DialTarget(call="c", ringing="target", number="112", caller="", caller_name=""),
            x.SetTimer("ring:c", AT + 25),
        ],
    ),
    (
        e.CallReturned(
            call="c",
            queue="sales",
            by="ann",
            target="102",
            label="Bo",
            target_agent="bo",
            reason="busy",
            at=AT,
            released="bo",
        ),
        [x.Release("c", "bo"), x.PlayMusic("c", "queue")],
    ),
    (
        e.CallReturned(
            call="c",
            queue="sales",
            by="ann",
            target="112",
            label="",
            target_agent=None,
            reason="busy",
            at=AT,
            released="target",
        ),
        [x.Release("c", "target"), x.PlayMusic("c", "queue")],
    ),
    (
        e.CallPlaced(
            call="c",
            agent="bo",
            queue="sales",
            number=OUTSIDE,
            label="",
            phone="phone-bo",
            shown="0992451001",
            until=AT + 60,
            at=AT,
            ringing="bo",
        ),
        [
            x.CallOut(
                call="c", ringing="bo", agent="bo", phone="phone-bo", number=OUTSIDE, shown="0992451001"
            ),
            x.SetTimer("ring:c", AT + 60),
        ],
    ),
    (e.AnsweredTooLate("c", "bo", None, AT), [x.Release("c", "bo")]),
    (e.CallNoted("bo", "c", "call back", AT), []),
    (e.CallEnded(call="c", outcome="completed", agent="bo", wrap_up_until=None, at=AT), [x.HangUp("c")]),
    (
        e.CallEnded(call="c", outcome="transferred", agent=None, wrap_up_until=None, at=AT, released="bo"),
        [x.Release("c", "bo")],
    ),
    (
        e.CallEnded(call="c", outcome="completed", agent="bo", wrap_up_until=AT + 9, at=AT),
        [x.HangUp("c"), x.SetTimer("wrap_up:bo", AT + 9)],
    ),
    (e.CallEnded(call="c", outcome="transferred", agent=None, wrap_up_until=None, at=AT), []),
    (
        e.AvailabilitySet(agent="bo", availability="busy", note="", until=AT + 60, at=AT),
        [x.SetTimer("availability:bo", AT + 60)],
    ),
    (e.AvailabilitySet(agent="bo", availability="busy", note="", until=None, at=AT), []),
    (e.DeskOpened(AT), []),
    (e.PbxWentAway(AT), []),
    (e.PbxCameBack(AT), []),
    (e.RingRestarted("c", AT + 20, AT), [x.SetTimer("ring:c", AT + 20)]),
    (
        e.QueueDefined(
            queue="sales",
            name="",
            number="",
            ring_s=20,
            transfer_ring_s=20,
            wrap_up_s=0,
            listed=True,
            strategy="default",
        ),
        [],
    ),
    (e.QueueOpenSet("sales", False, "", AT), []),
    (e.AgentDefined(agent="bo", name="", number="", phone="", skills={}, supervisor=False, at=AT), []),
    (e.ReceivingSet("bo", True, AT), []),
    (e.MembershipSet("bo", "sales", True, AT), []),
    (e.ReachableSet("bo", True, AT), []),
    (e.AgentCameBack("bo", AT), []),
    (e.WrapUpEnded("bo", AT), []),
    (e.RetryDue("c", AT), []),
]


@pytest.mark.parametrize(("event", "orders"), ORDERS, ids=lambda p: type(p).__name__)
def test_an_event_orders_this(event, orders):
    assert list(react(event)) == orders


def test_every_event_is_in_the_list_above():
    assert {type(event) for event, _ in ORDERS} == set(EVENTS.values())


# -- orders given again ----------------------------------------------------------------------------

CALLER = {"caller": "+358491234567", "caller_name": "Virtanen Oy"}


@pytest.fixture
def log() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    log.arrives("c")
    return log


def standing(log: CallLog) -> list[x.PbxOrder]:
    return [log.named(order) for order in standing_orders(log.desk, log.call("c"))]


def test_a_caller_who_waits_hears_music(log):
    log.later(20)
    assert standing(log) == [x.PlayMusic("c", "queue")]


def test_a_phone_rings_and_the_caller_hears_music(log):
    assert standing(log) == [
        x.PlayMusic("c", "queue"),
        x.RingAgent(call="c", ringing="ann", agent="ann", phone="phone-ann", **CALLER),
    ]


def test_a_conversation_is_joined(log):
    log.happens(i.PhoneAnswered("c", "ann"))
    assert standing(log) == [x.Connect("c", "ann")]


def test_a_held_caller_hears_hold_music(log):
    log.happens(i.PhoneAnswered("c", "ann"), i.HoldCall("ann", "c"))
    assert standing(log) == [x.PlayMusic("c", "hold")]


def test_a_colleagues_phone_rings_and_the_caller_hears_the_transfer(log):
    log.happens(i.PhoneAnswered("c", "ann"), i.TransferCall(agent="ann", call="c", target="102"))
    assert standing(log) == [
        x.PlayMusic("c", "transfer"),
        x.RingAgent(call="c", ringing="bo", agent="bo", phone="phone-bo", **CALLER),
    ]


def test_a_target_outside_is_dialled_and_the_caller_hears_the_transfer(log):
    log.happens(i.PhoneAnswered("c", "ann"), i.TransferCall(agent="ann", call="c", target=OUTSIDE))
    assert standing(log) == [
        x.PlayMusic("c", "transfer"),
        x.DialTarget(call="c", ringing="target", number="+358497654321", **CALLER),
    ]


def test_nothing_is_ordered_for_a_call_that_has_ended(log):
    call = log.call("c")
    call.state = CallState.ENDED
    assert standing_orders(log.desk, call) == ()


# -- what the PBX should let go --------------------------------------------------------------------


def leftover(log: CallLog, *legs: Leg, call: str = "c") -> list[x.PbxOrder]:
    line = Line(call=call, dialled="", caller="", legs=legs)
    return [log.named(order) for order in leftover_orders(log.desk, log.meant_line(line))]


def test_phones_that_belong_to_the_call_are_left_alone(log):
    assert leftover(log, Leg("ann")) == []
    log.happens(i.PhoneAnswered("c", "ann"))
    assert leftover(log, Leg("ann", up=True)) == []
    log.happens(i.TransferCall(agent="ann", call="c", target="102"))
    assert leftover(log, Leg("bo")) == []


def test_a_dialled_target_is_left_alone(log):
    log.happens(i.PhoneAnswered("c", "ann"), i.TransferCall(agent="ann", call="c", target=OUTSIDE))
    assert leftover(log, Leg("target")) == []
    assert leftover(log, Leg("ann"), Leg("target")) == [x.Release("c", "ann")]


def test_anybody_elses_phone_is_released(log):
    assert leftover(log, Leg("bo"), Leg("target")) == [x.Release("c", "bo"), x.Release("c", "target")]
    log.later(20)
    assert leftover(log, Leg("ann")) == [x.Release("c", "ann")]


def test_the_phone_of_an_agent_who_holds_the_call_is_released(log):
    log.happens(i.PhoneAnswered("c", "ann"), i.HoldCall("ann", "c"))
    assert leftover(log, Leg("ann", up=True)) == [x.Release("c", "ann")]


def test_the_phones_of_a_caller_whom_the_desk_does_not_know_are_released(log):
    assert leftover(log, Leg("bo", up=True), call="strange") == [x.Release("strange", "bo")]
