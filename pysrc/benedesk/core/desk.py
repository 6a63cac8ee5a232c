"""The desk: everything that is true now, and the look-ups that keep each input cheap.

`queues`, `agents` and `calls` are the truth. The rest is derived from them as events are applied, so
that no input has to scan: who is free in which order, who waits in which order, the queues' figures,
the documents that an event has touched.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from . import timers, topics
from .effects import SetTimer
from .errors import Refused
from .model import ALLOWS_CALLS, Agent, AgentId, Call, CallId, Gate, Queue, QueueId, Ringing, Visit
from .numbers import HOME
from .states import CallState

HUNG_UP_KEPT = 1000  # far more than may end while the PBX does not hear
FreeKey = tuple[int, float, AgentId]  # best skill first, then the longest free


@dataclass(slots=True, kw_only=True)
class Board:
    """One queue's working order and figures."""

    waiting: OrderedDict[CallId, None] = field(default_factory=OrderedDict)  # to be offered, head first
    wait_clocks: OrderedDict[CallId, float] = field(
        default_factory=OrderedDict
    )  # since when who waits or rings
    calls: set[CallId] = field(default_factory=set)  # answered and still going on
    skilled: set[AgentId] = field(default_factory=set)  # who may serve it at all
    free: list[FreeKey] = field(default_factory=list)
    serving: int = 0
    active: int = 0

    def start_clock(self, call: Call) -> None:
        """The call waits from now on, if it did not yet; the clocks stand by their age."""
        if call.id in self.wait_clocks:
            return
        clocks = self.wait_clocks
        younger = list(takewhile(lambda other: clocks[other] > call.queued_at, reversed(clocks)))
        clocks[call.id] = call.queued_at
        for other in reversed(younger):
            clocks.move_to_end(other)


@dataclass(slots=True)
class Standing:
    """What an agent counts as in the boards of their queues; kept to be taken back when they change."""

    serving: bool = False
    keys: dict[QueueId, FreeKey | None] = field(default_factory=dict)  # their active queues; key = free there


def gate(agent: Agent) -> Gate | None:
    """The first thing that keeps queue calls from this agent (R4, R5), or None if they are free."""
    if not agent.receiving:
        return Gate.RECEIVING_OFF
    if not agent.memberships:
        return Gate.NO_QUEUE
    if agent.availability not in ALLOWS_CALLS:
        return Gate.AVAILABILITY
    if not agent.reachable:
        return Gate.PHONE_UNREACHABLE
    if agent.set_aside:
        return Gate.SET_ASIDE
    if agent.call is not None:
        return Gate.ON_CALL
    if agent.wrap_up_until is not None:
        return Gate.WRAP_UP
    return None


RINGING = frozenset({CallState.OFFERED, CallState.TRANSFERRING, CallState.DIALLING})


def _nobody(number: str) -> str:
    return ""


