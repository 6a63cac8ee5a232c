"""The orders that follow from what has happened."""

from __future__ import annotations

from typing import assert_never

from . import effects as x
from . import events as e
from . import timers
from .desk import Desk
from .lines import Leg, Line
from .model import AgentId, Call, Outcome
from .states import CallState


def react(event: e.Event) -> tuple[x.Effect, ...]:
    """What to order of the PBX and the clock, now that `event` is durable; in this order."""
    match event:
        case e.CallArrived():
            return (x.PlayMusic(event.call, "queue"),)
        case e.CallTurnedAway():
            return (x.HangUp(event.call),)
        case e.CallOffered():
            return (
                x.RingAgent(
                    call=event.call,
                    ringing=event.ringing,
                    agent=event.agent,
                    phone=event.phone,
                    caller=event.caller,
                    caller_name=event.caller_name,
                ),
                timers.ring(event.call, event.until),
            )
        case e.OfferFailed():
            release = x.Release(event.call, event.released)
            return (release, x.PlayMusic(event.call, "queue"), *_retry(event, event.agent))
        case e.AnsweredTooLate():
            return (x.Release(event.call, event.ringing),)
        case e.CallConnected():
            return (x.Connect(event.call, event.ringing),)
        case e.CallHeld():
            return (x.PlayMusic(event.call, "hold"), x.Release(event.call, event.released))
        case e.CallMoved():
            release = x.Release(event.call, event.released)
            return (x.PlayMusic(event.call, "queue"), release, *_retry(event, event.agent))
        case e.TransferStarted():
            return _transfer_orders(event)
        case e.CallReturned():
            return _return_orders(event)
        case e.CallPlaced():
            return (
                x.CallOut(
                    call=event.call,
                    ringing=event.ringing,
                    agent=event.agent,
                    phone=event.phone,
                    number=event.number,
                    shown=event.shown,
                    callee_phone=event.callee_phone,
                ),
                timers.ring(event.call, event.until),
            )
        case e.RingRestarted():
            return (timers.ring(event.call, event.until),)
        case e.CallEnded():
            return _end_orders(event)
        case e.AvailabilitySet():
            return (timers.availability(event.agent, event.until),) if event.until is not None else ()
        case (
            e.DeskOpened() | e.PbxWentAway() | e.PbxCameBack() | e.QueueDefined() | e.QueueOpenSet()
            | e.AgentDefined() | e.ReceivingSet() | e.MembershipSet() | e.ReachableSet() | e.AgentCameBack()
            | e.WrapUpEnded() | e.RetryDue() | e.CallNoted()
        ):  # fmt: skip
            return ()
        case _:
            assert_never(event)


def _retry(event: e.OfferFailed | e.CallMoved | e.CallReturned, agent: AgentId) -> tuple[x.Effect, ...]:
    return (timers.retry(event.call, agent, event.retry_at),) if event.retry_at is not None else ()


def _return_orders(event: e.CallReturned) -> tuple[x.Effect, ...]:
    again = _retry(event, event.target_agent) if event.target_agent else ()
    return (x.Release(event.call, event.released), x.PlayMusic(event.call, "queue"), *again)


def _transfer_orders(event: e.TransferStarted) -> tuple[x.Effect, ...]:
    ring: x.PbxOrder
    if event.target_agent:
        ring = x.RingAgent(
            call=event.call,
            ringing=event.ringing,
            agent=event.target_agent,
            phone=event.phone,
            caller=event.caller,
            caller_name=event.caller_name,
        )
    else:
        ring = x.DialTarget(
            call=event.call,
            ringing=event.ringing,
            number=event.target,
            caller=event.caller,
            caller_name=event.caller_name,
        )
    return (
        x.PlayMusic(event.call, "transfer"),
        x.Release(event.call, event.released),
        ring,
        timers.ring(event.call, event.until),
    )


def _end_orders(event: e.CallEnded) -> tuple[x.Effect, ...]:
    orders: list[x.Effect] = []
    if event.outcome != Outcome.TRANSFERRED:
        orders.append(x.HangUp(event.call))
    elif event.released:  # handed over: the line is the target's now, and goes on; another phone rang for it
        orders.append(x.Release(event.call, event.released))
    if event.agent and event.wrap_up_until is not None:
        orders.append(timers.wrap_up(event.agent, event.wrap_up_until))
    return tuple(orders)


def leftover_orders(desk: Desk, line: Line, kept: Leg | None = None) -> tuple[x.PbxOrder, ...]:
    """At a resync: let go of the phones that the PBX still has on this line and the desk has not.

    `kept` is of a talk that the desk adopts.
    """
    call = desk.calls.get(line.call)
    if line.call in desk.hung_up and not line.handed_over:
        return (x.HangUp(line.call),)  # ordered already, and not heard: what was promised is done now
    if line.placing:
        return () if call and call.state is CallState.DIALLING else (x.HangUp(line.call),)
    ringing = call.ringing if call else kept.ringing if kept else None
    legs = [leg for leg in line.legs if not (line.handed_over and leg.up)]  # who talks is not cut off
    return tuple(x.Release(line.call, leg.ringing) for leg in legs if leg.ringing != ringing)


def standing_orders(desk: Desk, call: Call) -> tuple[x.PbxOrder, ...]:
    """What the PBX should be doing for this call right now; given again after a resync."""
    match call.state:
        case CallState.QUEUED:
            return (x.PlayMusic(call.id, "queue"),)
        case CallState.OFFERED:
            assert call.agent
            return (x.PlayMusic(call.id, "queue"), _ring(desk, call, call.agent))
        case CallState.CONNECTED:
            assert call.agent
            return (x.Connect(call.id, call.ringing),)
        case CallState.HELD:
            return (x.PlayMusic(call.id, "hold"),)
        case CallState.TRANSFERRING:
            assert call.transfer
            ring: x.PbxOrder = (
                _ring(desk, call, call.transfer.agent)
                if call.transfer.agent
                else x.DialTarget(
                    call=call.id,
                    ringing=call.ringing,
                    number=call.transfer.target,
                    caller=call.caller,
                    caller_name=call.caller_name,
                )
            )
            return (x.PlayMusic(call.id, "transfer"), ring)
        case CallState.DIALLING:
            assert call.agent
            return (
                x.CallOut(
                    call=call.id,
                    ringing=call.ringing,
                    agent=call.agent,
                    phone=desk.agents[call.agent].phone,
                    number=call.caller,
                    shown=call.dialled,
                    callee_phone=desk.agents[call.callee].phone if call.callee else "",
                ),
            )
        case CallState.ENDED:
            return ()
        case _:
            assert_never(call.state)


def _ring(desk: Desk, call: Call, agent: AgentId) -> x.RingAgent:
    phone = desk.agents[agent].phone
    return x.RingAgent(
        call=call.id,
        ringing=call.ringing,
        agent=agent,
        phone=phone,
        caller=call.caller,
        caller_name=call.caller_name,
    )
