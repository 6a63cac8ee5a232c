"""The loop that joins the three functions; the server, the demo and the tests all turn it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .adopt import talks
from .decide import decide
from .desk import Desk
from .effects import Effect, PlayMusic
from .events import Event
from .evolve import evolve
from .inputs import Input, PbxSynced
from .lines import Leg
from .model import CallId
from .numbers import HOME
from .react import leftover_orders, react, standing_orders
from .routing import next_offer


@dataclass(frozen=True, slots=True)
class Step:
    """What one input led to, at the instant `at`. `first_seq` is the number of the first event."""

    first_seq: int
    events: tuple[Event, ...]
    effects: tuple[Effect, ...]
    at: float


def take(desk: Desk, what: Input, now: float) -> Step:
    """Take one input: decide, apply, offer what can be offered, and say what is to be done.

    Raises Refused, and then nothing has changed. The events are applied but not yet durable: the
    caller journals them before it carries out the effects or tells anybody.
    """
    first_seq = desk.seq + 1
    effects: list[Effect] = []
    kept: dict[CallId, Leg] = {}
    if isinstance(what, PbxSynced):
        kept = talks(desk, what.lines)
        for line in what.lines:
            effects += leftover_orders(desk, line, kept.get(line.call))
    events = decide(desk, what, now)
    for event in events:
        evolve(desk, event)
    while offer := next_offer(desk, now):
        evolve(desk, offer)
        events.append(offer)
    followed = (effect for event in events for effect in react(event))
    # Who comes into the desk in the middle of a talk hears no music first.
    effects += [each for each in followed if not (isinstance(each, PlayMusic) and each.call in kept)]
    if isinstance(what, PbxSynced):
        effects += [order for call in desk.calls.values() for order in standing_orders(desk, call)]
    return Step(first_seq, tuple(events), tuple(effects), now)


def replay(events: Iterable[Event], country: str = HOME) -> Desk:
    """The desk that these events, in order, lead to."""
    desk = Desk(country)
    for event in events:
        relive(desk, event)
    return desk


def relive(desk: Desk, event: Event) -> None:
    """Apply an event of the past: what could be matched then was matched, and is among the events; whoever
    looks at documents now is shown all of them."""
    evolve(desk, event)
    desk.unrouted.clear()
    desk.touched.clear()
