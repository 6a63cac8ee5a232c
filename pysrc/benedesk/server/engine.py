"""The desk's single owner: takes inputs, makes their events durable, and only then lets anything out.

Inputs are taken while the batch before them is being written, and go into the next one. Everything
here runs in one event loop and nothing in `submit` waits, so no two inputs ever meet the desk at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog

from benedesk.core import timers
from benedesk.core.decide import decide
from benedesk.core.desk import Desk
from benedesk.core.effects import PbxOrder, SetTimer
from benedesk.core.errors import Refused
from benedesk.core.inputs import AgentCommand, Input, OpenDesk, PbxLost, TimerFired
from benedesk.core.loop import Step, take
from benedesk.wire.hub import Hub, Key, prepare

from .clock import DeskClock
from .store.checkpoint import Past, recall
from .store.journal import Journal, JournalEntry

LOOK_AGAIN_S = 30.0  # how soon a wall clock that was set is noticed
LATE_S = 0.05  # a timer that is so late: the process was stopped
A_MOMENT_S, CATCH_UP_S = 0.02, 0.5  # so long do words of the PBX come first: always, and after a stop
log = structlog.get_logger("engine")


@dataclass(slots=True)
class _Batch:
    """What goes to the disk together, and what may go out once it is there."""

    entries: list[JournalEntry] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    answers: list[Callable[[], None]] = field(default_factory=list)


class Engine:
    """Runs one desk. `start`, then `submit` from the same event loop, then `stop`."""

    def __init__(
        self, desk: Desk, journal: Journal, hub: Hub, order: Callable[[PbxOrder], None],
        clock: DeskClock | None = None,
    ) -> None:  # fmt: skip
        self.desk = desk
        self.hub = hub
        self.failure: str | None = None
        """Why the engine has stopped for good: our mistake, or a journal that is damaged."""
        self.failed = asyncio.Event()
        self.listeners: list[Callable[[Step], None]] = []
        """Told each step that is durable."""
        self._journal = journal
        self._order = order
        self.clock = clock or DeskClock()
        """What `now` is to this desk; panels are told the same."""
        self._batch = _Batch()
        self._held: deque[Input] = deque()  # what the PBX and the clock told while the journal failed
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    @property
    def trouble(self) -> str | None:
        """Why no input is taken at the moment; None when all is well."""
        return self.failure or self._journal.trouble

    def replay(self) -> Past:
        """Bring the desk to where the journal ends. Raises JournalError."""
        past = recall(self._journal.database, self.desk.country)
        self.desk = past.desk
        self.clock.not_before(past.at)
        for key in past.commands():
            self.hub.remember(key)
        return past

    async def start(self, settings: Iterable[Input]) -> None:
        """Take the settings' inputs, set the running timers again, and begin to take others.

        Until the PBX has told `PbxSynced`, nobody is offered a call and no ring time runs.

        Raises Refused for settings that the desk cannot take: whoever has them checks them first.
        """
        self._writer = asyncio.create_task(self._write())
        self._take(PbxLost(), None)  # until it has told otherwise: what was ordered last may not be so
        for what in settings:
            self._take(what, None)
        for timer in self.desk.timers():
            self._set(timer, timer.due - self.clock.now())
        await self.ask(OpenDesk())

    async def stop(self) -> None:
        """Make durable what has been taken, and take nothing more."""
        for handle in self._timers.values():
            handle.cancel()
        self._timers.clear()
        if self._writer and not self._writer.done():
            # A journal that fails, now or while it is waited for, may never be done.
            ends = (self._idle, self._journal.failing, self.failed)
            waits = [asyncio.create_task(end.wait()) for end in ends]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            self._writer.cancel()

    # -- inputs ------------------------------------------------------------------------------------

    def check(self, what: Input) -> None:
        """Raises Refused if this would be refused now; changes nothing."""
        self._check_open()
        decide(self.desk, what, self.clock.now())

    def tell(self, what: Input) -> None:
        """What the PBX, the clock or the accounts tell: never lost, it waits while the journal fails."""
        if self.trouble or self._held:
            self._held.append(what)
            return
        try:
            self._take(what, None)
        except Refused as refused:
            log.warning("refused", input=repr(what), code=refused.code, text=refused.text)

    def command(self, key: Key, what: AgentCommand) -> None:
        """An agent's command; the hub is told the answer when it is durable."""
        refused: Refused | None = None
        try:
            self._take(what, key)
        except Refused as why:
            refused = why
            if self.trouble:  # nothing will be written soon: say so now
                self.hub.answer(key, refused)
                return
        self._batch.answers.append(lambda: self.hub.answer(key, refused))
        self._wake()

    async def ask(self, what: Input) -> None:
        """Return when the input is durable. Raises Refused."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._take(what, None)
        self._batch.answers.append(lambda: done.set_result(None) if not done.done() else None)
        self._wake()
        failed = asyncio.create_task(self.failed.wait())
        ends: list[asyncio.Future[Any]] = [done, failed]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        failed.cancel()
        if not done.done():
            raise Refused("unavailable", f"the server cannot take anything now: {self.failure}")

    def _take(self, what: Input, key: Key | None) -> None:
        self._check_open()
        now = self.clock.now()
        before = self.desk.seq
        try:
            step = take(self.desk, what, now)
        except Refused:
            raise
        except Exception:
            log.exception("crashed", input=repr(what))
            if self._is_changed(what, before, now):
                self._fail(f"a mistake in BeneDesk: {type(what).__name__} left the desk half changed")
            raise Refused("unavailable", "a mistake in BeneDesk; see the server's log") from None
        for number, event in enumerate(step.events):
            command = key if number == 0 else None
            self._batch.entries.append(JournalEntry(step.first_seq + number, now, event, command))
        self._batch.steps.append(step)
        self._wake()

    def _check_open(self) -> None:
        if self.trouble:
            raise Refused("unavailable", f"the server cannot take anything now: {self.trouble}")

    def _is_changed(self, what: Input, before: int, now: float) -> bool:
        """Whether a crash may have left the desk half changed: only deciding changes nothing."""
        if self.desk.seq != before:
            return True
        try:
            decide(self.desk, what, now)
        except Exception:
            return False
        return True

    def _fail(self, why: str) -> None:
        self.failure = why
        log.critical("engine_stopped", why=why)
        self.failed.set()

    # -- durable, then out -------------------------------------------------------------------------

    def _wake(self) -> None:
        self._idle.clear()
        self._work.set()

    async def _write(self) -> None:
        try:
            while True:
                if not self._work.is_set():
                    self._idle.set()
                await self._work.wait()
                self._work.clear()
                await self._write_batch()
        except Exception as problem:
            log.exception("writing_failed")
            self._fail(f"the journal is damaged, or a mistake in BeneDesk: {problem}")

    async def _write_batch(self) -> None:
        batch, self._batch = self._batch, _Batch()
        sheets = prepare(self.desk)
        await self._journal.append(batch.entries)
        for step in batch.steps:
            self._carry_out(step)
        self.hub.release(sheets)
        for answer in batch.answers:
            answer()
        self._take_held()

    def _carry_out(self, step: Step) -> None:
        for effect in step.effects:
            try:
                if isinstance(effect, SetTimer):
                    # Its length begins now, with the orders: a phone that is rung late rings as long.
                    self._set(effect, effect.due - step.at)
                else:
                    self._order(effect)
            except Exception:
                log.exception("order_failed", order=repr(effect))
        for listener in self.listeners:
            try:
                listener(step)
            except Exception:
                log.exception("listener_failed")

    def _take_held(self) -> None:
        held, self._held = self._held, deque()
        for what in held:
            self.tell(what)

    def _set(self, timer: SetTimer, left_s: float) -> None:
        """`left_s` is a length, by the monotonic clock. The end of an availability is an instant: it is
        looked at again and again, as the wall clock may be set meanwhile."""
        if earlier := self._timers.pop(timer.timer, None):
            earlier.cancel()
        if timers.parts(timer.timer)[0] == timers.AVAILABILITY:
            left_s = min(timer.due - self.clock.now(), LOOK_AGAIN_S)
        self._wait(timer, max(0.0, left_s))

    def _wait(self, timer: SetTimer, for_s: float) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + for_s
        self._timers[timer.timer] = loop.call_at(due, self._is_due, timer, due)

    def _is_due(self, timer: SetTimer, due: float) -> None:
        """What the PBX has told while this process was stopped waits to be read, and comes first: whoever
        lifted their phone in time has answered."""
        loop = asyncio.get_running_loop()
        first_s = CATCH_UP_S if loop.time() - due > LATE_S else A_MOMENT_S
        self._timers[timer.timer] = loop.call_later(first_s, self._rang, timer)

    def _rang(self, timer: SetTimer) -> None:
        if timers.parts(timer.timer)[0] == timers.AVAILABILITY and timer.due > self.clock.now():
            self._set(timer, timer.due - self.clock.now())
        else:
            del self._timers[timer.timer]
            self.tell(TimerFired(timer.timer, timer.due))
