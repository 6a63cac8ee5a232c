"""A day's events for whoever needs a journal, and where they lead."""

from __future__ import annotations

from functools import partial

from benedesk.core import events as e
from benedesk.core.desk import Desk
from benedesk.server.store.checkpoint import Checkpoint, Past, store
from benedesk.server.store.database import Database
from benedesk.server.store.journal import JournalEntry

from bench.rush import Rush


def a_day(events: int = 400) -> list[JournalEntry]:
    rush = Rush(10, keep=True)
    while len(rush.events) < events:
        rush.turn()
    return [
        JournalEntry(seq, float(seq), event, ("a1", f"id-{seq}") if isinstance(event, e.CallHeld) else None)
        for seq, event in enumerate(rush.events[:events], 1)
    ]


DAY = a_day()


def past_at(seq: int) -> Past:
    past = Past(Desk())
    for entry in DAY[:seq]:
        past.add(entry)
    return past


def keep(database: Database, *checkpoints: Checkpoint) -> None:
    for checkpoint in checkpoints:
        database.run_now(partial(store, checkpoint=checkpoint))
