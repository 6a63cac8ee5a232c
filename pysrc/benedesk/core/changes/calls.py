"""The calls, from arriving to ending."""

from __future__ import annotations

from .. import events as e
from .. import topics
from ..desk import Desk
from ..model import Call, Failure, Missed, Outcome, Returned, Transfer
from ..moves import moved
from ..states import CallState
from .change import Changes


def call_arrived(event: e.CallArrived, desk: Desk) -> None:
    arrived_at = event.at if event.arrived_at is None else event.arrived_at
    call = Call(
        id=event.call,
        queue=event.queue,
        caller=event.caller,
        caller_name=event.caller_name,
        dialled=event.dialled,
        arrived_at=arrived_at,
        queued_at=arrived_at,
        state=CallState.QUEUED,
        since=event.at,
        first_queue=event.queue,
    )
    desk.calls[call.id] = call
    desk.place(call)
    if event.arrived_at is not None:
        desk.let_pass(call)


def call_turned_away(event: e.CallTurnedAway, desk: Desk) -> None:
    desk.promise_end(event.call)


def call_offered(event: e.CallOffered, desk: Desk) -> None:
    call = desk.calls[event.call]
    if call.state is CallState.HELD:
        call.queued_at = event.at  # it waits anew, like a new call (R14)
    off_hold = call.state is CallState.HELD
    _move(call, event, event.at)
    call.off_hold, call.ringing = off_hold, event.ringing
    call.agent, call.deadline = event.agent, event.until
    desk.place(call)
    _occupy(desk, event.agent, call.id, event.at)


def offer_failed(event: e.OfferFailed, desk: Desk) -> None:
    call, agent = desk.calls[event.call], desk.agents[event.agent]
    _move(call, event, event.at)
    call.agent = None
    if event.reason == Failure.NO_ANSWER:
        agent.set_aside = Missed(
            call=call.id, queue=call.queue, caller=call.caller, at=event.at, ringing=event.released
        )
    else:
        agent.declined = call.id if event.reason == Failure.DECLINED else None
        _not_before(call, agent.id, event.retry_at)
    desk.place(call, head=True)
    _occupy(desk, agent.id, None, event.at)


def answered_too_late(event: e.AnsweredTooLate, desk: Desk) -> None:
    if event.agent and (agent := desk.agents[event.agent]).set_aside:
        agent.set_aside = None  # they are at their phone
        desk.restand(agent, event.at)


def retry_due(event: e.RetryDue, desk: Desk) -> None:
    call = desk.calls[event.call]
    if event.agent:
        call.not_before.pop(event.agent, None)
        desk.touch(topics.agent(event.agent))
    else:
        _ask_anybody(desk, call)
    desk.unrouted.append(call.id)


def call_connected(event: e.CallConnected, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.agent, call.answered, call.transfer = event.agent, True, None
    call.ringing = event.ringing
    _ask_anybody(desk, call)
    if event.agent not in call.handled_by:
        call.handled_by.append(event.agent)
    desk.place(call)
    _occupy(desk, event.agent, call.id, event.at)


def call_held(event: e.CallHeld, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    desk.place(call)


def call_moved(event: e.CallMoved, desk: Desk) -> None:
    call = desk.calls[event.call]
    desk.remove(call)
    _move(call, event, event.at)
    call.queue, call.queued_at, call.agent = event.queue, event.at, None
    if not event.head:
        call.returned = None
    _ask_anybody(desk, call)
    _not_before(call, event.agent, event.retry_at)
    desk.place(call, head=event.head)
    _occupy(desk, event.agent, None, event.at)


def transfer_started(event: e.TransferStarted, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.agent, call.deadline, call.returned = None, event.until, None
    call.ringing = event.ringing
    call.transfer = Transfer(event.by, event.target, event.label, event.target_agent)
    desk.place(call)
    _occupy(desk, event.by, None, event.at)
    if event.target_agent:
        _occupy(desk, event.target_agent, call.id, event.at)


def call_returned(event: e.CallReturned, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.queued_at, call.transfer = event.at, None
    call.returned = Returned(
        by=event.by, target=event.target, label=event.label, reason=Failure(event.reason), at=event.at,
        ringing=event.released,
    )  # fmt: skip
    if event.target_agent:
        _not_before(call, event.target_agent, event.retry_at)
    desk.place(call, head=True)
    if event.target_agent:
        _occupy(desk, event.target_agent, None, event.at)


def call_placed(event: e.CallPlaced, desk: Desk) -> None:
    call = Call(
        id=event.call,
        queue=event.queue,
        caller=event.number,
        caller_name=event.label,
        dialled=event.shown,
        arrived_at=event.at,
        queued_at=event.at,
        state=CallState.DIALLING,
        since=event.at,
        first_queue=event.queue,
        agent=event.agent,
        callee=event.callee,
        deadline=event.until,
        outgoing=True,
        ringing=event.ringing,
    )
    desk.calls[call.id] = call
    desk.place(call)
    _occupy(desk, event.agent, call.id, event.at)
    if event.callee:
        _occupy(desk, event.callee, call.id, event.at)


def ring_restarted(event: e.RingRestarted, desk: Desk) -> None:
    call = desk.calls[event.call]
    call.deadline, call.ring_left_s = event.until, None
    desk.touch(topics.call(event.call))


def call_noted(event: e.CallNoted, desk: Desk) -> None:
    """Only the agent's own list shows it."""


def call_ended(event: e.CallEnded, desk: Desk) -> None:
    call = desk.calls.pop(event.call)
    moved(event, call.state)
    if event.outcome not in (Outcome.TRANSFERRED, Outcome.LOST):
        desk.promise_end(event.call)
    only_rang = call.state is CallState.OFFERED and not call.off_hold
    desk.remove(call)
    if busy := call.agent or (call.transfer and call.transfer.agent):
        if busy == event.agent and event.wrap_up_until is not None:
            desk.agents[busy].wrap_up_until = event.wrap_up_until
        # A ring that the caller gave up costs nobody their place among the free.
        _occupy(desk, busy, None, desk.agents[busy].free_since if only_rang else event.at)
    if call.callee:  # as above: a phone that only rang costs them nothing
        _occupy(desk, call.callee, None, event.at if call.answered else desk.agents[call.callee].free_since)


def _move(call: Call, event: e.Event, at: float) -> None:
    call.state, call.since, call.off_hold = moved(event, call.state), at, False
    call.deadline = call.ring_left_s = None
    call.ringing = ""


def _not_before(call: Call, agent_id: str, at: float | None) -> None:
    if at is not None:
        call.not_before[agent_id] = at


def _ask_anybody(desk: Desk, call: Call) -> None:
    """Whoever said no before may be asked again."""
    desk.touch(*(topics.agent(agent) for agent in call.not_before))
    call.not_before.clear()


def _occupy(desk: Desk, agent_id: str, call: str | None, at: float) -> None:
    agent = desk.agents[agent_id]
    agent.call = call
    desk.restand(agent, at)


CHANGES: Changes = {
    e.RingRestarted: ring_restarted,
    e.CallArrived: call_arrived,
    e.CallTurnedAway: call_turned_away,
    e.CallOffered: call_offered,
    e.OfferFailed: offer_failed,
    e.AnsweredTooLate: answered_too_late,
    e.RetryDue: retry_due,
    e.CallConnected: call_connected,
    e.CallHeld: call_held,
    e.CallMoved: call_moved,
    e.TransferStarted: transfer_started,
    e.CallReturned: call_returned,
    e.CallPlaced: call_placed,
    e.CallNoted: call_noted,
    e.CallEnded: call_ended,
}
