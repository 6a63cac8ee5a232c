"""The orders that follow from what has happened."""

from __future__ import annotations

from . import effects as x
from . import events as e
from .desk import Desk
from .inputs import Line
from .model import Call, Outcome
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
                x.RingAgent(event.call, event.agent, event.phone, event.caller, event.caller_name),
                x.SetTimer(f"ring:{event.call}", event.until),
            )
        case e.OfferFailed():
            retry = (x.SetTimer(f"retry:{event.call}", event.retry_at),) if event.retry_at else ()
            return (x.ReleaseAgent(event.call, event.agent), x.PlayMusic(event.call, "queue"), *retry)
        case e.CallConnected():
            return (x.ConnectAgent(event.call, event.agent),)
        case e.CallHeld():
            return (x.PlayMusic(event.call, "hold"), x.ReleaseAgent(event.call, event.agent))
        case e.CallMoved():
            return (x.PlayMusic(event.call, "queue"), x.ReleaseAgent(event.call, event.agent))
        case e.TransferStarted():
            return _transfer_orders(event)
        case e.CallReturned():
            release = (
                x.ReleaseAgent(event.call, event.target_agent)
                if event.target_agent
                else x.ReleaseTarget(event.call)
            )
            return (release, x.PlayMusic(event.call, "queue"))
        case e.CallPlaced():
            return (
                x.PlaceCall(event.call, event.agent, event.phone, event.number, event.shown),
                x.SetTimer(f"ring:{event.call}", event.until),
            )
        case e.RingRestarted():
            return (x.SetTimer(f"ring:{event.call}", event.until),)
        case e.CallEnded():
            return _end_orders(event)
        case e.AvailabilitySet() if event.until is not None:
            return (x.SetTimer(f"availability:{event.agent}", event.until),)
        case _:
            return ()


def _transfer_orders(event: e.TransferStarted) -> tuple[x.Effect, ...]:
    ring: x.PbxOrder
    if event.target_agent:
        ring = x.RingAgent(event.call, event.target_agent, event.phone, event.caller, event.caller_name)
    else:
        ring = x.DialTarget(event.call, event.target, event.caller, event.caller_name)
    return (
        x.PlayMusic(event.call, "transfer"),
        x.ReleaseAgent(event.call, event.by),
        ring,
        x.SetTimer(f"ring:{event.call}", event.until),
    )


def _end_orders(event: e.CallEnded) -> tuple[x.Effect, ...]:
    orders: list[x.Effect] = []
    if event.outcome != Outcome.TRANSFERRED:  # handed over: the line is the target's now, and goes on
        orders.append(x.HangUp(event.call))
    if event.agent and event.wrap_up_until is not None:
        orders.append(x.SetTimer(f"wrap_up:{event.agent}", event.wrap_up_until))
    return tuple(orders)


def leftover_orders(desk: Desk, line: Line) -> tuple[x.PbxOrder, ...]:
    """At a resync: let go of the phones that the PBX still has on this line and the desk has not."""
    call = desk.calls.get(line.call)
    if line.placing:
        return () if call and call.state is CallState.DIALLING else (x.HangUp(line.call),)
    transfer = call.transfer if call else None
    rings_or_talks = transfer.agent if transfer else call.agent if call else None
    if call and call.state is CallState.HELD:
        rings_or_talks = None
    orders: list[x.PbxOrder] = []
    if line.agent and line.agent != rings_or_talks:
        orders.append(x.ReleaseAgent(line.call, line.agent))
    if line.target and not (transfer and transfer.agent is None):
        orders.append(x.ReleaseTarget(line.call))
    return tuple(orders)


def standing_orders(desk: Desk, call: Call) -> tuple[x.PbxOrder, ...]:
    """What the PBX should be doing for this call right now; given again after a resync."""
    match call.state:
        case CallState.QUEUED:
            return (x.PlayMusic(call.id, "queue"),)
        case CallState.OFFERED if call.agent:
            phone = desk.agents[call.agent].phone
            ring = x.RingAgent(call.id, call.agent, phone, call.caller, call.caller_name)
            return (x.PlayMusic(call.id, "queue"), ring)
        case CallState.CONNECTED if call.agent:
            return (x.ConnectAgent(call.id, call.agent),)
        case CallState.HELD:
            return (x.PlayMusic(call.id, "hold"),)
        case CallState.TRANSFERRING if call.transfer and call.transfer.agent:
            agent = desk.agents[call.transfer.agent]
            ring = x.RingAgent(call.id, agent.id, agent.phone, call.caller, call.caller_name)
            return (x.PlayMusic(call.id, "transfer"), ring)
        case CallState.TRANSFERRING if call.transfer:
            dial = x.DialTarget(call.id, call.transfer.target, call.caller, call.caller_name)
            return (x.PlayMusic(call.id, "transfer"), dial)
        case _:
            return ()
