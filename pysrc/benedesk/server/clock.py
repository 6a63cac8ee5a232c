"""The desk's clock: lengths by the monotonic clock, instants by the wall clock, and never back.

A wall clock that is set back would make every ring three hours long; one that is set forward, no time at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable

STEP_S = 1.0  # less is how clocks are kept, and no reason to do anything
CATCH_UP = 0.9


class DeskClock:
    """Instants in epoch seconds. They pass as fast as real time does.

    When the wall clock is ahead of them it is believed: a machine may begin without knowing the time. When it
    is behind, the desk's time goes on, a tenth slower, until the wall clock has come up to it.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._looked = monotonic()
        self._at = wall()

    def not_before(self, at: float) -> None:
        """Go on from this instant, if that is later: where the journal ends."""
        self._at = max(self.now(), at)

    def now(self) -> float:
        looked = self._monotonic()
        passed, wall = looked - self._looked, self._wall()
        if wall < self._at + passed - STEP_S:
            passed *= CATCH_UP
        self._at = max(self._at + passed, wall)
        self._looked = looked
        return self._at
