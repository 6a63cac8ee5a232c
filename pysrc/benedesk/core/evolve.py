"""How each event changes the desk. It cannot fail on an event that was decided."""

from __future__ import annotations

from . import diary, history
from . import events as e
from .changes import agents, calls
from .desk import Desk

CHANGES = agents.CHANGES | calls.CHANGES
MEMORIES = (history.ENTRIES, diary.ENTRIES)


def evolve(desk: Desk, event: e.Event) -> None:
    """Apply one event to the desk, in place."""
    CHANGES[type(event)](event, desk)
    for memory in MEMORIES:
        if remember := memory.get(type(event)):
            remember(event, desk)
    desk.seq += 1
