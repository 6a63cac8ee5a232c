"""One storm, from one seed: some bad minutes, calm, and every promise looked at; and again."""

from __future__ import annotations

import gc
import random
import re
import sys
import warnings
from collections.abc import Callable
from random import Random

import structlog
from benedesk.core.loop import Step

from .asterisk import Asterisk
from .disk import Disk
from .network import Way
from .panel import Panel
from .people import COMPANY, Agents, Callers, Phones
from .promises import OURS, broken, unfair
from .server import Machine, Server
from .time import Clock
from .weather import Weather

ROUNDS, BAD_S, SETTLE_S, LOOK_S, LOOKS = 3, 60.0, 40.0, 1.0, 3
NOTICED_S = 10.0  # so long a server may not know that another has its application
MISTAKES = {
    "crashed", "order_failed", "listener_failed", "writing_failed", "event_failed", "connection_unusable",
    "task_failed", "connection_broken",
}  # fmt: skip


class Storm:
    """The world of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        random.seed(seed)  # the product's own jitter
        self.chance = Random(seed)
        self.log: list[str] = []
        self.notes: list[str] = []
        self.rings_until: dict[str, float] = {}  # by call, by true time
        self.durable_at: dict[int, float] = {}  # by the event's number
        structlog.configure(processors=[self._note], cache_logger_on_first_use=False)
        self.clock = Clock()
        self.began_at = self.clock.now
        self.way, self.panel_way = Way(self.clock, self.chance), Way(self.clock, self.chance)
        self.machine = Machine(self.clock)
        self.disk = Disk(self.clock, self.chance, OURS)
        self.asterisk = Asterisk(self.clock, self.way)
        self.asterisk.heard = self.note
        self.asterisk.is_contested = lambda: any(
            other.ended_at > self.clock.now - NOTICED_S for other in self.others
        )
        self.phones = Phones(self.clock, self.asterisk, self.chance)
        self.callers = Callers(self.clock, self.asterisk, self.chance)
        self.every: list[Server] = []
        self.others: list[Server] = []
        self.server = self._new_server(self.disk)
        self._supervise()
        self.panels = [
            Panel(self.clock, self.panel_way, agent.agent, f"{agent.agent}{nth}", self._listening)
            for agent in COMPANY.agents
            for nth in range(1 + (agent.agent == "ann"))
        ]
        self.agents = Agents(self.clock, self.panels, self.chance)

    def _note(self, logger: object, method: str, entry: dict[str, object]) -> str:
        if entry["event"] in MISTAKES:
            problem = sys.exc_info()[1]
            self.log.append(f"logged: {entry} {problem!r}")
        raise structlog.DropEvent

    def note(self, what: str) -> None:
        """For the story, should one have to be told."""
        self.notes.append(f"{self.clock.now - self.began_at:8.3f} {what}")

    def _durable(self, desk: str) -> Callable[[Step], None]:
        def note(step: Step) -> None:
            for seq, event in enumerate(step.events, step.first_seq):
                self.note(f"    {desk}: {event}")
                if desk == OURS:
                    self.durable_at[seq] = self.clock.now
                    self.log += unfair(self, event)

        return note

    def _new_server(self, disk: Disk) -> Server:
        durable = self._durable(disk.desk_id)
        server = Server(self.clock, self.machine, disk, self.asterisk, self.way, COMPANY, durable)
        self.every.append(server)
        return server

    def second_server(self) -> Server:
        """Somebody starts another by mistake, with a data folder of its own."""
        self.others.append(self._new_server(Disk(self.clock, self.chance, "another")))
        return self.others[-1]

    def _supervise(self) -> None:
        """As systemd does: a server that has ended is started again."""
        if self.server.ended:
            if self.server.ended not in ("killed", "stopped", "taken"):
                self.log.append(f"the server ended: {self.server.ended}")
            self.server = self._new_server(self.disk)
        self.clock.after(self.chance.choice([0.2, 1.0, 3.0]), self._supervise)

    def _listening(self) -> Server | None:
        return self.server if self.server.serving else None

    # -- its course --------------------------------------------------------------------------------

    def run(self) -> None:
        """Raises AssertionError with all that is broken, and how it came to that."""
        hook = sys.unraisablehook
        sys.unraisablehook = lambda _: None  # what a killed process leaves half done
        try:
            for _ in range(ROUNDS):
                self._round()
        finally:
            for server in self.every:
                server.kill()
            self.every.clear()
            with warnings.catch_warnings(action="ignore"):
                gc.collect()
            sys.unraisablehook = hook

    def _round(self) -> None:
        people = (self.callers, self.agents, self.phones)
        for some in people:
            some.calm = False
        self.callers.begin(every_s=4.0)
        weather = Weather(self, every_s=self.chance.choice([3.0, 8.0, 20.0]))
        self._pass(BAD_S)
        for some in people:
            some.calm = True
        weather.end()
        self._pass(SETTLE_S)
        for look in range(LOOKS):
            if broken(self, thoroughly=not look):  # something may just be under way
                self._pass(0.3)
                faults = broken(self, thoroughly=not look)
                assert not faults, self._story(faults)
            self._pass(LOOK_S)

    def _pass(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while self.clock.step(end):
            pass

    def _story(self, faults: list[str]) -> str:
        named = _calls(" ".join(faults))
        about = [note for note in self.notes if "---" in note or named & _calls(note)]
        return "\n  ".join([f"seed {self.seed}:", *faults[:12], "after", *about[-120:]])


def _calls(text: str) -> set[str]:
    return {*re.findall(r"(?:call|out)-\d+", text)}
