"""The database: one server at a time, no older program on newer data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benedesk.server.store import schema
from benedesk.server.store.database import Database, DatabaseError, ReadOnly
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import OperationalError


def test_a_second_server_on_the_same_folder_is_refused_with_the_first_ones_process(
    database: Database,
) -> None:
    with pytest.raises(DatabaseError, match=rf"in use by another BeneDesk server \(process {os.getpid()}\)"):
        Database(database.file.parent)


def test_a_folder_that_was_closed_can_be_opened_again_and_is_the_same_desk(tmp_path: Path) -> None:
    first = Database(tmp_path)
    first.close()
    second = Database(tmp_path)
    second.close()

    assert first.desk_id == second.desk_id != ""


def test_two_folders_are_two_desks(tmp_path: Path) -> None:
    first, second = Database(tmp_path / "a"), Database(tmp_path / "b")
    first.close()
    second.close()

    assert first.desk_id != second.desk_id


def test_data_of_a_newer_version_is_refused_and_left_unlocked(tmp_path: Path) -> None:
    database = Database(tmp_path)
    newer = update(schema.meta).where(schema.meta.c.name == "schema").values(value="99")
    database.run_now(lambda connection: connection.execute(newer))
    database.close()

    for _ in range(2):
        with pytest.raises(DatabaseError, match="newer BeneDesk"):
            Database(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DatabaseError, match="cannot be used"):
        Database(tmp_path / "file" / "data")


def test_commits_reach_the_disk_before_they_are_told(database: Database) -> None:
    pragmas = {
        name: database.run_now(lambda connection, n=name: connection.scalar(text(f"PRAGMA {n}")))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_fails_halfway_leaves_nothing(database: Database) -> None:
    def fails(connection):  # type: ignore[no-untyped-def]
        connection.execute(insert(schema.meta).values(name="a", value="b"))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        database.run_now(fails)
    found = database.run_now(
        lambda connection: connection.scalar(select(schema.meta).where(schema.meta.c.name == "a"))
    )

    assert found is None


@pytest.mark.parametrize("name", ["plain", "with space", "kesäyö", "a#b?c%20d&e"])
def test_another_process_reads_what_the_server_has_written(tmp_path: Path, name: str) -> None:
    mark = insert(schema.meta).values(name="mark", value="x")
    found = select(schema.meta.c.value).where(schema.meta.c.name == "mark")
    database = Database(tmp_path / name)
    database.run_now(lambda connection: connection.execute(mark))
    reader = ReadOnly(tmp_path / name)

    assert reader.run_now(lambda connection: connection.scalar(found)) == "x"
    reader.close()
    database.close()


def test_who_only_reads_cannot_write(database: Database) -> None:
    reader = ReadOnly(database.file.parent)
    with pytest.raises(OperationalError, match="readonly"):
        reader.run_now(lambda connection: connection.execute(insert(schema.meta).values(name="a", value="b")))
    reader.close()


def test_there_is_nothing_to_read_where_no_database_is(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        ReadOnly(tmp_path)
