"""A desk, a simulated PBX and a clock that only moves when told: a day in a second."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

from ..core.desk import Desk
from ..core.effects import SetTimer
from ..core.errors import Refused
from ..core.events import Event
from ..core.inputs import Input, TimerFired
from ..core.loop import Step, take
from .pbx import RINGS_ON, Reply, SimPbx


class World:
    """Runs the loop with `now` as its clock. `listeners` are told every step that had events."""

    def __init__(
        self, desk: Desk, now: float = 0.0, reply: Callable[[str], Reply] = lambda n: RINGS_ON
    ) -> None:
        self.desk = desk
        self.now = now
        self.pbx = SimPbx(later=self.later, tell=self._told, reply=reply)
        self.journal: list[Event] = []
        self.listeners: list[Callable[[Step], None]] = []
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def take(self, what: Input) -> Step:
        """Give the desk an input now, journal what it decides, and carry out what follows.

        Raises Refused.
        """
        step = take(self.desk, what, self.now)
        self.journal.extend(step.events)
        for listener in self.listeners:
            listener(step)
        for effect in step.effects:
            if isinstance(effect, SetTimer):
                self._set(effect)
            else:
                self.pbx.order(effect)
        return step

    def later(self, after_s: float, what: Callable[[], None]) -> None:
        """Do something when `after_s` of this world's time has passed."""
        heapq.heappush(self._agenda, (self.now + max(0.0, after_s), next(self._order), what))

    def run(self, until: float) -> None:
        """Let time pass until then; everything due happens in order."""
        while self._agenda and self._agenda[0][0] <= until:
            due, _, what = heapq.heappop(self._agenda)
            self.now = max(self.now, due)
            what()
        self.now = max(self.now, until)

    def next_due(self) -> float | None:
        """When something happens next by itself."""
        return self._agenda[0][0] if self._agenda else None

    def _set(self, timer: SetTimer) -> None:
        self.later(timer.due - self.now, lambda: self._tried(TimerFired(timer.timer, timer.due)))

    def _told(self, what: Input) -> None:
        # As through a wire: the PBX never interrupts the order that it is carrying out.
        self.later(0.0, lambda: self._tried(what))

    def _tried(self, what: Input) -> None:
        try:
            self.take(what)
        except Refused as refused:
            raise AssertionError(f"the PBX and the clock are never refused: {what}") from refused
