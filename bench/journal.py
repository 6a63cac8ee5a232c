"""A day's journal of 100,000 events: how soon a server has read it, what it weighs, and whether the running
desk feels that a checkpoint is made beside it."""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
from collections.abc import Awaitable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import TextIO

import structlog
import uvloop
from benedesk.core.desk import Desk
from benedesk.core.directory import Directory
from benedesk.core.events import AvailabilitySet, CallArrived, CallHeld
from benedesk.core.inputs import Input
from benedesk.server.engine import Engine
from benedesk.server.store.checkpoint import Past, store, taken
from benedesk.server.store.checkpoint_maker import EVERY, CheckpointMaker
from benedesk.server.store.database import Database
from benedesk.server.store.journal import Journal, JournalEntry
from benedesk.wire.hub import Hub

from .figures import Figure, seconds
from .rush import Rush

DAY = 100_000
SIZES = (50, 500)
STARTS = 3
CALLS_A_SECOND = 60
MAKINGS = 3
COMMANDS = (CallHeld, AvailabilitySet)


def measure() -> Iterator[Figure]:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    for agents in SIZES:
        name = f"journal of 100,000 events, {agents} agents"
        with tempfile.TemporaryDirectory() as folder, closing(Database(Path(folder))) as database:
            rush = Rush(agents, keep=True)
            while len(rush.events) < DAY:
                rush.turn()
            day = _entries(rush)
            asyncio.run(Journal(database).append(day))
            weight = database.run_now(lambda connection: connection.exec_driver_sql(WEIGHT).scalar_one())
            whole_s = seconds(partial(_start, database))
            past = Past(Desk())
            for entry in day[: DAY - EVERY + 1]:
                past.add(entry)
            checkpoint = taken(past)
            database.run_now(partial(store, checkpoint=checkpoint))
            start_s = median(seconds(partial(_start, database)) for _ in range(STARTS))
            yield Figure(f"{name}: a start from a checkpoint, the longest rest", start_s, "s", 1.0)
            yield Figure(f"{name}: a start from the first event", whole_s, "s")
            yield Figure(f"{name}: the checkpoint", len(checkpoint.body) / 1e6, "MB")
            calls = sum(isinstance(entry.event, CallArrived) for entry in day)
            yield Figure(f"{name}: bytes of a call", weight / calls, "B")
            yield Figure(f"{name}: events of a call", DAY / calls, "")
            if agents == SIZES[-1]:
                quiet, making, took = uvloop.run(_stalls(database, rush))
                what = f"checkpoint, {agents} agents, {CALLS_A_SECOND} calls a second"
                yield Figure(f"{what}: longest stall while it is made", making * 1e3, "ms", 20)
                yield Figure(f"{what}: longest stall without", quiet * 1e3, "ms")
                yield Figure(f"{what}: making it", took, "s")


WEIGHT = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"


def _entries(rush: Rush) -> list[JournalEntry]:
    return [
        JournalEntry(
            seq, float(seq), event, (event.agent, f"{seq:032x}") if isinstance(event, COMMANDS) else None
        )
        for seq, event in enumerate(rush.events, 1)
    ]


def _start(database: Database) -> None:
    _engine(database).replay()


def _engine(database: Database) -> Engine:
    return Engine(Desk(), Journal(database), Hub(Directory(), "desk"), lambda order: None)


class Live(Rush):
    """A rush that goes on at a running engine, with its journal and its documents."""

    def __init__(self, rush: Rush, engine: Engine) -> None:
        vars(self).update(vars(rush))
        self.desk = engine.desk
        self._engine = engine

    def _take(self, what: Input) -> None:
        self._engine.tell(what)

    async def go_on(self) -> None:
        while True:
            await asyncio.sleep(1 / CALLS_A_SECOND)
            self.turn()


async def _stalls(database: Database, rush: Rush) -> tuple[float, float, float]:
    """The longest stall of the loop without a checkpoint and while one is made, and how long that takes."""
    engine = _engine(database)
    engine.replay()
    await engine.start(())
    maker = CheckpointMaker(database)
    working = asyncio.create_task(Live(rush, engine).go_on())
    await asyncio.sleep(1)
    quiet, making, took = [], [], []
    for _ in range(MAKINGS):
        begun = time.perf_counter()
        making.append(await _longest_stall(maker._make()))
        took.append(time.perf_counter() - begun)
        quiet.append(await _longest_stall(asyncio.sleep(took[-1])))
    working.cancel()
    await engine.stop()
    return max(quiet), max(making), median(took)


async def _longest_stall(meanwhile: Awaitable[object]) -> float:
    """How late the loop has been at the worst, to do what was due, while something else was awaited.

    The time in which other programs had the processor does not count: it is the machine's, not the server's.
    """
    worst, ended = 0.0, asyncio.ensure_future(meanwhile)
    with open(f"/proc/self/task/{threading.get_native_id()}/schedstat") as counters:
        while not ended.done():
            begun, waited_s = time.perf_counter(), _waited_s(counters)
            await asyncio.sleep(0.001)
            late_s = time.perf_counter() - begun - 0.001
            worst = max(worst, late_s - (_waited_s(counters) - waited_s))
    await ended
    return worst


def _waited_s(counters: TextIO) -> float:
    """How long this thread could have run so far, and no processor was free."""
    counters.seek(0)
    return int(counters.read().split()[1]) / 1e9
