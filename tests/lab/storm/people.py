"""Who lives in the storm: callers, the persons beside the phones, and agents who press what they see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from random import Random
from typing import Any

from benedesk.core.inputs import DefineDesk

from tests.lab import company

from .asterisk import Asterisk
from .channels import BUSY, DECLINED, Channel
from .panel import Panel
from .time import Clock

COMPANY = DefineDesk(
    tuple(replace(queue, number=queue.number.replace(" ", "")) for queue in company.QUEUES),
    tuple(
        replace(agent, phone=agent.number, skills={**agent.skills, "sales": 1}) for agent in company.AGENTS
    ),
)
PHONES = {f"PJSIP/{agent.phone}": agent.agent for agent in COMPANY.agents}
NUMBERS = [queue.number for queue in COMPANY.queues]
INSIDE = [agent.number for agent in COMPANY.agents]


class Phones:
    """Those of the house and those outside. A phone without power (`dead`) says nothing."""

    def __init__(self, clock: Clock, asterisk: Asterisk, chance: Random) -> None:
        self.clock = clock
        self.asterisk = asterisk
        self.chance = chance
        self.dead: set[str] = set()
        self.calm = False
        self.rang: defaultdict[str, set[str]] = defaultdict(set)  # agent -> calls for which their phone rang
        self.lifted_at: dict[str, float] = {}  # by ringing, of those that the server could hear
        asterisk.endpoints = dict.fromkeys(PHONES, True)
        asterisk.rung = self.rings

    def rings(self, channel: Channel) -> None:
        chance = self.chance
        self.lifted_at.pop(channel.variables["BENE_RINGING"], None)
        if not self.calm and chance.random() < 0.03:
            self.clock.after(0.01, lambda: self.asterisk.soon(lambda: self.asterisk.reject(channel, BUSY)))
            return
        self.clock.after(0.02 + 0.2 * chance.random(), lambda: self._bell(channel))
        what, when = chance.random(), chance.expovariate(1 / 4)
        is_transfer = channel.variables["BENE_ROLE"] == "target" or chance.random() < 0.2
        if what < (0.5 if is_transfer else 0.65):
            self._soon(0.3 + when, channel, lambda: self._lifted(channel))
        elif what < 0.75:
            self._soon(0.3 + when, channel, lambda: self.asterisk.reject(channel, DECLINED))
        elif what < 0.9:  # lifted as the time is up
            late_s = (25.0 if is_transfer else 20.0) + chance.uniform(-0.012, 0.006)
            self._soon(late_s, channel, lambda: self._lifted(channel))

    def _soon(self, after_s: float, channel: Channel, do: Any) -> None:
        def then() -> None:
            if not self.calm and channel.endpoint not in self.dead:
                self.asterisk.soon(do)

        self.clock.after(after_s, then)

    def _bell(self, channel: Channel) -> None:
        """It rings, unless it has no power: the INVITE is sent again and again."""
        if self.asterisk.channels.get(channel.id) is not channel:
            return
        if channel.endpoint in self.dead:
            self.clock.after(1.0, lambda: self._bell(channel))
            return
        if agent := PHONES.get(channel.endpoint):
            self.rang[agent].add(channel.variables["BENE_CALL"])
        self.asterisk.soon(lambda: self.asterisk.ringing(channel))

    def _lifted(self, channel: Channel) -> None:
        if not channel.up and self.asterisk.is_heard:
            self.lifted_at.setdefault(channel.variables["BENE_RINGING"], self.clock.now)
        self.asterisk.answer(channel)
        if self.chance.random() < 0.4:
            self._soon(self.chance.expovariate(1 / 20), channel, lambda: self.asterisk.hang_up(channel))

    # -- power -------------------------------------------------------------------------------------

    def dies(self, endpoint: str, for_s: float) -> None:
        self.dead.add(endpoint)
        notices_s = self.chance.uniform(2, 8)
        self.clock.after(notices_s, lambda: self.asterisk.soon(lambda: self._missed(endpoint)))
        self.clock.after(for_s, lambda: self.lives(endpoint))

    def _missed(self, endpoint: str) -> None:
        """Asterisk's qualify and its RTP timeout see that it is gone."""
        if endpoint in self.dead:
            self.asterisk.register(endpoint, online=False)
            for channel in list(self.asterisk.channels.values()):
                if channel.endpoint == endpoint and channel.up:
                    self.asterisk.hang_up(channel)

    def lives(self, endpoint: str) -> None:
        self.dead.discard(endpoint)
        self.asterisk.soon(lambda: self.asterisk.down or self.asterisk.register(endpoint, online=True))


