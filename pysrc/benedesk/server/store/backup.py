"""Copies of the database: made while a server runs, read from end to end, put in its place again."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from benedesk.core.desk import Desk
from benedesk.core.numbers import HOME

from .. import private
from . import schema
from .checkpoint import Past, recall
from .database import FILE, DatabaseError, ReadOnly, existing, lock
from .journal import history
from .snapshot import packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a database holds that has been read from end to end."""

    events: int
    last_at: float
    """When the last of them was, in epoch seconds; 0 if there is none."""
    calls: int
    """Those that go on where the journal ends."""
    agents: int
    people: int


def back_up(data: Path, target: Path) -> None:
    """Copy the database to the new file `target`, whole and consistent, also while a server runs.

    The copy has a desk id of its own.

    Raises DatabaseError when there is nothing to copy or `target` exists.
    """
    _copy(existing(data), target)


def verify(file: Path, country: str = HOME) -> Contents:
    """Read all of a database, of a data folder or a backup: its pages, every event, and its checkpoint.

    Raises DatabaseError and JournalError for whatever a start from it would stumble over, or be wrong with.
    """
    reader = ReadOnly(file.parent, file.name)
    try:
        if damage := reader.run_now(_damage):
            raise DatabaseError(f"{file} is damaged: {damage}")
        whole = Past(Desk(country))
        for entry in history(reader):
            whole.add(entry)
        if packed(recall(reader, country).desk) != packed(whole.desk):
            raise DatabaseError(f"{file} has a checkpoint that is not what its journal says")
        return Contents(
            events=whole.desk.seq, last_at=whole.at, calls=len(whole.desk.calls),
            agents=len(whole.desk.agents), people=reader.run_now(_people),
        )  # fmt: skip
    finally:
        reader.close()


def restore(backup: Path, data: Path, country: str = HOME) -> Path | None:
    """Put a backup in the place of the data folder's database. Answers where the one before is now, if any.

    The backup is verified first, and stays. Panels take all anew from what is restored.
    Raises DatabaseError, also when a server has the folder, and JournalError.
    """
    verify(backup, country)
    ours = lock(data)
    file = (data / FILE).resolve()
    before = file.with_name(f"benedesk-before-{datetime.now():%Y-%m-%d-%H%M%S-%f}.sqlite3")
    new = file.with_name(f"{FILE}.restored")
    try:
        new.unlink(missing_ok=True)  # of a restore that was cut off
        _copy(backup.resolve(), new)
        was = file.exists()
        for part in ("-wal", "-shm", ""):  # moved as they are: they may be what cannot be read any more
            with contextlib.suppress(FileNotFoundError):
                Path(f"{file}{part}").rename(f"{before}{part}")
        new.rename(file)
        return before if was else None
    except OSError as problem:
        raise DatabaseError(f"the restore failed: {problem}") from None
    finally:
        os.close(ours)


def _copy(file: Path, target: Path) -> None:
    try:
        private.file(target, is_new=True)
    except FileExistsError:
        raise DatabaseError(f"{target} exists already; a backup never overwrites") from None
    except OSError as problem:
        raise DatabaseError(f"the backup failed: {problem}") from None
    source = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.execute("PRAGMA query_only=1")
        source.backup(copy)
        # Another desk to every panel: one that knows newer documents of this one takes them all anew.
        with copy:
            copy.execute("UPDATE meta SET value = ? WHERE name = 'desk'", (secrets.token_hex(8),))
    except sqlite3.Error as problem:
        target.unlink()
        raise DatabaseError(f"the backup failed: {problem}") from None
    finally:
        copy.close()
        source.close()


def _damage(connection: Connection) -> str:
    """The first thing that SQLite finds wrong; empty if all is well."""
    found = str(connection.scalar(text("PRAGMA integrity_check(1)")))
    return "" if found == "ok" else found


def _people(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(schema.person)) or 0
