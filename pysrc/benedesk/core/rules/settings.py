"""What the settings lead to: queues and agents defined, queues opened and closed."""

from __future__ import annotations

from .. import events as e
from .. import inputs as i
from ..desk import Desk
from ..errors import Refused
from ..model import Agent, Queue
from ..numbers import canonical
from ..routing import STRATEGIES
from ..states import lies_with_agent
from .rule import Rule


def open_desk(what: i.OpenDesk, desk: Desk, now: float) -> list[e.Event]:
    return [e.DeskOpened(now)]


def define_queue(what: i.DefineQueue, desk: Desk, now: float) -> list[e.Event]:
    number = canonical(what.number, desk.country)
    if desk.queue_by_number.get(number, what.queue) != what.queue or number in desk.agent_by_number:
        raise Refused("number_taken", f"the number of queue {what.queue!r} is somebody else's")
    if desk.queue_by_name.get(what.name.casefold(), what.queue) != what.queue:
        raise Refused("name_taken", f"two queues are called {what.name!r}")
    if what.strategy not in STRATEGIES:
        raise Refused("bad_args", f"strategy {what.strategy!r} is not one of {', '.join(STRATEGIES)}")
    event = e.QueueDefined(
        queue=what.queue,
        name=what.name,
        number=number,
        ring_s=what.ring_s,
        transfer_ring_s=what.transfer_ring_s,
        wrap_up_s=what.wrap_up_s,
        listed=what.listed,
        strategy=what.strategy,
    )
    known = desk.queues.get(what.queue)
    return [event] if known is None or _queue_event(known) != event else []


def define_agent(what: i.DefineAgent, desk: Desk, now: float) -> list[e.Event]:
    number = canonical(what.number, desk.country)
    if desk.agent_by_number.get(number, what.agent) != what.agent or number in desk.queue_by_number:
        raise Refused("number_taken", f"the number of agent {what.agent!r} is somebody else's")
    for queue in what.skills:
        desk.queue(queue)
    known = desk.agents.get(what.agent)
    settings = (what.name, number, what.phone, what.skills, what.supervisor)
    if known and settings == (known.name, known.number, known.phone, known.skills, known.supervisor):
        return []
    defined = e.AgentDefined(
        agent=what.agent,
        name=what.name,
        number=number,
        phone=what.phone,
        skills=dict(what.skills),
        supervisor=what.supervisor,
        at=now,
    )
    return [defined, *_held_by_nobody(known, desk, now)] if known and not what.skills else [defined]


def _held_by_nobody(agent: Agent, desk: Desk, now: float) -> list[e.Event]:
    """The held call of an agent who may no longer work: nobody else could take it off hold."""
    call = desk.calls.get(agent.call or "")
    if call is None or not lies_with_agent(call.state):
        return []
    return [e.CallMoved(call=call.id, agent=agent.id, queue=call.queue, head=True, at=now)]


def set_queue_open(what: i.SetQueueOpen, desk: Desk, now: float) -> list[e.Event]:
    if what.agent and not desk.agent(what.agent).supervisor:
        raise Refused("not_yours", "only a supervisor opens and closes queues")
    if desk.queue(what.queue).open == what.open:
        return []
    return [e.QueueOpenSet(what.queue, what.open, what.agent, now)]


def _queue_event(queue: Queue) -> e.QueueDefined:
    return e.QueueDefined(
        queue=queue.id,
        name=queue.name,
        number=queue.number,
        ring_s=queue.ring_s,
        transfer_ring_s=queue.transfer_ring_s,
        wrap_up_s=queue.wrap_up_s,
        listed=queue.listed,
        strategy=queue.strategy,
    )


RULES: dict[type, Rule] = {
    i.OpenDesk: open_desk,
    i.DefineQueue: define_queue,
    i.DefineAgent: define_agent,
    i.SetQueueOpen: set_queue_open,
}
