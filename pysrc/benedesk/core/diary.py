"""Each agent's own list of calls: what he took, missed and sent on, for the last day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import events as e
from .desk import Desk
from .model import Agent, Call, Failure, Logged, Result

KEPT_S = 24 * 3600.0
KEPT_CALLS = 100


def offer_failed(event: e.OfferFailed, desk: Desk) -> None:
    if event.reason == Failure.NO_ANSWER:
        _write(desk, event.agent, desk.calls[event.call], Result.MISSED, event.at)


def call_placed(event: e.CallPlaced, desk: Desk) -> None:
    _write(desk, event.agent, desk.calls[event.call], Result.NOT_REACHED, event.at)


def call_connected(event: e.CallConnected, desk: Desk) -> None:
    _write(desk, event.agent, desk.calls[event.call], Result.TAKEN, event.at)


def call_moved(event: e.CallMoved, desk: Desk) -> None:
    if not event.head:  # put back at the head was not his doing
        _sent(desk, event.agent, event.call, desk.queues[event.queue].name, event.at)


def transfer_started(event: e.TransferStarted, desk: Desk) -> None:
    _sent(desk, event.by, event.call, event.label or event.target, event.at)


def call_returned(event: e.CallReturned, desk: Desk) -> None:
    if logged := desk.agents[event.by].log.get(event.call):
        logged.result, logged.reason = Result.RETURNED, event.reason
        desk.touch(f"log/{event.by}")


def call_noted(event: e.CallNoted, desk: Desk) -> None:
    desk.agents[event.agent].log[event.call].note = event.text
    desk.touch(f"log/{event.agent}")


def call_ended(event: e.CallEnded, desk: Desk) -> None:
    if event.agent and (logged := desk.agents[event.agent].log.get(event.call)):
        logged.ended_at, logged.reason = event.at, event.reason or logged.reason
        desk.touch(f"log/{event.agent}")


def _write(desk: Desk, agent_id: str, call: Call, result: Result, at: float) -> None:
    """Put the call last in the list, with what is already known of it, and forget what is old."""
    agent = desk.agents[agent_id]
    known = agent.log.pop(call.id, None)
    agent.log[call.id] = Logged(
        call.id, call.queue, call.caller, call.caller_name, at, result, call.outgoing,
        note=known.note if known else "",
    )  # fmt: skip
    _forget(agent, at)
    desk.touch(f"log/{agent_id}")


def _sent(desk: Desk, agent_id: str, call: str, to: str, at: float) -> None:
    if logged := desk.agents[agent_id].log.get(call):
        logged.result, logged.to, logged.reason, logged.ended_at = Result.TRANSFERRED, to, "", at
        desk.touch(f"log/{agent_id}")


def _forget(agent: Agent, now: float) -> None:
    """What is too old, or too much; the call of now stays."""
    while (oldest := next(iter(agent.log.values()))).at <= now - KEPT_S or len(agent.log) > KEPT_CALLS:
        del agent.log[oldest.call]


ENTRIES: dict[type, Callable[[Any, Desk], None]] = {
    e.OfferFailed: offer_failed,
    e.CallPlaced: call_placed,
    e.CallConnected: call_connected,
    e.CallMoved: call_moved,
    e.TransferStarted: transfer_started,
    e.CallReturned: call_returned,
    e.CallNoted: call_noted,
    e.CallEnded: call_ended,
}
