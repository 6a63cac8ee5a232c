"""The stage on the storm's Asterisk: the product's client of Asterisk, and made-up time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from benedesk.core.desk import Desk
from benedesk.core.effects import SetTimer
from benedesk.core.events import Event
from benedesk.core.inputs import Input, TimerFired
from benedesk.core.loop import take
from benedesk.core.model import Failure
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx

from tests.lab.storm.asterisk import Asterisk
from tests.lab.storm.channels import BUSY, DECLINED, Channel
from tests.lab.storm.door import StormDoor
from tests.lab.storm.network import Way
from tests.lab.storm.server import SETTINGS, Machine, StormProcess
from tests.lab.storm.time import Clock, ProcessLoop

from .stage import CALLERS, NOBODY, PHONES, PLACED, RINGS_ON, Behaviour, call_of, move_in, ring_of, told

CAUSES = {Failure.BUSY: BUSY, Failure.DECLINED: DECLINED, Failure.UNREACHABLE: 20, Failure.BAD_NUMBER: 1}
UNHEARD = {Failure.BUSY, Failure.UNREACHABLE, Failure.BAD_NUMBER}  # a phone that answers so has not rung
PATIENCE_S = 60.0


class StormStage:
    def __init__(self) -> None:
        self._clock = Clock()
        self._loop = ProcessLoop(self._clock)
        self._asterisk = Asterisk(self._clock, Way(self._clock, Random(0)))
        self._asterisk.endpoints = {f"PJSIP/{phone}": phone != NOBODY for phone in PHONES.values()}
        self._asterisk.rung = self._rung
        self._machine = Machine(self._clock)
        self._behaviours: dict[str, Behaviour] = {}
        self._callers: dict[str, Channel] = {}
        self._desk = Desk()
        self._journal: list[Event] = []
        self._cursor = 0
        self.pbx = self._new_pbx()
        self._do(lambda: move_in(self._take))
        self.back()

    def _new_pbx(self) -> AsteriskPbx:
        door = StormDoor(self._asterisk, self._asterisk.way, "ours")
        return AsteriskPbx(SETTINGS, door=door, process=StormProcess(self._machine))  # type: ignore[arg-type]

    def close(self) -> None:
        self._do(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])
        self._pass(PATIENCE_S)

    def _do(self, what: Callable[[], object]) -> None:
        """In the desk's process; with all that follows at once."""
        self._loop.call_soon(what)
        self._pass(0.05)

    def _pass(self, seconds: float) -> None:
        end = self._clock.now + seconds
        while self._clock.step(end):
            pass

    def _until(self, condition: Callable[[], object]) -> None:
        limit = self._clock.now + PATIENCE_S
        while not condition():
            assert self._clock.step(limit), f"nothing more happens after {self._journal[-5:]}"

    def _take(self, what: Input) -> None:
        step = take(self._desk, what, self._clock.now)
        self._journal.extend(step.events)
        for effect in step.effects:
            if isinstance(effect, SetTimer):
                ring = TimerFired(effect.timer, effect.due)
                self._loop.call_at(effect.due, self._take, ring)
            else:
                self.pbx.order(effect)

    # -- phones ------------------------------------------------------------------------------------

    def _rung(self, channel: Channel) -> None:
        agent = next(
            (one for one, phone in PHONES.items() if channel.endpoint == f"PJSIP/{phone}"), "outside"
        )
        behaviour, asterisk = self._behaviours.get(agent, RINGS_ON), self._asterisk
        if behaviour.failure not in UNHEARD:
            self._clock.after(0.01, lambda: asterisk.ringing(channel))
        if behaviour.answers:
            self._clock.after(0.02 + behaviour.after_s, lambda: asterisk.answer(channel))
        elif behaviour.failure:
            cause = CAUSES[behaviour.failure]
            self._clock.after(0.02 + behaviour.after_s, lambda: asterisk.reject(channel, cause))

    def _phone(self, who: str) -> list[Channel]:
        """What this phone has, the latest first."""
        channels = reversed(self._asterisk.channels.values())
        if who in PHONES:
            return [channel for channel in channels if channel.endpoint == f"PJSIP/{PHONES[who]}"]
        return [channel for channel in channels if "@" in channel.endpoint]

    def _caller(self, caller: str) -> Channel:
        return self._phone("outside")[0] if caller == PLACED else self._callers[caller]

    def phone(self, who: str, behaviour: Behaviour) -> None:
        self._behaviours[who] = behaviour

    def calls(self, caller: str, number: str) -> None:
        self._callers[caller] = self._asterisk.arrives(CALLERS[caller], number.replace(" ", ""))

    def caller_hangs_up(self, caller: str) -> None:
        self._asterisk.hang_up(self._caller(caller))

    def phone_rings(self, who: str) -> None:
        self._until(lambda: any(channel.state == "Ringing" for channel in self._phone(who)))

    def phone_answers(self, agent: str) -> None:
        self._asterisk.answer(self._phone(agent)[0])

    def phone_hangs_up(self, agent: str) -> None:
        self._until(lambda: any(channel.up for channel in self._phone(agent)))
        self._asterisk.hang_up(self._phone(agent)[0])

    def target_hangs_up(self, caller: str) -> None:
        self._asterisk.hang_up(self._phone("outside")[0])

    # -- the desk ----------------------------------------------------------------------------------

    def take(self, what: Any) -> None:
        if hasattr(what, "call"):
            what = replace(what, call=call_of(self._desk, self._journal, what.call))
        self._do(lambda: self._take(what))

    def time_is_up(self, caller: str) -> None:
        ring = ring_of(self._desk, call_of(self._desk, self._journal, caller))
        self._do(lambda: self._take(ring))

    def until(self, event: type[Event]) -> None:
        start = self._cursor
        self._until(lambda: any(isinstance(each, event) for each in self._journal[start:]))
        rest = self._journal[start:]
        self._cursor += next(n for n, each in enumerate(rest, 1) if isinstance(each, event))

    def until_all_is_over(self) -> None:
        self._until(lambda: not self._desk.calls)

    def hears(self, caller: str, who: str) -> None:
        self._until(lambda: self._hears(caller) == who)

    def _hears(self, caller: str) -> str:
        channel = self._caller(caller)
        for other in self._asterisk.together(channel):
            agent = other.variables["BENE_AGENT"]
            return f"agent {agent}" if agent else "target"
        return f"{channel.music} music"

    def away(self) -> None:
        self._do(lambda: self._loop.create_task(self.pbx.stop()))
        self.pbx = self._new_pbx()

    def back(self) -> None:
        self._do(lambda: self._loop.create_task(self.pbx.start(self._take)))
        self._until(lambda: self.pbx.online)

    @property
    def story(self) -> list[dict[str, Any]]:
        return told(self._journal)
