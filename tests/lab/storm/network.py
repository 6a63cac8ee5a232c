"""The network of the storm: connections that are late, that break on one side or both, and black holes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .time import Clock

Deliver = Callable[[str | None], None]


@dataclass
class Way:
    """Whatever two machines have between them: all of its connections share its weather."""

    clock: Clock
    chance: Random
    slow_s: float = 0.0
    holed_until: float = 0.0

    def delay_s(self) -> float:
        return 0.0005 + self.chance.random() * (0.002 + self.slow_s)

    @property
    def holed(self) -> bool:
        return self.holed_until > self.clock.now


class Pipe:
    """One direction of a connection: what comes out, comes in order. None is the end."""

    def __init__(self, way: Way, deliver: Deliver) -> None:
        self._way = way
        self._deliver = deliver
        self._frames: deque[tuple[float, str | None]] = deque()
        self.broken = False

    def send(self, frame: str | None) -> None:
        if not self.broken:
            self._frames.append((self._way.clock.now + self._way.delay_s(), frame))
            if len(self._frames) == 1:
                self._way.clock.at(self._frames[0][0], self._pump)

    @property
    def is_stuck(self) -> bool:
        """It got into a hole: what is in it waits, maybe for longer than the hole, to be sent again."""
        return bool(self._frames) and self._frames[0][0] < self._way.clock.now - 0.1

    def _pump(self) -> None:
        """Deliver what is due, unless it got into a hole: TCP sends it again afterwards."""
        while self._frames and not self.broken:
            due = max(self._frames[0][0], self._way.holed_until)
            if due > self._way.clock.now:
                self._way.clock.at(due, self._pump)
                return
            self._deliver(self._frames.popleft()[1])


class Connection:
    """Two ends, A and B. A cut takes what is under way; each end hears of it, or (half open) only one."""

    def __init__(self, way: Way, to_a: Deliver, to_b: Deliver) -> None:
        self.a_sends = Pipe(way, to_b)
        self.b_sends = Pipe(way, to_a)

    def close_a(self) -> None:
        """A closes: B has all that was sent, and then the end. A hears no more."""
        self.b_sends.broken = True
        self.a_sends.send(None)

    def close_b(self) -> None:
        self.a_sends.broken = True
        self.b_sends.send(None)
