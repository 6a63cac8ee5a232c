"""Checkpoints: where the journal had led at one of its events, so that a start need not read it all.

The journal stays whole and stays the truth. A checkpoint that is damaged, that another version made or
that goes beyond the journal is ignored, and what it would have saved is replayed.
"""

from __future__ import annotations

import json
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, delete, insert, select

from benedesk import __version__, core
from benedesk.core.desk import Desk
from benedesk.core.loop import relive
from benedesk.core.model import AgentId
from benedesk.wire.hub import ANSWERS_KEPT, Key

from . import schema
from .database import Reader
from .journal import JournalEntry, end, history
from .snapshot import packed, unpacked

KEPT = 2
log = structlog.get_logger("checkpoint")


@dataclass(slots=True)
class Past:
    """Where the journal has led: the desk, when, and each agent's latest commands."""

    desk: Desk
    at: float = 0.0
    recent: dict[AgentId, deque[str]] = field(default_factory=dict)
    kept: int = 0
    """The event of the checkpoint that this began with; 0 if with none."""

    def add(self, entry: JournalEntry) -> None:
        relive(self.desk, entry.event)
        self.at = entry.at
        if entry.command:
            agent, command = entry.command
            self.recent.setdefault(agent, deque(maxlen=ANSWERS_KEPT)).append(command)

    def commands(self) -> Iterator[Key]:
        """The commands that must not be done again, each agent's oldest first."""
        return ((agent, command) for agent, commands in self.recent.items() for command in commands)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A past at event `seq`, as the database has it. `by` is the version that alone can read it."""

    seq: int
    by: str
    digest: str
    body: bytes

    @property
    def is_whole(self) -> bool:
        return self.digest == _digest(self.seq, self.by, self.body)

    def fault(self, last: int) -> str:
        """Why it cannot be used with a journal of `last` events; empty if it can."""
        if self.by != fingerprint():
            return "another version made it"
        if self.seq > last:
            return "it goes beyond the journal"
        return "" if self.is_whole else "it is damaged"


def recall(database: Reader, country: str) -> Past:
    """Where the journal has led, by way of the newest checkpoint of use. Raises JournalError."""
    past = _newest(database, country) or Past(Desk(country))
    for entry in history(database, past.desk.seq):
        past.add(entry)
    return past


def taken(past: Past) -> Checkpoint:
    """The checkpoint of this past."""
    recent = {agent: list(commands) for agent, commands in past.recent.items()}
    whole = {"at": past.at, "recent": recent, "desk": packed(past.desk)}
    body = zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    seq, by = past.desk.seq, fingerprint()
    return Checkpoint(seq, by, _digest(seq, by, body), body)


def store(connection: Connection, checkpoint: Checkpoint) -> None:
    """Put it beside the last one and drop all others."""
    seq = schema.checkpoint.c.seq
    connection.execute(delete(schema.checkpoint).where(seq >= checkpoint.seq))
    before = select(seq).order_by(seq.desc()).limit(KEPT - 1)
    kept = connection.scalars(before).all()
    connection.execute(delete(schema.checkpoint).where(seq.not_in(kept)))
    row = {"seq": checkpoint.seq, "by": checkpoint.by, "digest": checkpoint.digest, "body": checkpoint.body}
    connection.execute(insert(schema.checkpoint), row)


@cache
def fingerprint(core_room: Path = Path(core.__file__).parent) -> str:
    """Names the code by which a desk comes about; any change of it, or below it, gives another name."""
    here = Path(__file__)
    known = sorted(file for kind in ("*.py", "*.json") for file in core_room.rglob(kind))
    sources = [*known, here.with_name("snapshot.py"), here]
    code = b"".join(path.read_bytes() for path in sources)
    return sha256(__version__.encode() + code).hexdigest()


def _newest(database: Reader, country: str) -> Past | None:
    last = database.run_now(end)
    for seq in database.run_now(_numbers):
        row = database.run_now(partial(_row, seq=seq))
        if row is None:
            continue
        found = Checkpoint(row.seq, row.by, row.digest, row.body)
        fault = found.fault(last)
        try:
            if not fault:
                return _past(found, country)
        except Exception as mistake:  # a shortcut must not keep the server from starting
            fault = f"a mistake in BeneDesk: {mistake!r}"
        log.warning("checkpoint_ignored", event_number=found.seq, why=fault)
    return None


def _past(checkpoint: Checkpoint, country: str) -> Past:
    whole = json.loads(zlib.decompress(checkpoint.body))
    recent = {agent: deque(commands, ANSWERS_KEPT) for agent, commands in whole["recent"].items()}
    return Past(unpacked(whole["desk"], country), whole["at"], recent, checkpoint.seq)


def _numbers(connection: Connection) -> list[int]:
    return list(connection.scalars(select(schema.checkpoint.c.seq).order_by(schema.checkpoint.c.seq.desc())))


def _row(connection: Connection, seq: int) -> Any:
    return connection.execute(select(schema.checkpoint).where(schema.checkpoint.c.seq == seq)).one_or_none()


def _digest(seq: int, by: str, body: bytes) -> str:
    return sha256(f"{seq} {by} ".encode() + body).hexdigest()
