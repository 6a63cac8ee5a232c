"""When a queue's figure deserves attention: the thresholds, in this one place.

A level is 0 (calm), 1 (warn, yellow) or 2 (alarm, red). It is never shown by colour alone.
"""

from __future__ import annotations

CALM, WARN, ALARM = 0, 1, 2

SERVING_ENOUGH = 4
LENGTH_ALARM = 3
WAIT_WARN_S = 30
WAIT_ALARM_S = 60


def serving_level(serving: int) -> int:
    """The level of the number of agents who serve a queue."""
    if serving >= SERVING_ENOUGH:
        return CALM
    return WARN if serving else ALARM


def length_level(length: int) -> int:
    """The level of the number of calls that wait in a queue."""
    if length >= LENGTH_ALARM:
        return ALARM
    return WARN if length else CALM


def wait_level(wait_s: float) -> int:
    """The level of the longest wait; the page's clock element does the same by itself from WAIT_LEVELS."""
    if wait_s > WAIT_ALARM_S:
        return ALARM
    return WARN if wait_s > WAIT_WARN_S else CALM


WAIT_LEVELS = f"{WAIT_WARN_S} {WAIT_ALARM_S}"
