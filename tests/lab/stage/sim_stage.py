"""The stage on the simulated PBX: no time passes but by its own clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benedesk.core.desk import Desk
from benedesk.core.events import Event
from benedesk.sim.pbx import Reply
from benedesk.sim.world import World

from .stage import (
    AWAY,
    CALLERS,
    NO_SUCH,
    NOBODY,
    OUTSIDE,
    PHONES,
    PLACED,
    RINGS_ON,
    WRONG_NUMBER,
    Behaviour,
    call_of,
    move_in,
    ring_of,
    told,
)  # fmt: skip

PATIENCE_S = 60.0


class SimStage:
    def __init__(self) -> None:
        self._behaviours: dict[str, Behaviour] = {NOBODY: AWAY, NO_SUCH: WRONG_NUMBER}
        self._world = World(Desk(), now=1000.0, reply=self._reply)
        self._cursor = 0
        self._calls = 0
        move_in(self._world.take)

    def _reply(self, number: str) -> Reply:
        behaviour = self._behaviours.get(number, RINGS_ON)
        return Reply(behaviour.answers, behaviour.failure, behaviour.after_s)

    def phone(self, who: str, behaviour: Behaviour) -> None:
        self._behaviours[PHONES.get(who, OUTSIDE)] = behaviour

    def calls(self, caller: str, number: str) -> None:
        self._calls += 1
        self._world.pbx.caller_calls(f"call {self._calls}", number, CALLERS[caller])

    def _call(self, caller: str) -> str:
        return call_of(self._world.desk, self._world.journal, caller)

    def caller_hangs_up(self, caller: str) -> None:
        self._world.pbx.caller_hangs_up(self._call(caller))

    def phone_rings(self, who: str) -> None:
        self._run(lambda: self._world.pbx.rings_for(who) if who in PHONES else self._outside_rings())

    def _outside_rings(self) -> bool:
        return any(line.placing and line.leg and line.leg.up for line in self._world.pbx.lines.values())

    def phone_answers(self, agent: str) -> None:
        self._world.pbx.phone_answers(agent)

    def phone_hangs_up(self, agent: str) -> None:
        self._world.pbx.phone_hangs_up(agent)

    def target_hangs_up(self, caller: str) -> None:
        self._world.pbx.target_hangs_up(self._line(caller))

    def _line(self, caller: str) -> str:
        """The line that this caller has now, also when it is no longer the desk's call."""
        number = OUTSIDE if caller == PLACED else CALLERS[caller]
        return next(line.call for line in self._world.pbx.lines.values() if line.caller == number)

    def take(self, what: Any) -> None:
        self._world.take(replace(what, call=self._call(what.call)) if hasattr(what, "call") else what)

    def time_is_up(self, caller: str) -> None:
        self._world.take(ring_of(self._world.desk, self._call(caller)))

    def until(self, event: type[Event]) -> None:
        self._run(lambda: any(isinstance(each, event) for each in self._world.journal[self._cursor :]))
        rest = self._world.journal[self._cursor :]
        self._cursor += next(n for n, each in enumerate(rest, 1) if isinstance(each, event))

    def until_all_is_over(self) -> None:
        self._run(lambda: not self._world.desk.calls)

    def _run(self, condition: Any) -> None:
        limit = self._world.now + PATIENCE_S
        while not condition():
            due = self._world.next_due()
            assert due is not None and due < limit, f"nothing more happens after {self._world.journal[-5:]}"
            self._world.run(until=due)

    def hears(self, caller: str, who: str) -> None:
        heard = self._world.pbx.hears(self._line(caller))
        assert heard == (f"target {OUTSIDE}" if who == "target" else who)

    def away(self) -> None:
        self._world.pbx.online = False

    def back(self) -> None:
        self._world.pbx.online = True
        self._world.take(self._world.pbx.synced())

    @property
    def story(self) -> list[dict[str, Any]]:
        return told(self._world.journal)
