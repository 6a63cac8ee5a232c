"""The journal: durable, in order, the same after a restart, and patient with a full disk."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from benedesk.core import events as e
from benedesk.server.store import schema
from benedesk.server.store.database import Database, Unavailable
from benedesk.server.store.journal import REPLAY_ROWS, Journal, JournalEntry, JournalError, history
from sqlalchemy import delete, text, update
from sqlalchemy.exc import OperationalError

from tests.lab.loop import Loop, until

ARRIVED = e.CallArrived(
    call="c1", queue="myynti", caller="+358498124401", caller_name="Åsa", dialled="+358992451001", at=5.0
)


def entries(count: int, first: int = 1) -> list[JournalEntry]:
    return [
        JournalEntry(seq, seq / 8, e.ReceivingSet("aino", seq % 2 == 0, seq / 8))
        for seq in range(first, first + count)
    ]


def test_what_was_appended_is_replayed_in_order_after_a_restart(loop: Loop, tmp_path: Path) -> None:
    given = [
        JournalEntry(1, 4.0, e.DeskOpened(4.0)),
        JournalEntry(2, 5.0, ARRIVED, ("aino", "id-1")),
        JournalEntry(
            3,
            6.0,
            e.AgentDefined(
                agent="aino",
                name="Aino",
                number="+1",
                phone="101",
                skills={"myynti": 2},
                supervisor=False,
                at=6.0,
            ),
        ),
    ]
    database = Database(tmp_path)
    loop.run(Journal(database).append(given[:2]))
    loop.run(Journal(database).append(given[2:]))
    database.close()

    database = Database(tmp_path)
    found = list(history(database))
    database.close()

    assert found == given


def test_a_long_journal_is_replayed_whole(loop: Loop, database: Database) -> None:
    given = entries(2 * REPLAY_ROWS + 1)
    loop.run(Journal(database).append(given))

    assert list(history(database)) == given


def test_an_empty_journal_replays_nothing(database: Database) -> None:
    assert list(history(database)) == []


def test_an_event_of_an_unknown_kind_is_told_with_its_number(loop: Loop, database: Database) -> None:
    loop.run(Journal(database).append(entries(3)))
    columns = schema.event.c
    strange = update(schema.event).where(columns.seq == 2).values(type="CallTeleported")
    database.run_now(lambda connection: connection.execute(strange))

    with pytest.raises(
        JournalError, match=r"event 2 of the journal \(CallTeleported\).*install that version"
    ):
        list(history(database))


def test_a_damaged_body_is_told_with_its_number(loop: Loop, database: Database) -> None:
    loop.run(Journal(database).append(entries(1)))
    damaged = update(schema.event).values(body='{"agent":"aino"')
    database.run_now(lambda connection: connection.execute(damaged))

    with pytest.raises(JournalError, match=r"event 1 of the journal \(ReceivingSet\) cannot be read"):
        list(history(database))


def test_a_missing_event_is_told(loop: Loop, database: Database) -> None:
    loop.run(Journal(database).append(entries(3)))
    lost = delete(schema.event).where(schema.event.c.seq == 2)
    database.run_now(lambda connection: connection.execute(lost))

    with pytest.raises(JournalError, match="event 3 after 1"):
        list(history(database))


def test_a_full_disk_makes_the_journal_wait_and_go_on_when_there_is_room(
    loop: Loop, database: Database
) -> None:
    journal = Journal(database, retry_s=0.02)
    loop.run(journal.append(entries(1)))
    pages = database.run_now(lambda connection: connection.scalar(text("PRAGMA page_count")))
    database.run_now(lambda connection: connection.execute(text(f"PRAGMA max_page_count={pages}")).close())
    appending = loop.call(asyncio.ensure_future, journal.append(entries(5000, first=2)))
    until(lambda: journal.trouble, "trouble")

    assert "full" in str(journal.trouble)
    assert not appending.done()
    database.run_now(lambda connection: connection.execute(text("PRAGMA max_page_count=1000000")).close())
    until(appending.done, "the append")
    assert journal.trouble is None
    assert [entry.seq for entry in history(database)] == list(range(1, 5002))


def test_rows_that_reached_the_disk_with_a_failed_commit_are_not_written_twice(
    loop: Loop, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(database, retry_s=0.0)
    run, fails = database.run, [True]

    async def fails_once(work: Any) -> Any:
        done = await run(work)
        if fails:
            fails.clear()
            raise Unavailable(OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error")))
        return done

    monkeypatch.setattr(database, "run", fails_once)
    loop.run(journal.append(entries(2)))

    assert list(history(database)) == entries(2)
