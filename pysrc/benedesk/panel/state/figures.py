"""When a queue's figure deserves attention: when somebody waits who should not. The queue says from where on.

A level is 0 (calm), 1 (warn, yellow) or 2 (alarm, red). It is never shown by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...core.documents import FoundQueue, LevelsOfQueue, QueueDocument

CALM, WARN, ALARM = 0, 1, 2
ORIGINAL: LevelsOfQueue = {"length": [1, 3], "wait_s": [30.0, 60.0]}


def levels_of(queue: QueueDocument | FoundQueue) -> LevelsOfQueue:
    """The queue's own; a server of yesterday tells none."""
    return queue.get("levels", ORIGINAL)


def length_level(length: int, levels: Sequence[float]) -> int:
    """The level of the number of calls that wait in a queue."""
    warn, alarm = levels
    return ALARM if length >= alarm else WARN if length >= warn else CALM


def serving_level(serving: int, length: int) -> int:
    """The level of the number of agents who serve a queue: nobody is an alarm for whoever waits."""
    return ALARM if length and not serving else CALM


def wait_levels(levels: LevelsOfQueue) -> str:
    """From how many seconds on a wait has its levels, as the page's clock reads it."""
    return " ".join(f"{level_s:g}" for level_s in levels["wait_s"])