class Desk:
    """One desk. `loop.take` is its only door; nothing else changes it."""

    def __init__(self, country: str = HOME) -> None:
        self.country = country
        self.queues: dict[QueueId, Queue] = {}
        self.agents: dict[AgentId, Agent] = {}
        self.calls: dict[CallId, Call] = {}
        self.visits: dict[CallId, Visit] = {}  # of the last days, oldest first
        self.seq = 0  # the number of the last event
        self.pbx_away = False  # nobody is offered a call, and no ring time runs
        self.hung_up: OrderedDict[CallId, None] = OrderedDict()  # ended by an order: never to arrive again
        self.queue_by_number: dict[str, QueueId] = {}
        self.queue_by_name: dict[str, QueueId] = {}
        self.agent_by_number: dict[str, AgentId] = {}
        self.boards: dict[QueueId, Board] = {}
        self.visits_of: dict[str, list[CallId]] = {}  # by the caller's number
        self.name_of: Callable[[str], str] = _nobody  # the directory's; only deciding asks it
        self.unrouted: deque[CallId | Agent] = deque()  # what may have become matchable
        self.touched: dict[str, None] = {}  # topics of documents to build anew, in order
        self._standings: dict[AgentId, Standing] = {}

    def timers(self) -> Iterator[SetTimer]:
        """Every timer that must be running now; set them again after a restart."""
        for call in self.calls.values():
            if call.deadline is not None:
                yield timers.ring(call.id, call.deadline)
            for agent_id, due in call.not_before.items():
                yield timers.retry(call.id, agent_id, due)
        for agent in self.agents.values():
            if agent.wrap_up_until is not None:
                yield timers.wrap_up(agent.id, agent.wrap_up_until)
            if agent.until is not None:
                yield timers.availability(agent.id, agent.until)

    def next_ringing(self) -> Ringing:
        """A name for a ringing that begins with the next event: events are numbered for ever."""
        return f"r{self.seq + 1}"

    # -- for decide: look-ups that refuse ----------------------------------------------------------

    def agent(self, agent: AgentId) -> Agent:
        if agent not in self.agents:
            raise Refused("unknown_agent", f"no agent {agent!r}")
        return self.agents[agent]

    def queue(self, queue: QueueId) -> Queue:
        if queue not in self.queues:
            raise Refused("unknown_queue", f"no queue {queue!r}")
        return self.queues[queue]

    # -- for evolve: keep the derived in step with the truth ---------------------------------------

    def touch(self, *topics: str) -> None:
        self.touched.update(dict.fromkeys(topics))

    def touch_all(self) -> None:
        self.touch(*(topics.queue(q) for q in self.queues), *(topics.agent(a) for a in self.agents))
        self.touch(*(topics.diary(a) for a in self.agents))
        self.touch(*(topics.call(c) for c in self.calls))

    def place(self, call: Call, *, head: bool = False) -> None:
        """Stand the call where its queue and state say; at the head or the tail when it begins to wait."""
        board = self.boards[call.queue]
        board.waiting.pop(call.id, None)
        board.calls.discard(call.id)
        if call.state in (CallState.QUEUED, CallState.OFFERED):
            board.start_clock(call)
        else:
            board.wait_clocks.pop(call.id, None)
        if call.state is CallState.QUEUED:
            board.waiting[call.id] = None
            board.waiting.move_to_end(call.id, last=not head)
            self.unrouted.append(call.id)
        elif call.state is not CallState.OFFERED:
            board.calls.add(call.id)
        self._touch(call)

    def let_pass(self, call: Call) -> None:
        """The call came in late: it dialled before some who stand before it, and have not been answered."""
        board = self.boards[call.queue]
        ahead = (self.calls[other] for other in islice(reversed(board.waiting), 1, None))
        passed = list(takewhile(lambda c: not c.answered and c.arrived_at > call.arrived_at, ahead))
        for other in reversed(passed):
            board.waiting.move_to_end(other.id)

    def remove(self, call: Call) -> None:
        """Take the call out of its queue, to another or for good."""
        board = self.boards[call.queue]
        board.waiting.pop(call.id, None)
        board.wait_clocks.pop(call.id, None)
        board.calls.discard(call.id)
        self._touch(call)

    def _touch(self, call: Call) -> None:
        """Whoever declined it is shown what becomes of it too."""
        self.touch(topics.call(call.id), topics.queue(call.queue), *map(topics.agent, call.not_before))

    def promise_end(self, call: CallId) -> None:
        """The call has been ended by an order, which a PBX that is away may not have heard."""
        self.hung_up[call] = None
        while len(self.hung_up) > HUNG_UP_KEPT:
            self.hung_up.popitem(last=False)

    def restand(self, agent: Agent, at: float) -> None:
        """Count the agent anew in the boards of their queues; `at` is when they became free, if they did."""
        old = self._standings.get(agent.id) or Standing()
        free = gate(agent) is None
        if free and not any(old.keys.values()):
            agent.free_since = at
        new = Standing(serving=agent.receiving and agent.availability in ALLOWS_CALLS)
        if agent.receiving:
            for queue in agent.memberships:
                new.keys[queue] = (-agent.skills[queue], agent.free_since, agent.id) if free else None
        self._standings[agent.id] = new
        for queue in old.keys.keys() | new.keys.keys():
            if old.serving != new.serving or _differs(old.keys, new.keys, queue):
                self._recount(queue, old, new)
        if free:
            self.unrouted.append(agent)
        self.touch(topics.agent(agent.id))

    def _recount(self, queue: QueueId, old: Standing, new: Standing) -> None:
        board = self.boards[queue]
        board.active += (queue in new.keys) - (queue in old.keys)
        board.serving += (queue in new.keys and new.serving) - (queue in old.keys and old.serving)
        if key := old.keys.get(queue):
            del board.free[bisect_left(board.free, key)]
        if key := new.keys.get(queue):
            insort(board.free, key)
        self.touch(topics.queue(queue))


def _differs(old: dict[QueueId, FreeKey | None], new: dict[QueueId, FreeKey | None], queue: QueueId) -> bool:
    return (queue in old) != (queue in new) or old.get(queue) != new.get(queue)
