"""What the settings lead to: queues and agents defined, queues opened and closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .. import events as e
from .. import inputs as i
from ..desk import Desk
from ..errors import Refused
from ..model import Agent, AgentId, Queue
from ..numbers import canonical, own
from ..routing import STRATEGIES
from ..states import lies_with_agent
from .rule import Rule

_Part = i.DefineQueue | i.DefineAgent
_Wanted = Mapping[str, list[_Part]]


def open_desk(what: i.OpenDesk, desk: Desk, now: float) -> list[e.Event]:
    return [e.DeskOpened(now)]


def define_desk(what: i.DefineDesk, desk: Desk, now: float) -> list[e.Event]:
    for fault in faults(what, desk):
        raise fault
    events = [event for queue in what.queues for event in _define_queue(queue, desk, now)]
    return events + [event for agent in what.agents for event in _define_agent(agent, desk, now)]


def define_queue(what: i.DefineQueue, desk: Desk, now: float) -> list[e.Event]:
    return define_desk(i.DefineDesk((what,)), desk, now)


def define_agent(what: i.DefineAgent, desk: Desk, now: float) -> list[e.Event]:
    return define_desk(i.DefineDesk((), (what,)), desk, now)


class Fault(Refused):
    """What keeps a set from being the desk's, and the agents of the set without whom it would not."""

    def __init__(self, code: str, text: str, agents: Iterable[AgentId] = ()) -> None:
        super().__init__(code, text)
        self.agents = frozenset(agents)


def faults(what: i.DefineDesk, desk: Desk) -> list[Fault]:
    """Everything that keeps this set from being the desk's, against itself and against what the desk has."""
    found: list[Fault] = []
    names, numbers = defaultdict[str, list[_Part]](list), defaultdict[str, list[_Part]](list)
    parts: tuple[_Part, ...] = (*what.queues, *what.agents)
    for part in parts:
        try:
            numbers[_number(part, desk)].append(part)
        except Refused as refused:
            found.append(Fault(refused.code, f"the number of {_who(part)}: {refused.text}", _agents(part)))
    for queue in what.queues:
        names[queue.name.casefold()].append(queue)
        if queue.strategy not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            found.append(Fault("bad_args", f"strategy {queue.strategy!r} is not one of {known}"))
    queues = {queue.queue for queue in what.queues}
    for agent in what.agents:
        for strange in sorted(agent.skills.keys() - queues - desk.queues.keys()):
            text = f"{_who(agent)} serves {strange!r}, which is no queue"
            found.append(Fault("unknown_queue", text, _agents(agent)))
    return [*found, *_taken_numbers(numbers, what, desk), *_taken_names(names, what, desk)]


def _taken_numbers(wanted: _Wanted, what: i.DefineDesk, desk: Desk) -> Iterator[Fault]:
    """Whoever is in the set gives up what they had; all others keep it."""
    queues, agents = {queue.queue for queue in what.queues}, {agent.agent for agent in what.agents}
    for number, parts in wanted.items():
        holders = [_who(part) for part in parts]
        if (queue := desk.queue_by_number.get(number)) and queue not in queues:
            holders.append(f"queue {queue!r}")
        if (agent := desk.agent_by_number.get(number)) and agent not in agents:
            holders.append(f"agent {agent!r}")
        if len(holders) > 1:
            text = f"{number} would be the number of {' and of '.join(holders)}"
            yield Fault("number_taken", text, _agents(*parts))


def _taken_names(wanted: _Wanted, what: i.DefineDesk, desk: Desk) -> Iterator[Fault]:
    queues = {queue.queue for queue in what.queues}
    for name, parts in wanted.items():
        holders = [_who(part) for part in parts]
        if (queue := desk.queue_by_name.get(name)) and queue not in queues:
            holders.append(f"queue {queue!r}")
        if len(holders) > 1:
            yield Fault("name_taken", f"{name!r} would be the name of {' and of '.join(holders)}")


def _number(part: _Part, desk: Desk) -> str:
    read = own if isinstance(part, i.DefineQueue) else canonical
    return read(part.number, desk.country)


def _who(part: _Part) -> str:
    return f"queue {part.queue!r}" if isinstance(part, i.DefineQueue) else f"agent {part.agent!r}"


def _agents(*parts: _Part) -> Iterator[AgentId]:
    return (part.agent for part in parts if isinstance(part, i.DefineAgent))


def _define_queue(what: i.DefineQueue, desk: Desk, now: float) -> list[e.Event]:
    event = e.QueueDefined(
        queue=what.queue,
        name=what.name,
        number=_number(what, desk),
        ring_s=what.ring_s,
        transfer_ring_s=what.transfer_ring_s,
        wrap_up_s=what.wrap_up_s,
        listed=what.listed,
        strategy=what.strategy,
        length_warn=what.length_warn,
        length_alarm=what.length_alarm,
        wait_warn_s=what.wait_warn_s,
        wait_alarm_s=what.wait_alarm_s,
    )
    if known := desk.queues.get(what.queue):
        return [event] if _queue_event(known) != event else []
    return [event] if what.open else [event, e.QueueOpenSet(what.queue, False, "", now)]


def _define_agent(what: i.DefineAgent, desk: Desk, now: float) -> list[e.Event]:
    number = _number(what, desk)
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
        length_warn=queue.length_warn,
        length_alarm=queue.length_alarm,
        wait_warn_s=queue.wait_warn_s,
        wait_alarm_s=queue.wait_alarm_s,
    )


RULES: dict[type, Rule] = {
    i.OpenDesk: open_desk,
    i.DefineDesk: define_desk,
    i.DefineQueue: define_queue,
    i.DefineAgent: define_agent,
    i.SetQueueOpen: set_queue_open,
}
