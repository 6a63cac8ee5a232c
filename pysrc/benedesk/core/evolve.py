"""How each event changes the desk. It cannot fail on an event that was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import diary
from . import events as e
from .desk import Board, Desk
from .model import Agent, Availability, Call, Failure, Missed, Queue, Returned, Transfer
from .moves import moved
from .states import CallState


def evolve(desk: Desk, event: e.Event) -> None:
    """Apply one event to the desk, in place."""
    CHANGES[type(event)](event, desk)
    if remember := diary.ENTRIES.get(type(event)):
        remember(event, desk)
    desk.seq += 1


# -- the desk, its queues and agents ---------------------------------------------------------------


def desk_opened(event: e.DeskOpened, desk: Desk) -> None:
    desk.touch_all()  # a new start may show things anew: every document gets a newer version


def pbx_went_away(event: e.PbxWentAway, desk: Desk) -> None:
    desk.pbx_away = True
    for call in desk.calls.values():
        if call.deadline is not None:
            call.deadline = None
            desk.touch(f"call/{call.id}")
    desk.touch(*(f"agent/{agent}" for agent in desk.agents))


def pbx_came_back(event: e.PbxCameBack, desk: Desk) -> None:
    desk.pbx_away = False
    desk.unrouted.extend(call for board in desk.boards.values() for call in board.line)
    desk.touch(*(f"agent/{agent}" for agent in desk.agents))


def ring_restarted(event: e.RingRestarted, desk: Desk) -> None:
    desk.calls[event.call].deadline = event.until
    desk.touch(f"call/{event.call}")


def queue_defined(event: e.QueueDefined, desk: Desk) -> None:
    queue = desk.queues.get(event.queue) or Queue(event.queue, event.name, event.number)
    if desk.queue_by_number.get(queue.number) == queue.id:
        del desk.queue_by_number[queue.number]
    desk.queue_by_name.pop(queue.name.casefold(), None)
    if queue.name != event.name:
        desk.touch_all()  # agents and calls show it too
    queue.name, queue.number = event.name, event.number
    queue.ring_s, queue.transfer_ring_s = event.ring_s, event.transfer_ring_s
    queue.wrap_up_s, queue.listed, queue.strategy = event.wrap_up_s, event.listed, event.strategy
    desk.queues[queue.id] = queue
    desk.queue_by_number[queue.number] = queue.id
    desk.queue_by_name[queue.name.casefold()] = queue.id
    desk.boards.setdefault(queue.id, Board())
    desk.touch(f"queue/{queue.id}")


def queue_open_set(event: e.QueueOpenSet, desk: Desk) -> None:
    desk.queues[event.queue].open = event.open
    desk.touch(f"queue/{event.queue}")


def agent_defined(event: e.AgentDefined, desk: Desk) -> None:
    agent = desk.agents.get(event.agent) or Agent(event.agent, event.name, event.number, event.phone)
    if desk.agent_by_number.get(agent.number) == agent.id:
        del desk.agent_by_number[agent.number]
    if event.agent not in desk.agents:
        desk.touch(f"log/{agent.id}")
    if agent.name != event.name:
        desk.touch(*(f"call/{call}" for call in desk.calls))
    agent.name, agent.number, agent.phone = event.name, event.number, event.phone
    for queue in agent.skills.keys() - event.skills.keys():
        desk.boards[queue].skilled.discard(agent.id)
        desk.touch(f"queue/{queue}")
    for queue in event.skills.keys() - agent.skills.keys():
        desk.boards[queue].skilled.add(agent.id)
        desk.touch(f"queue/{queue}")
    agent.skills, agent.supervisor = dict(event.skills), event.supervisor
    agent.memberships &= event.skills.keys()
    desk.agents[agent.id] = agent
    desk.agent_by_number[agent.number] = agent.id
    desk.restand(agent, event.at)


def receiving_set(event: e.ReceivingSet, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    agent.receiving = event.on
    desk.restand(agent, event.at)


def membership_set(event: e.MembershipSet, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    (agent.memberships.add if event.on else agent.memberships.discard)(event.queue)
    desk.restand(agent, event.at)


def availability_set(event: e.AvailabilitySet, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    agent.availability = Availability(event.availability)
    agent.note, agent.until = event.note, event.until
    desk.restand(agent, event.at)


def reachable_set(event: e.ReachableSet, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    agent.reachable = event.on
    desk.restand(agent, event.at)


def agent_came_back(event: e.AgentCameBack, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    agent.set_aside = None
    desk.restand(agent, event.at)


def wrap_up_ended(event: e.WrapUpEnded, desk: Desk) -> None:
    agent = desk.agents[event.agent]
    agent.wrap_up_until = None
    desk.restand(agent, event.at)


# -- calls -----------------------------------------------------------------------------------------


def call_arrived(event: e.CallArrived, desk: Desk) -> None:
    call = Call(
        event.call, event.queue, event.caller, event.caller_name, event.dialled, event.at, event.at,
        CallState.QUEUED, event.at, first_queue=event.queue,
    )  # fmt: skip
    desk.calls[call.id] = call
    desk.place(call)


def call_turned_away(event: e.CallTurnedAway, desk: Desk) -> None:
    """It never joined: nothing to keep."""


def call_offered(event: e.CallOffered, desk: Desk) -> None:
    call = desk.calls[event.call]
    if call.state is CallState.HELD:
        call.queued_at = event.at  # it waits anew, like a new call (R14)
    _move(call, event, event.at)
    call.agent, call.deadline = event.agent, event.until
    desk.place(call)
    _occupy(desk, event.agent, call.id, event.at)


def offer_failed(event: e.OfferFailed, desk: Desk) -> None:
    call, agent = desk.calls[event.call], desk.agents[event.agent]
    _move(call, event, event.at)
    call.agent = None
    if event.reason == Failure.NO_ANSWER:
        agent.set_aside = Missed(call.id, call.queue, call.caller, event.at)
    else:
        call.declined.add(agent.id)
        call.retry_at = event.retry_at
    desk.place(call, head=True)
    _occupy(desk, agent.id, None, event.at)


def retry_due(event: e.RetryDue, desk: Desk) -> None:
    call = desk.calls[event.call]
    _forget_declines(call)
    desk.unrouted.append(call.id)


def call_connected(event: e.CallConnected, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.agent, call.answered, call.transfer = event.agent, True, None
    _forget_declines(call)
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
    call.queue, call.queued_at, call.agent, call.returned = event.queue, event.at, None, None
    _forget_declines(call)
    desk.place(call, head=event.head)
    _occupy(desk, event.agent, None, event.at)


def transfer_started(event: e.TransferStarted, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.agent, call.deadline, call.returned = None, event.until, None
    call.transfer = Transfer(event.by, event.target, event.label, event.target_agent)
    desk.place(call)
    _occupy(desk, event.by, None, event.at)
    if event.target_agent:
        _occupy(desk, event.target_agent, call.id, event.at)


def call_returned(event: e.CallReturned, desk: Desk) -> None:
    call = desk.calls[event.call]
    _move(call, event, event.at)
    call.queued_at, call.transfer = event.at, None
    call.returned = Returned(event.by, event.target, event.label, Failure(event.reason), event.at)
    desk.place(call, head=True)
    if event.target_agent:
        _occupy(desk, event.target_agent, None, event.at)


def call_placed(event: e.CallPlaced, desk: Desk) -> None:
    call = Call(
        event.call, event.queue, event.number, event.label, event.shown, event.at, event.at,
        CallState.DIALLING, event.at, first_queue=event.queue, agent=event.agent, deadline=event.until,
        outgoing=True,
    )  # fmt: skip
    desk.calls[call.id] = call
    desk.place(call)
    _occupy(desk, event.agent, call.id, event.at)


def call_noted(event: e.CallNoted, desk: Desk) -> None:
    """Only the agent's own list shows it."""


