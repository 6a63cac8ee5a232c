"""The disk of the storm: what was committed outlives its processes, and nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import TypeVar

from benedesk.server.store import schema
from benedesk.server.store.database import Unavailable
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from .time import Clock

T = TypeVar("T")


class Disk:
    """Until `full_until` nothing is written, until `slow_until` everything waits; with `lies` the next
    commit reaches the disk and fails all the same."""

    def __init__(self, clock: Clock, chance: Random, desk_id: str) -> None:
        self.desk_id = desk_id
        self.clock = clock
        self.chance = chance
        self.full_until = self.slow_until = 0.0
        self.lies = False
        self._engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        schema.metadata.create_all(self._engine)

    def run_now(self, work: Callable[[Connection], T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """As `Database.run`. A process may die before the commit, or after it and before it knows."""
        await asyncio.sleep(max(0.0, self.slow_until - self.clock.now) + self.chance.random() * 0.004)
        if self.full_until > self.clock.now:
            raise _full()
        answer = self.run_now(work)
        await asyncio.sleep(self.chance.random() * 0.002)
        if self.lies:
            self.lies = False
            raise _full()
        return answer


def _full() -> Unavailable:
    return Unavailable(OperationalError("", None, Exception("database or disk is full")))
