"""The desk itself, its queues and its agents."""

from __future__ import annotations

from .. import events as e
from .. import topics
from ..desk import Board, Desk
from ..model import Agent, Availability, Queue
from .change import Changes


def desk_opened(event: e.DeskOpened, desk: Desk) -> None:
    desk.touch_all()  # a new start may show things anew: every document gets a newer version


def pbx_went_away(event: e.PbxWentAway, desk: Desk) -> None:
    desk.pbx_away = True
    for call in desk.calls.values():
        if call.deadline is not None:
            call.ring_left_s, call.deadline = max(0.0, call.deadline - event.at), None
            desk.touch(topics.call(call.id))
    desk.touch(*(topics.agent(agent) for agent in desk.agents))


def pbx_came_back(event: e.PbxCameBack, desk: Desk) -> None:
    desk.pbx_away = False
    desk.unrouted.extend(call for board in desk.boards.values() for call in board.waiting)
    desk.touch(*(topics.agent(agent) for agent in desk.agents))


def queue_defined(event: e.QueueDefined, desk: Desk) -> None:
    queue = desk.queues.get(event.queue) or Queue(id=event.queue, name=event.name, number=event.number)
    # Two that swap what they have are defined one after the other: what another has by now stays theirs.
    if desk.queue_by_number.get(queue.number) == queue.id:
        del desk.queue_by_number[queue.number]
    if desk.queue_by_name.get(queue.name.casefold()) == queue.id:
        del desk.queue_by_name[queue.name.casefold()]
    if queue.name != event.name:
        desk.touch_all()  # agents and calls show it too
    elif queue.listed != event.listed:
        desk.touch(*(topics.call(call) for call in desk.calls))  # they show what was noted in it
    queue.name, queue.number = event.name, event.number
    queue.ring_s, queue.transfer_ring_s = event.ring_s, event.transfer_ring_s
    queue.wrap_up_s, queue.listed, queue.strategy = event.wrap_up_s, event.listed, event.strategy
    queue.length_warn, queue.length_alarm = event.length_warn, event.length_alarm
    queue.wait_warn_s, queue.wait_alarm_s = event.wait_warn_s, event.wait_alarm_s
    desk.queues[queue.id] = queue
    desk.queue_by_number[queue.number] = queue.id
    desk.queue_by_name[queue.name.casefold()] = queue.id
    desk.boards.setdefault(queue.id, Board())
    desk.touch(topics.queue(queue.id))


def queue_open_set(event: e.QueueOpenSet, desk: Desk) -> None:
    desk.queues[event.queue].open = event.open
    desk.touch(topics.queue(event.queue))


def agent_defined(event: e.AgentDefined, desk: Desk) -> None:
    agent = desk.agents.get(event.agent) or Agent(
        id=event.agent, name=event.name, number=event.number, phone=event.phone
    )
    if desk.agent_by_number.get(agent.number) == agent.id:
        del desk.agent_by_number[agent.number]
    if event.agent not in desk.agents:
        desk.touch(topics.diary(agent.id))
    if agent.name != event.name:
        desk.touch(*(topics.call(call) for call in desk.calls))
    if agent.phone != event.phone or not event.skills:
        agent.reachable = True  # of the new one nothing has been told yet; without skills, nothing more is
    agent.name, agent.number, agent.phone = event.name, event.number, event.phone
    for queue in agent.skills.keys() - event.skills.keys():
        desk.boards[queue].skilled.discard(agent.id)
        desk.touch(topics.queue(queue))
    for queue in event.skills.keys() - agent.skills.keys():
        desk.boards[queue].skilled.add(agent.id)
        desk.touch(topics.queue(queue))
    if agent.call and agent.skills.keys() != event.skills.keys():
        desk.touch(topics.call(agent.call))  # it shows notes of the queues that they may see
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


CHANGES: Changes = {
    e.DeskOpened: desk_opened,
    e.PbxWentAway: pbx_went_away,
    e.PbxCameBack: pbx_came_back,
    e.QueueDefined: queue_defined,
    e.QueueOpenSet: queue_open_set,
    e.AgentDefined: agent_defined,
    e.ReceivingSet: receiving_set,
    e.MembershipSet: membership_set,
    e.AvailabilitySet: availability_set,
    e.ReachableSet: reachable_set,
    e.AgentCameBack: agent_came_back,
    e.WrapUpEnded: wrap_up_ended,
}
