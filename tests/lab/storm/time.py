"""Made-up time: one list of what is due, and event loops of processes that wait for it."""

from __future__ import annotations

import asyncio
import heapq
import threading
from asyncio import events
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from itertools import count
from typing import Any

MIDNIGHT = 1_800_000_000.0  # the true time at the begin of every storm


class Clock:
    """True time, in epoch seconds; `at` has something done then."""

    def __init__(self) -> None:
        self.now = MIDNIGHT
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = count()
        self.loops: list[ProcessLoop] = []

    def at(self, when: float, do: Callable[[], None]) -> None:
        heapq.heappush(self._due, (max(when, self.now), next(self._count), do))

    def after(self, seconds: float, do: Callable[[], None]) -> None:
        self.at(self.now + seconds, do)

    def step(self, end: float) -> bool:
        """Let the next thing happen that is due before `end`; False, at `end`, if there is none."""
        loop = min(self.loops, key=lambda loop: loop.due, default=None)
        when = loop.due if loop else end
        if self._due and self._due[0][0] <= when:
            when, loop = self._due[0][0], None
        if when >= end:
            self.now = max(self.now, end)
            return False
        self.now = max(self.now, when)
        if loop:
            loop.turn()
        else:
            heapq.heappop(self._due)[2]()
        return True


class _Nothing:
    """A selector without files: nobody waits for a real socket here."""

    def select(self, timeout: float | None) -> list[Any]:
        return []


class ProcessLoop(BaseEventLoop):
    """The event loop of one process. It turns when the clock lets it; a process that is stopped, or dead,
    is one whose loop turns no more."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._selector = _Nothing()
        self._clock_resolution = 1e-6
        self.set_exception_handler(self._complain)
        self.complaints: list[str] = []
        self.stopped = False
        clock.loops.append(self)

    def time(self) -> float:
        return self._clock.now

    def _process_events(self, event_list: list[Any]) -> None:
        pass

    def _write_to_self(self) -> None:
        pass

    @property
    def due(self) -> float:
        """When there is next something to do; never for a process that is stopped."""
        if self.stopped:
            return float("inf")
        if self._ready:
            return self._clock.now
        while self._scheduled and self._scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(self._scheduled)._scheduled = False
        return float(self._scheduled[0]._when) if self._scheduled else float("inf")

    def turn(self) -> None:
        """Do what is due, once round."""
        self._thread_id = threading.get_ident()
        events._set_running_loop(self)
        try:
            self._run_once()
        finally:
            self._thread_id = None
            events._set_running_loop(None)

    def kill(self) -> None:
        """Nothing of this process happens any more, not even that which tidies up."""
        self.stopped = True
        self._clock.loops.remove(self)
        self._dead = asyncio.all_tasks(self)
        for task in self._dead:
            task._log_destroy_pending = False  # type: ignore[attr-defined]

    def _check_closed(self) -> None:
        pass

    def __del__(self) -> None:
        pass

    def _complain(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.complaints.append(f"{context.get('message')}: {context.get('exception')!r}")
