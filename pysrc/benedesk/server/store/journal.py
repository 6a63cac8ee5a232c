"""The journal: every event, in order, durable before anything follows from it.

One append is one commit, so whoever has several steps at hand appends them together. A failing disk
does not end the journal: it tries the same events again, and says so in `trouble` meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, func, insert, select

from benedesk.core.errors import Refused
from benedesk.core.events import Event
from benedesk.wire.desk_codec import event_from_json, event_to_json
from benedesk.wire.hub import Key

from . import schema
from .database import Database, Reader, Unavailable

RETRY_S = 1.0
REPLAY_ROWS = 2000  # read at a time, so that a long journal needs little memory
log = structlog.get_logger("journal")


class JournalError(Exception):
    """The journal holds what this version cannot read; the text says where."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One event with its number, and the command (agent, id) if it was the first event of one."""

    seq: int
    at: float
    event: Event
    command: Key | None = None


class Journal:
    """The events of one desk. Only one append may be under way at a time."""

    def __init__(self, database: Database, retry_s: float = RETRY_S) -> None:
        self.database = database
        self._retry_s = retry_s
        self.trouble: str | None = None
        """Why events cannot be made durable at the moment; None when all is well."""
        self.failing = asyncio.Event()
        """Set while there is trouble."""

    async def append(self, entries: Sequence[JournalEntry]) -> None:
        """Return when all entries are durable, together; with a full or failing disk that may be long."""
        rows = [_row(entry) for entry in entries]
        write = _insert
        while rows:
            try:
                await self.database.run(partial(write, rows=rows))
            except Unavailable as unavailable:
                self.trouble = unavailable.problem
                self.failing.set()
                write = _insert_if_missing
                log.error("journal_failing", problem=self.trouble, events=len(rows), retry_s=self._retry_s)
                await asyncio.sleep(self._retry_s)
            else:
                if self.trouble:
                    log.warning("journal_works_again")
                self.trouble = None
                self.failing.clear()
                return


def history(database: Reader, after: int = 0) -> Iterator[JournalEntry]:
    """Every entry after number `after`. Raises JournalError at one that this version cannot read.

    For the start, before the event loop has other work: it waits for the database.
    """
    last = after
    while rows := database.run_now(partial(_page, after=last)):
        for row in rows:
            if row.seq != last + 1:
                raise JournalError(f"the journal has event {row.seq} after {last}: events are missing")
            yield _entry(row)
            last = row.seq


def end(connection: Connection) -> int:
    """The number of the last event; 0 if there is none."""
    return connection.scalar(select(func.max(schema.event.c.seq))) or 0


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(schema.event), rows)


def _insert_if_missing(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """A commit that failed may have reached the disk all the same; the numbers tell."""
    if end(connection) != rows[-1]["seq"]:
        _insert(connection, rows)


def _row(entry: JournalEntry) -> dict[str, Any]:
    agent, command = entry.command or (None, None)
    return {
        "seq": entry.seq, "at": entry.at, "agent": agent, "command": command,
        "type": type(entry.event).__name__, "body": event_to_json(entry.event),
    }  # fmt: skip


def _page(connection: Connection, after: int) -> Sequence[Any]:
    seq = schema.event.c.seq
    return connection.execute(select(schema.event).where(seq > after).order_by(seq).limit(REPLAY_ROWS)).all()


def _entry(row: Any) -> JournalEntry:
    try:
        event = event_from_json(row.type, row.body)
    except Refused as refused:
        raise JournalError(
            f"event {row.seq} of the journal ({row.type}) cannot be read: {refused.text}; "
            "if a newer BeneDesk wrote it, install that version again"
        ) from None
    return JournalEntry(row.seq, row.at, event, (row.agent, row.command) if row.command else None)
