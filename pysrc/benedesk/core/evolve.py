"""How each event changes the desk. It cannot fail on an event that was decided."""

from __future__ import annotations

from . import diary
from . import events as e
from .changes import agents, calls
from .desk import Desk

CHANGES = agents.CHANGES | calls.CHANGES


def evolve(desk: Desk, event: e.Event) -> None:
    """Apply one event to the desk, in place."""
    CHANGES[type(event)](event, desk)
    if remember := diary.ENTRIES.get(type(event)):
        remember(event, desk)
    desk.seq += 1