def call_ended(event: e.CallEnded, desk: Desk) -> None:
    call = desk.calls.pop(event.call)
    moved(event, call.state)
    desk.remove(call)
    if busy := call.agent or (call.transfer and call.transfer.agent):
        if busy == event.agent and event.wrap_up_until is not None:
            desk.agents[busy].wrap_up_until = event.wrap_up_until
        _occupy(desk, busy, None, event.at)


def _move(call: Call, event: e.Event, at: float) -> None:
    call.state, call.since, call.deadline = moved(event, call.state), at, None


def _forget_declines(call: Call) -> None:
    call.declined.clear()
    call.retry_at = None


def _occupy(desk: Desk, agent_id: str, call: str | None, at: float) -> None:
    agent = desk.agents[agent_id]
    agent.call = call
    desk.restand(agent, at)


CHANGES: dict[type, Callable[[Any, Desk], None]] = {
    e.DeskOpened: desk_opened,
    e.PbxWentAway: pbx_went_away,
    e.PbxCameBack: pbx_came_back,
    e.RingRestarted: ring_restarted,
    e.QueueDefined: queue_defined,
    e.QueueOpenSet: queue_open_set,
    e.AgentDefined: agent_defined,
    e.ReceivingSet: receiving_set,
    e.MembershipSet: membership_set,
    e.AvailabilitySet: availability_set,
    e.ReachableSet: reachable_set,
    e.AgentCameBack: agent_came_back,
    e.WrapUpEnded: wrap_up_ended,
    e.CallArrived: call_arrived,
    e.CallTurnedAway: call_turned_away,
    e.CallOffered: call_offered,
    e.OfferFailed: offer_failed,
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
