"""The stage on a real Asterisk, with real phones: a desk, the port and a real clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benedesk.core.desk import Desk
from benedesk.core.effects import SetTimer
from benedesk.core.events import Event
from benedesk.core.inputs import Input, TimerFired
from benedesk.core.loop import take
from benedesk.core.model import Failure
from benedesk.core.views import document
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import settings
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.sip import Answer, Policy, Reject, Ring
from tests.lab.loop import Loop, until

from .stage import CALLERS, PHONES, PLACED, Behaviour, call_of, move_in, ring_of, told

STATUS = {
    Failure.BUSY: 486,
    Failure.DECLINED: 603,
    Failure.UNREACHABLE: 480,
    Failure.BAD_NUMBER: 404,
}


class LiveDesk:
    """A desk that turns its loop in real time. Everything here runs on the lab's loop."""

    def __init__(self, address: str) -> None:
        self.desk = Desk()
        self.journal: list[Event] = []
        self.pbx = AsteriskPbx(settings(address))
        self._address = address

    def take(self, what: Input) -> None:
        step = take(self.desk, what, time.time())
        self.journal.extend(step.events)
        for effect in step.effects:
            if isinstance(effect, SetTimer):
                after_s = max(0.0, effect.due - time.time())
                ring = TimerFired(effect.timer, effect.due)
                asyncio.get_running_loop().call_later(after_s, self.take, ring)
            else:
                self.pbx.order(effect)

    async def connect(self) -> None:
        await self.pbx.start(self.take)
        while not self.pbx.online:
            await asyncio.sleep(0.01)

    async def disconnect(self) -> None:
        await self.pbx.stop()
        self.pbx = AsteriskPbx(settings(self._address))


class LiveStage:
    """`new_caller` makes a phone outside that calls in; `phones` are the house's, by number."""

    def __init__(
        self, loop: Loop, asterisk: Asterisk, phones: dict[str, Handset], outside: Handset,
        new_caller: Callable[..., Handset],
    ) -> None:  # fmt: skip
        self._loop = loop
        self._asterisk = asterisk
        self._phones = phones
        self._outside = outside
        self._callers = {name: new_caller(name, number) for name, number in CALLERS.items()}
        self._live: LiveDesk = loop.call(LiveDesk, asterisk.address)
        self._cursor = 0
        loop.call(move_in, self._live.take)
        loop.run(self._live.connect())

    def close(self) -> None:
        self._loop.run(self._live.pbx.stop())

    def handset(self, who: str) -> Handset:
        """The phone of an agent, or the one outside."""
        return self._phones[PHONES[who]] if who in PHONES else self._outside

    def caller(self, caller: str) -> Handset:
        return self._outside if caller == PLACED else self._callers[caller]

    def document(self, caller: str) -> dict[str, Any]:
        """What panels are shown of this caller's call."""
        call = call_of(self._live.desk, self._live.journal, caller)
        body = document(self._live.desk, f"call/{call}")
        assert body
        return body

    def phone(self, who: str, behaviour: Behaviour) -> None:
        self.handset(who).will(_policy(behaviour))

    def calls(self, caller: str, number: str) -> None:
        self._callers[caller].dial(number)

    def caller_hangs_up(self, caller: str) -> None:
        self.caller(caller).hang_up()

    def phone_rings(self, who: str) -> None:
        self.handset(who).wait_ringing()

    def phone_answers(self, agent: str) -> None:
        self.handset(agent).answer()

    def phone_hangs_up(self, agent: str) -> None:
        self.handset(agent).wait_talking()
        self.handset(agent).hang_up()

    def target_hangs_up(self, caller: str) -> None:
        self._outside.hang_up()

    def take(self, what: Any) -> None:
        self._loop.call(self._take, what)

    def _take(self, what: Any) -> None:
        if hasattr(what, "call"):
            what = replace(what, call=call_of(self._live.desk, self._live.journal, what.call))
        self._live.take(what)

    def time_is_up(self, caller: str) -> None:
        self._loop.call(self._time_is_up, caller)

    def _time_is_up(self, caller: str) -> None:
        desk = self._live.desk
        self._live.take(ring_of(desk, call_of(desk, self._live.journal, caller)))

    def until(self, event: type[Event]) -> None:
        journal = self._live.journal
        start = self._cursor

        def found() -> bool:
            rest = journal[start:]
            nth = next((n for n, each in enumerate(rest, 1) if isinstance(each, event)), 0)
            self._cursor = start + nth
            return bool(nth)

        until(found, f"{event.__name__} after {journal[start:]}", timeout_s=15.0)

    def until_all_is_over(self) -> None:
        until(lambda: not self._live.desk.calls, "the end of all calls", timeout_s=15.0)

    def hears(self, caller: str, who: str) -> None:
        kind, _, what = who.partition(" ")
        tone = PHONES[what] if kind == "agent" else "outside" if kind == "target" else kind
        assert self.caller(caller).hears(tone)

    def away(self) -> None:
        self._loop.run(self._live.disconnect())

    def back(self) -> None:
        # What the phones did meanwhile has to have reached Asterisk, or it would be told as it happens.
        phones = [*self._phones.values(), *self._callers.values(), self._outside]
        until(lambda: self._asterisk.channels == sum(not phone.idle for phone in phones), "all hang-ups")
        self._loop.run(self._live.connect())

    @property
    def story(self) -> list[dict[str, Any]]:
        return told(self._live.journal)


def _policy(behaviour: Behaviour) -> Policy:
    if behaviour.answers:
        return Answer(behaviour.after_s)
    if behaviour.failure:
        return Reject(STATUS[behaviour.failure], behaviour.after_s)
    return Ring()
