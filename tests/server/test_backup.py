"""Copies of the database: whole while a server writes, read from end to end, put back without a loss."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from benedesk.server.store import schema
from benedesk.server.store.backup import back_up, restore, verify
from benedesk.server.store.checkpoint import recall, taken
from benedesk.server.store.database import FILE, Database, DatabaseError
from benedesk.server.store.journal import Journal, JournalError
from sqlalchemy import insert

from tests.lab.day import DAY, keep, past_at
from tests.lab.loop import Loop


def test_a_backup_is_whole_while_the_server_writes(database: Database, tmp_path: Path) -> None:
    database.run_now(
        lambda connection: connection.execute(insert(schema.meta).values(name="mark", value="x"))
    )

    back_up(database.file.parent, tmp_path / "copy.sqlite3")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        found = copy.execute("SELECT value FROM meta WHERE name = 'mark'").fetchone()
        sound = copy.execute("PRAGMA integrity_check").fetchone()
    copy.close()

    assert (found, sound) == (("x",), ("ok",))


def test_a_backup_is_another_desk_to_panels(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "restored"
    folder.mkdir()
    back_up(database.file.parent, folder / FILE)
    restored = Database(folder)
    restored.close()

    assert len(restored.desk_id) == len(database.desk_id)
    assert restored.desk_id != database.desk_id


def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("dear")

    with pytest.raises(DatabaseError, match="never overwrites"):
        back_up(database.file.parent, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "dear"


def test_a_backup_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        back_up(tmp_path, tmp_path / "copy")


# -- read from end to end, and put back ------------------------------------------------------------


@pytest.fixture
def copy(database: Database, loop: Loop, tmp_path: Path) -> Path:
    """A backup of a database with a day in it."""
    loop.run(Journal(database).append(DAY))
    keep(database, taken(past_at(300)))
    back_up(database.file.parent, tmp_path / "copy.sqlite3")
    return tmp_path / "copy.sqlite3"


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_what_a_backup_holds_is_told(copy: Path) -> None:
    found = verify(copy)

    assert (found.events, found.last_at, found.people) == (len(DAY), float(len(DAY)), 0)
    assert (found.agents, found.calls) == (10, len(past_at(len(DAY)).desk.calls))


def test_a_backup_with_a_missing_event_is_told(copy: Path) -> None:
    change(copy, "DELETE FROM event WHERE seq = 200", "DELETE FROM checkpoint")

    with pytest.raises(JournalError, match="events are missing"):
        verify(copy)


def test_a_backup_whose_checkpoint_says_something_else_is_told(copy: Path, tmp_path: Path) -> None:
    other = past_at(300)
    next(iter(other.desk.agents.values())).name = "Somebody else"
    with closing(sqlite3.connect(copy)) as connection, connection:
        one = taken(other)
        connection.execute("UPDATE checkpoint SET digest = ?, body = ?", (one.digest, one.body))

    with pytest.raises(DatabaseError, match="not what its journal says"):
        verify(copy)


def test_a_damaged_file_is_told_and_not_restored(copy: Path, tmp_path: Path) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])

    for attempt in (lambda: verify(copy), lambda: restore(copy, tmp_path / "elsewhere")):
        with pytest.raises(DatabaseError):
            attempt()
    assert not (tmp_path / "elsewhere" / FILE).exists()


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear administrator")

    with pytest.raises(DatabaseError):
        verify(tmp_path / "letter")
    with pytest.raises(DatabaseError, match="there is no file"):
        verify(tmp_path / "nothing")


def test_a_restored_backup_is_the_same_day_and_another_desk_each_time(copy: Path, tmp_path: Path) -> None:
    found = []
    for folder in ("one", "two"):
        assert restore(copy, tmp_path / folder) is None
        database = Database(tmp_path / folder)
        assert recall(database, "358").desk.seq == len(DAY)
        found.append(database.desk_id)
        database.close()

    assert len({*found}) == 2
    assert copy.exists()


def test_what_was_there_before_a_restore_is_kept_whole(copy: Path, tmp_path: Path) -> None:
    there = Database(tmp_path / "there")
    there.run_now(lambda connection: connection.execute(insert(schema.meta).values(name="new", value="1")))
    there.close()
    before = restore(copy, tmp_path / "there")

    assert before
    with closing(sqlite3.connect(before)) as kept:
        assert kept.execute("SELECT value FROM meta WHERE name = 'new'").fetchone() == ("1",)
    assert (verify(before).events, verify(there.file).events) == (0, len(DAY))


def test_a_database_that_cannot_be_read_any_more_is_restored_and_kept(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / FILE).write_bytes(b"rubbish" * 1000)
    (folder / f"{FILE}-wal").write_bytes(b"rubbish")
    before = restore(copy, folder)

    assert before and before.read_bytes().startswith(b"rubbish")
    assert verify(folder / FILE).events == len(DAY)


def test_while_a_server_has_the_folder_nothing_is_restored(copy: Path, database: Database) -> None:
    with pytest.raises(DatabaseError, match="in use by another BeneDesk server"):
        restore(copy, database.file.parent)
    assert verify(database.file).events == len(DAY)


def test_a_restored_database_is_its_owners_alone(copy: Path, tmp_path: Path) -> None:
    restore(copy, tmp_path / "new")

    assert stat.S_IMODE((tmp_path / "new" / FILE).stat().st_mode) == 0o600
