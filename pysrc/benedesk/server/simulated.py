"""A simulated PBX in real time behind the server's port, and the sample company that calls it.

With it the server can be tried without a telephone. Only this module of the server knows `sim`.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from benedesk.core.desk import Desk
from benedesk.core.effects import PbxOrder
from benedesk.core.inputs import PbxInput, SetMembership, SetReceiving
from benedesk.core.model import AgentId
from benedesk.sim.pbx import Reply, SimPbx
from benedesk.sim.sample import AGENTS, ME, PEOPLE, QUEUES
from benedesk.sim.scenarios import picked_up, traffic_for
from benedesk.sim.traffic import Tempo
from benedesk.sim.world import World

from .pbx.port import Tell
from .people import accounts, directory
from .people.accounts import Account
from .people.directory import Import
from .people.person import Person
from .service import Service
from .settings import QueueSection
from .store.database import Database

USER = ME  # of the sample company, who may sign in
TEMPO = Tempo(between_calls_s=8.0, patience_s=120.0, talk_s=60.0)
FIRST_CALL_S = 3.0
# As able as the user in the user's first queue: without this one at work the next caller there is the user's.
AT_HOME = "eero"


def _later(after_s: float, what: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(after_s, what)


class SimulatedPbx:
    """The port's `Pbx`. If `reply` does not say otherwise, every phone is picked up after a moment:
    there is nobody to do it by hand."""

    online = True

    def __init__(self, reply: Callable[[str], Reply] | None = None) -> None:
        self._random = Random()
        self.sim = SimPbx(later=_later, tell=self._drop, reply=reply or self._reply)

    async def start(self, tell: Tell) -> None:
        # As through a wire: the PBX never interrupts the order that it is carrying out.
        self.sim.tell = lambda what: _later(0.0, lambda: tell(what))
        tell(self.sim.synced())

    def watch_phones(self, phones: Mapping[AgentId, str]) -> None:
        pass  # simulated phones are always there

    def order(self, order: PbxOrder) -> None:
        self.sim.order(order)

    async def stop(self) -> None:
        self.sim.tell = self._drop

    def _drop(self, what: PbxInput) -> None:
        pass

    def _reply(self, number: str) -> Reply:
        return picked_up(number, self._random, TEMPO)

    def begin(self, service: Service) -> None:
        """Let simulated people call the desk's queues, from now on."""
        desk = service.engine.desk
        if not desk.queues:
            return
        world = _LiveWorld(desk, self.sim)
        traffic_for(world, self._random, TEMPO).start(FIRST_CALL_S)
        service.engine.listeners.extend(world.listeners)


class _LiveWorld(World):
    """The world that callers live in, with the real clock."""

    def __init__(self, desk: Desk, pbx: SimPbx) -> None:
        super().__init__(desk)
        self.pbx = pbx

    def later(self, after_s: float, what: Callable[[], None]) -> None:
        _later(after_s, what)


def sample_queues() -> tuple[QueueSection, ...]:
    """The sample company's queues, as settings."""
    return tuple(
        QueueSection(
            id=queue.queue, name=queue.name, number=queue.number, ring_s=queue.ring_s,
            transfer_ring_s=queue.transfer_ring_s, wrap_up_s=queue.wrap_up_s, listed=queue.listed,
            strategy=queue.strategy, length_warn=queue.length_warn, length_alarm=queue.length_alarm,
            wait_warn_s=queue.wait_warn_s, wait_alarm_s=queue.wait_alarm_s,
        )
        for queue in QUEUES
    )  # fmt: skip


def move_in(database: Database) -> tuple[AgentId, str] | None:
    """Give an empty database the sample company's people; answers who may sign in with which password."""
    if database.run_now(accounts.every):
        return None
    password = secrets.token_urlsafe(9)
    for agent in AGENTS:
        # Nobody is told the others' passwords; an administrator gives them new ones.
        own = password if agent.agent == USER else secrets.token_urlsafe(24)
        account = accounts.checked(
            Account(
                agent=agent.agent,
                name=agent.name,
                number=agent.number,
                phone=agent.phone,
                supervisor=agent.supervisor,
                skills=agent.skills,
            )
        )
        password_hash = accounts.hashed(own)
        database.run_now(partial(accounts.add, account=account, password_hash=password_hash))
    people = tuple(
        Person(
            id=entry.id.removeprefix("person/"),
            name=entry.name,
            title=entry.title,
            department=entry.department,
            numbers=entry.numbers,
        )
        for entry in PEOPLE
        if entry.queue is None
    )
    database.run_now(partial(directory.store, new=Import("sample", people, ())))
    return USER, password


def go_to_work(service: Service) -> None:
    """On the first day the user's colleagues join their queues and receive calls."""
    for agent in AGENTS:
        if agent.agent not in (USER, AT_HOME):
            for queue in agent.skills:
                service.engine.tell(SetMembership(agent.agent, queue, on=True))
            service.engine.tell(SetReceiving(agent.agent, on=True))
