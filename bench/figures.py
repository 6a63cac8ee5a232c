"""A figure with its goal, and how to get one that a busy machine does not spoil.

Absolute times on a shared machine are noise. Two things measured in turns, in the same run, share the
noise: their ratio is what counts, and of many ratios the median.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Measured = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One result. `goal` is the most that it may be (`least`: the least), None if it only informs."""

    name: str
    value: float
    unit: str = "×"
    goal: float | None = None
    least: bool = False

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.least else self.value <= self.goal


def seconds(what: Measured) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def alternated(rounds: int, **things: Measured) -> dict[str, list[float]]:
    """Seconds of each thing in each round; every other round goes through them backwards."""
    times: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(rounds):
        for name in things if turn % 2 == 0 else reversed(things):
            times[name].append(seconds(things[name]))
    return times


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the pairs' ratios."""
    return median(a / b for a, b in zip(ours, theirs, strict=True))


def percentile(values: list[float], share: float) -> float:
    """The value under which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
