"""Where a scenario is played: the same company, callers and phones, on a simulated PBX or on a real one.

A scenario is a plain function of a stage. It never looks at a clock, only at what has happened.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.events import CallArrived, CallPlaced, CallTurnedAway, Event
from benedesk.core.model import Failure

from tests.lab import company

PATIENT_S = 20.0  # so long that nothing rings out by itself, however slow the machine
SHORT_S = 1.5  # for what is to ring out

QUEUES = tuple(
    replace(
        queue, number=queue.number.replace(" ", ""), ring_s=PATIENT_S, transfer_ring_s=PATIENT_S, wrap_up_s=0
    )
    for queue in company.QUEUES
)
AGENTS = (
    replace(company.ANN, phone="101", skills={"sales": 2, "support": 1}),
    replace(company.BO, phone="102", skills={"sales": 1}),
    replace(company.CY, phone="103"),
    # Her phone is not signed in.
    i.DefineAgent(agent="dora", name="Dora Dahl", number="1040", phone="104", skills={"sales": 9}),
)
PHONES = {agent.agent: agent.phone for agent in AGENTS}
NUMBERS = {queue.queue: queue.number for queue in QUEUES}
CALLERS = {"caller": "0491234567", "caller2": "0497654321"}
OUTSIDE = "+358491112222"
PLACED = "placed"  # what a call is called that an agent places; it goes to OUTSIDE
NOBODY = "104"  # a phone of the house that is not signed in
NO_SUCH = "199"  # a number that the house does not have


@dataclass(frozen=True)
class Behaviour:
    """What a phone does when it rings: answers, fails so, or (neither) rings on."""

    answers: bool = False
    failure: Failure | None = None
    after_s: float = 0.0


ANSWERS = Behaviour(answers=True, after_s=0.1)
RINGS_ON = Behaviour()
BUSY = Behaviour(failure=Failure.BUSY)
DECLINES = Behaviour(failure=Failure.DECLINED, after_s=0.1)
AWAY = Behaviour(failure=Failure.UNREACHABLE)
WRONG_NUMBER = Behaviour(failure=Failure.BAD_NUMBER)


class Stage(Protocol):
    """Callers are called as in CALLERS, which is also what their calls are called; whom an agent calls,
    and that call, are PLACED."""

    def phone(self, who: str, behaviour: Behaviour) -> None:
        """How the phone of an agent, or the one outside, treats what comes from now on."""

    def calls(self, caller: str, number: str) -> None: ...

    def caller_hangs_up(self, caller: str) -> None: ...

    def phone_rings(self, who: str) -> None:
        """Wait until the phone of an agent, or the one outside, rings."""

    def phone_answers(self, agent: str) -> None: ...

    def phone_hangs_up(self, agent: str) -> None: ...

    def target_hangs_up(self, caller: str) -> None: ...

    def take(self, what: i.Input) -> None:
        """An agent's command; its `call` is a caller's name."""

    def time_is_up(self, caller: str) -> None:
        """The phones of this call have rung for as long as they may: as if that time had passed."""

    def until(self, event: type[Event]) -> None:
        """Wait for the next such event after those that have been waited for."""

    def until_all_is_over(self) -> None: ...

    def hears(self, caller: str, who: str) -> None:
        """The caller hears "agent <id>", "target" or "<kind> music"."""

    def away(self) -> None:
        """The desk loses its PBX; the calls go on."""

    def back(self) -> None:
        """The desk has its PBX again, and is told what is there now."""

    @property
    def story(self) -> list[dict[str, Any]]:
        """All that happened, with everything but the times."""


def move_in(desk_take: Any) -> None:
    """The company of every scenario; the night queue is closed, nobody is on duty."""
    for setting in (*QUEUES, *AGENTS):
        desk_take(setting)
    desk_take(i.SetQueueOpen("cy", "night", open=False))


def rings_out_soon(stage: Stage, *, offers: bool = False, transfers: bool = False) -> None:
    """From now on these ring for a short time only in the sales queue."""
    ring_s, transfer_ring_s = (SHORT_S if short else PATIENT_S for short in (offers, transfers))
    stage.take(replace(QUEUES[0], ring_s=ring_s, transfer_ring_s=transfer_ring_s))


def on_duty(stage: Stage, *agents: str) -> None:
    """They join every queue that they may serve, and receive."""
    skills = {agent.agent: agent.skills for agent in AGENTS}
    for agent in agents:
        for queue in skills[agent]:
            stage.take(i.SetMembership(agent, queue, on=True))
        stage.take(i.SetReceiving(agent, on=True))


def calls_by_caller(desk_events: list[Event]) -> dict[str, str]:
    """Which caller of CALLERS a call is, by its number; or PLACED."""
    names = {"+358" + number[1:]: name for name, number in CALLERS.items()}
    arrivals = [event for event in desk_events if isinstance(event, CallArrived | CallTurnedAway)]
    placed = {event.call: PLACED for event in desk_events if isinstance(event, CallPlaced)}
    return placed | {event.call: names[event.caller] for event in arrivals}


def told(events: list[Event]) -> list[dict[str, Any]]:
    """The events as two PBXs can agree on them: no times, and calls called after their callers."""
    names = calls_by_caller(events)
    return [_told(event, names) for event in events]


def _told(event: Event, names: dict[str, str]) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(event).items() if name not in ("at", "until")}
    for name in ("retry_at", "wrap_up_until"):
        if name in fields:
            fields[name] = fields[name] is not None
    if "call" in fields:
        fields["call"] = names[fields["call"]]
    return {"event": type(event).__name__, **fields}


def ring_of(desk: Desk, call: str) -> i.TimerFired:
    """What the clock will say when this call has rung long enough."""
    due = desk.calls[call].deadline
    assert due is not None
    return i.TimerFired(f"ring:{call}", due)


def call_of(desk: Desk, events: list[Event], caller: str) -> str:
    """The call that this caller has now."""
    names = calls_by_caller(events)
    return next(call for call in desk.calls if names[call] == caller)
