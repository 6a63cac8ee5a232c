"""A desk with a clock, so that tests read like call logs: what happens, and what comes of it."""

from __future__ import annotations

import heapq
from copy import deepcopy
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.effects import Effect, SetTimer
from benedesk.core.errors import Refused
from benedesk.core.events import CallOffered, CallPlaced, Event, TransferStarted
from benedesk.core.lines import Line
from benedesk.core.loop import take
from benedesk.core.model import Agent, Call
from benedesk.core.views import document

from .company import AGENTS, CALLER, QUEUES

T = TypeVar("T", bound=Any)


class CallLog:
    """A desk of three queues and three agents, all off duty, at the moment `now`.

    `effects` collects what the desk has ordered, `told` what has happened; due timers fire by
    themselves as time passes. A ringing has the name of whose phone rings: an agent, or "target". The
    `journal` has the desk's own names.
    """

    def __init__(self, *settings: i.DefineQueue | i.DefineAgent, now: float = 1000.0) -> None:
        self.desk = Desk()
        self.now = now
        self.journal: list[Event] = []
        self.told: list[Event] = []
        self.effects: list[Effect] = []
        self._whose: dict[str, str] = {"": ""}
        self._ringings: dict[tuple[str, str], str] = {}  # the last of this call and name
        self._timers: list[tuple[float, str]] = []
        self.happens(*(settings or (*QUEUES, *AGENTS)))

    def happens(self, *inputs: i.Input, every_s: float = 0.0) -> list[Event]:
        """Give the desk these inputs, the first now and then one every `every_s`; what comes of them."""
        events: list[Event] = []
        for nth, what in enumerate(inputs):
            if nth:
                events += self.later(every_s)
            events += self._take(what)
        return events

    def later(self, s: float) -> list[Event]:
        """Let time pass, and what is due happen; what comes of it."""
        end, events = self.now + s, []
        while self._timers and self._timers[0][0] <= end:
            due, timer = heapq.heappop(self._timers)
            self.now = max(self.now, due)
            events += self._take(i.TimerFired(timer, due))
        self.now = end
        return events

    def refused(self, what: i.Input) -> str:
        """The code with which the desk refuses this, having changed nothing at all."""
        before = deepcopy(vars(self.desk))
        with pytest.raises(Refused) as refused:
            take(self.desk, what, self.now)
        assert vars(self.desk) == before
        assert refused.value.text
        return refused.value.code

    # -- shorthand for what most tests begin with --------------------------------------------------

    def on_duty(self, *agents: str) -> list[Event]:
        """They join every queue that they may serve, and receive; one second apart."""
        events: list[Event] = []
        for agent in agents:
            for queue in self.desk.agents[agent].skills:
                events += self.happens(i.SetMembership(agent, queue, on=True))
            events += self.happens(i.SetReceiving(agent, on=True))
            events += self.later(1)
        return events

    def arrives(self, call: str, queue: str = "sales", caller: str = "049 123 4567") -> list[Event]:
        number = self.desk.queues[queue].number
        return self.happens(
            i.CallerArrived(call=call, dialled=number, caller=caller, caller_name="Virtanen Oy")
        )

    def connected(self, call: str, agent: str, queue: str = "sales", caller: str = CALLER) -> None:
        """The caller came and this agent, alone on duty or longest free, answered."""
        self.arrives(call, queue, caller)
        self.happens(i.PhoneAnswered(call, agent))
        assert self.desk.calls[call].agent == agent

    # -- what is true now --------------------------------------------------------------------------

    def call(self, call: str) -> Call:
        return self.desk.calls[call]

    def agent(self, agent: str) -> Agent:
        return self.desk.agents[agent]

    def document(self, topic: str) -> Any:
        body = document(self.desk, topic)
        assert body is not None, f"there is no {topic}"
        return body

    def figures(self, queue: str) -> dict[str, Any]:
        body = self.document(f"queue/{queue}")
        return {name: body[name] for name in ("serving", "free", "active", "calls", "length", "oldest")}

    def ordered(self) -> list[Effect]:
        """What the desk has ordered since the last time this was asked."""
        effects, self.effects = self.effects, []
        return effects

    def _take(self, what: i.Input) -> list[Event]:
        step = take(self.desk, self._meant(what), self.now)
        self.journal += step.events
        for event in step.events:
            self._note(event)
        told = [self.named(event) for event in step.events]
        self.told += told
        self.effects += [self.named(effect) for effect in step.effects]
        for effect in step.effects:
            if isinstance(effect, SetTimer):
                heapq.heappush(self._timers, (effect.due, effect.timer))
        return told

    # -- the names of ringings ---------------------------------------------------------------------

    def _note(self, event: Event) -> None:
        match event:
            case CallOffered(call=call, agent=agent, ringing=ringing):
                self._ringings[call, agent] = ringing
                self._whose[ringing] = agent
            case TransferStarted(call=call, target_agent=agent, ringing=ringing):
                self._ringings[call, agent or "target"] = ringing
                self._whose[ringing] = agent or "target"
            case CallPlaced(call=call, agent=agent, ringing=ringing):
                self._ringings[call, agent] = self._ringings[call, "target"] = ringing
                self._whose[ringing] = agent

    def named(self, what: T) -> T:
        """An event or an order with a ringing's name in it."""
        names = {name: getattr(what, name) for name in ("ringing", "released") if hasattr(what, name)}
        return replace(what, **{name: self._whose.get(own, own) for name, own in names.items()})

    def _meant(self, what: i.Input) -> i.Input:
        if isinstance(what, i.PbxSynced):
            return i.PbxSynced(tuple(self.meant_line(line) for line in what.lines))
        if hasattr(what, "ringing"):
            return replace(what, ringing=self._own(what.call, what.ringing))
        return what

    def meant_line(self, line: Line) -> Line:
        """The line with the desk's own names of ringings."""
        legs = (replace(leg, ringing=self._own(line.call, leg.ringing)) for leg in line.legs)
        return replace(line, legs=tuple(legs))

    def _own(self, call: str, name: str) -> str:
        return self._ringings.get((call, name), name)


def offer(log: CallLog, call: str, agent: str, ring_s: float = 20) -> CallOffered:
    """The fact that the phone of this agent rings, since now, for a call that `arrives`."""
    return CallOffered(
        call=call,
        agent=agent,
        phone=f"phone-{agent}",
        caller=CALLER,
        caller_name="Virtanen Oy",
        until=log.now + ring_s,
        at=log.now,
        ringing=agent,
    )
