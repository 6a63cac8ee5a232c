"""Each agent's own list of calls: what they took, missed and sent on, for the last day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import events as e
from . import topics
from .desk import Desk
from .limits import DIARY_S, TALLY_S
from .model import Agent, Call, DiaryEntry, DiaryResult, Failure, Tally

KEPT_CALLS = 100


def call_offered(event: e.CallOffered, desk: Desk) -> None:
    if not desk.calls[event.call].off_hold:
        tally = _tally(desk, event.agent, event.at)
        tally.idle_s = max(tally.idle_s, event.at - desk.agents[event.agent].free_since)


def offer_failed(event: e.OfferFailed, desk: Desk) -> None:
    known = desk.agents[event.agent].diary.get(event.call)
    if known and known.result is DiaryResult.TAKEN:  # off hold: a talk does not become missed
        _over(desk, event.agent, known, event.at)
    elif event.reason == Failure.NO_ANSWER:
        if known is None or known.result is not DiaryResult.RETURNED:  # that they had it says more
            _write(desk, event.agent, desk.calls[event.call], DiaryResult.MISSED, event.at)
        _tally(desk, event.agent, event.at).missed += 1


def call_placed(event: e.CallPlaced, desk: Desk) -> None:
    _write(desk, event.agent, desk.calls[event.call], DiaryResult.NOT_REACHED, event.at)


def call_connected(event: e.CallConnected, desk: Desk) -> None:
    known = desk.agents[event.agent].diary.get(event.call)
    if known is None or known.result is not DiaryResult.TAKEN or known.ended_at is not None:
        _write(desk, event.agent, desk.calls[event.call], DiaryResult.TAKEN, event.at)
        _tally(desk, event.agent, event.at).answered += not desk.calls[event.call].outgoing


def call_moved(event: e.CallMoved, desk: Desk) -> None:
    if not event.head:
        _sent(desk, event.agent, event.call, desk.queues[event.queue].name, event.at)
    elif known := desk.agents[event.agent].diary.get(event.call):  # it was not their doing
        _over(desk, event.agent, known, event.at)


def transfer_started(event: e.TransferStarted, desk: Desk) -> None:
    _sent(desk, event.by, event.call, event.label or event.target, event.at)


def call_returned(event: e.CallReturned, desk: Desk) -> None:
    if entry := desk.agents[event.by].diary.get(event.call):
        entry.result, entry.reason = DiaryResult.RETURNED, Failure(event.reason)
        desk.touch(topics.diary(event.by))


def call_noted(event: e.CallNoted, desk: Desk) -> None:
    desk.agents[event.agent].diary[event.call].note = event.text
    desk.touch(topics.diary(event.agent))


def call_ended(event: e.CallEnded, desk: Desk) -> None:
    if event.agent and (entry := desk.agents[event.agent].diary.get(event.call)):
        _talked(desk, event.agent, entry, event.at)
        entry.ended_at = event.at
        if event.reason:
            entry.reason = Failure(event.reason)
        desk.touch(topics.diary(event.agent))


def _over(desk: Desk, agent_id: str, entry: DiaryEntry, at: float) -> None:
    _talked(desk, agent_id, entry, at)
    entry.ended_at = at
    desk.touch(topics.diary(agent_id))


def _write(desk: Desk, agent_id: str, call: Call, result: DiaryResult, at: float) -> None:
    """Put the call last in the list, with what is already known of it, and forget what is old."""
    agent = desk.agents[agent_id]
    known = agent.diary.pop(call.id, None)
    agent.diary[call.id] = DiaryEntry(
        call=call.id,
        queue=call.queue,
        number=call.caller,
        name=call.caller_name,
        at=at,
        result=result,
        outgoing=call.outgoing,
        note=known.note if known else "",
    )
    _forget(agent, at)
    desk.touch(topics.diary(agent_id))


def _sent(desk: Desk, agent_id: str, call: str, to: str, at: float) -> None:
    if entry := desk.agents[agent_id].diary.get(call):
        _talked(desk, agent_id, entry, at)
        _tally(desk, agent_id, at).sent += 1
        entry.result, entry.to, entry.reason, entry.ended_at = DiaryResult.TRANSFERRED, to, None, at
        desk.touch(topics.diary(agent_id))


def _talked(desk: Desk, agent_id: str, entry: DiaryEntry, at: float) -> None:
    if entry.result is DiaryResult.TAKEN and entry.ended_at is None:
        _tally(desk, agent_id, at).talk_s += at - entry.at


def _tally(desk: Desk, agent_id: str, at: float) -> Tally:
    """The slot of now; those of more than a day ago are forgotten."""
    day, start = desk.agents[agent_id].day, at - at % TALLY_S
    if not day or day[-1].at < start:
        day.append(Tally(at=start))
        while day[0].at <= at - DIARY_S:
            del day[0]
    desk.touch(topics.diary(agent_id))
    return day[-1]


def _forget(agent: Agent, now: float) -> None:
    """What is too old, or too much; the call of now stays."""
    while (oldest := next(iter(agent.diary.values()))).at <= now - DIARY_S or len(agent.diary) > KEPT_CALLS:
        del agent.diary[oldest.call]


ENTRIES: dict[type, Callable[[Any, Desk], None]] = {
    e.CallOffered: call_offered,
    e.OfferFailed: offer_failed,
    e.CallPlaced: call_placed,
    e.CallConnected: call_connected,
    e.CallMoved: call_moved,
    e.TransferStarted: transfer_started,
    e.CallReturned: call_returned,
    e.CallNoted: call_noted,
    e.CallEnded: call_ended,
}