class Callers:
    """People outside who dial. `all` are their channels."""

    def __init__(self, clock: Clock, asterisk: Asterisk, chance: Random) -> None:
        self.clock = clock
        self.asterisk = asterisk
        self.chance = chance
        self.calm = False
        self.all: list[Channel] = []

    def begin(self, every_s: float) -> None:
        self.clock.after(self.chance.expovariate(1 / every_s), lambda: self._dial(every_s))

    def _dial(self, every_s: float) -> None:
        if self.calm:
            return
        if not self.asterisk.down and len(self.asterisk.channels) < 24:
            self.asterisk.soon(self._arrive)
        self.begin(every_s)

    def _arrive(self) -> None:
        if self.asterisk.down:
            return
        number = f"049{self.chance.randrange(10**6, 10**7)}"
        channel = self.asterisk.arrives(number, self.chance.choice(NUMBERS))
        self.all.append(channel)
        self.clock.after(self.chance.expovariate(1 / 45), lambda: self._has_enough(channel))

    def _has_enough(self, channel: Channel) -> None:
        if self.calm or (any(self.asterisk.together(channel)) and self.chance.random() < 0.5):
            self.clock.after(self.chance.expovariate(1 / 20), lambda: self._has_enough(channel))
        else:
            self.asterisk.soon(lambda: self.asterisk.hang_up(channel))


class Agents:
    """They press what can be pressed, and now and then what cannot."""

    def __init__(self, clock: Clock, panels: list[Panel], chance: Random) -> None:
        self.clock = clock
        self.panels = panels
        self.chance = chance
        self.calm = False
        for panel in panels:
            self._soon(panel)

    def _soon(self, panel: Panel) -> None:
        self.clock.after(self.chance.expovariate(1 / 1.5), lambda: self._looks(panel))

    def _looks(self, panel: Panel) -> None:
        if not self.calm and panel.live:
            self._press(panel)
        self._soon(panel)

    def _press(self, panel: Panel) -> None:
        me: Any = panel.session.documents.get(f"agent/{panel.agent}")
        if me is None:
            return
        gate = me["gate"]
        mends = {
            "receiving_off": lambda: panel.press("SetReceiving", on=True),
            "no_queue": lambda: [
                panel.press("SetMembership", queue=queue["id"], on=True) for queue in me["queues"]
            ],
            "availability": lambda: panel.press("SetAvailability", availability="available"),
            "set_aside": lambda: panel.press("ComeBack"),
            "wrap_up": lambda: panel.press("EndWrapUp"),
        }
        if gate in mends and self.chance.random() < 0.7:
            mends[gate]()
        elif me["call"] and self.chance.random() < 0.7:
            self._handle(panel, me["call"])
        elif self.chance.random() < 0.25:
            self._anything(panel, me)

    def _handle(self, panel: Panel, call: str) -> None:
        press, chance = panel.press, self.chance
        match chance.randrange(9):
            case 0:
                press("HoldCall", call=call)
            case 1 | 2:
                press("UnholdCall", call=call)
            case 3:
                press("HangUpCall", call=call)
            case 4 | 5 | 6 | 7:
                target = chance.choice([*INSIDE, *INSIDE, *NUMBERS, *[company.OUTSIDE] * 4])
                press("TransferCall", call=call, target=target, anyway=chance.random() < 0.5)
            case 8:
                press("NoteCall", call=call, text="call back")

    def _anything(self, panel: Panel, me: Any) -> None:
        press, chance = panel.press, self.chance
        match chance.randrange(7):
            case 0:
                press("SetReceiving", on=chance.random() < 0.5)
            case 1:
                queue = chance.choice(me["queues"])["id"]
                press("SetMembership", queue=queue, on=chance.random() < 0.5)
            case 2:
                press("SetAvailability", availability=chance.choice(["busy", "available"]))
            case 3 | 4:
                press("PlaceCall", number=chance.choice([company.OUTSIDE, *INSIDE]))
            case 5:
                press("ComeBack")
            case 6:
                press("HoldCall", call="gone")
