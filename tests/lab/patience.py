"""How long a test waits: in time that the machine really has."""

from __future__ import annotations

import time
from pathlib import Path

STALLED = Path("/proc/pressure/cpu")  # Linux: for how long somebody has waited for a core, since the start
LONGEST = 20


def stalled_s() -> float:
    if not STALLED.exists():
        return 0.0
    some = STALLED.read_text().partition("\n")[0]
    return int(some.rpartition("total=")[2]) / 1e6


class Patience:
    """So many seconds from now on, of those in which no program had to wait for a core.

    So a bound holds for what is tested, and not for what else the machine does: where everything has the
    core that it asks for, these are plain seconds. It ends, however, after LONGEST times as long.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun, self._stalled = time.monotonic(), stalled_s()

    @property
    def over(self) -> bool:
        passed = time.monotonic() - self._begun
        own = passed - (stalled_s() - self._stalled)
        return own > self._seconds or passed > LONGEST * self._seconds
