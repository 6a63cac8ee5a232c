"""Checkpoints: a start from one ends where the whole journal does, or the whole journal is replayed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from benedesk import core
from benedesk.server.store import schema
from benedesk.server.store.backup import back_up
from benedesk.server.store.checkpoint import Checkpoint, Past, fingerprint, recall, store, taken
from benedesk.server.store.database import FILE, Database
from benedesk.server.store.journal import Journal
from sqlalchemy import delete, select, text
from structlog.testing import capture_logs

from tests.lab.day import DAY, keep, past_at
from tests.lab.loop import Loop


@pytest.fixture
def journal(loop: Loop, database: Database) -> Journal:
    """A journal with a day in it."""
    journal = Journal(database)
    loop.run(journal.append(DAY))
    return journal


def kept(database: Database) -> list[int]:
    seq = schema.checkpoint.c.seq
    return database.run_now(lambda connection: list(connection.scalars(select(seq).order_by(seq))))


def everything(past: Past) -> dict[str, Any]:
    desk = vars(past.desk) | {"touched": {}, "unrouted": []}
    return {"desk": desk, "at": past.at, "commands": list(past.commands())}


def test_a_start_from_a_checkpoint_ends_where_the_whole_journal_does(
    journal: Journal, database: Database
) -> None:
    whole = recall(database, "358")
    keep(database, taken(past_at(300)))
    past = recall(database, "358")

    assert (whole.kept, past.kept) == (0, 300)
    assert everything(past) == everything(whole) == everything(past_at(400))
    assert everything(past)["commands"]


def test_a_start_from_a_checkpoint_reads_only_the_events_after_it(
    journal: Journal, database: Database
) -> None:
    keep(database, taken(past_at(300)))
    seq = schema.event.c.seq
    database.run_now(lambda connection: connection.execute(delete(schema.event).where(seq <= 300)).close())

    assert everything(recall(database, "358")) == everything(past_at(400))


def test_a_checkpoint_at_the_very_end_is_a_start_without_replay(journal: Journal, database: Database) -> None:
    keep(database, taken(past_at(400)))

    assert everything(recall(database, "358")) == everything(past_at(400))


def of_another_version(checkpoint: Checkpoint) -> Checkpoint:
    return replace(checkpoint, by="another")


def damaged(checkpoint: Checkpoint) -> Checkpoint:
    middle = len(checkpoint.body) // 2
    turned = bytes([checkpoint.body[middle] ^ 1])
    return replace(checkpoint, body=checkpoint.body[:middle] + turned + checkpoint.body[middle + 1 :])


def cut_off(checkpoint: Checkpoint) -> Checkpoint:
    return replace(checkpoint, body=checkpoint.body[:-1])


def moved(checkpoint: Checkpoint) -> Checkpoint:
    return replace(checkpoint, seq=checkpoint.seq - 10)


def beyond_the_journal(checkpoint: Checkpoint) -> Checkpoint:
    past = past_at(350)
    past.desk.seq = 500
    return taken(past)


def senseless(checkpoint: Checkpoint) -> Checkpoint:
    past = past_at(350)
    past.desk.boards["q0"].waiting["c99999"] = None
    return taken(past)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (of_another_version, "another version made it"),
        (damaged, "it is damaged"),
        (cut_off, "it is damaged"),
        (moved, "it is damaged"),
        (beyond_the_journal, "it goes beyond the journal"),
        (senseless, "a mistake in BeneDesk: KeyError('c99999')"),
    ],
)
def test_a_checkpoint_that_cannot_be_used_is_told_and_ignored(
    journal: Journal, database: Database, wrong: Any, why: str
) -> None:
    keep(database, wrong(taken(past_at(350))))
    with capture_logs() as logs:
        past = recall(database, "358")

    assert past.kept == 0
    assert everything(past) == everything(past_at(400))
    assert [(log["event"], log["why"]) for log in logs] == [("checkpoint_ignored", why)]


def test_when_the_newest_is_damaged_the_one_before_it_serves(journal: Journal, database: Database) -> None:
    keep(database, taken(past_at(100)), damaged(taken(past_at(300))))
    past = recall(database, "358")

    assert past.kept == 100
    assert everything(past) == everything(past_at(400))


def test_the_latest_two_are_kept(journal: Journal, database: Database) -> None:
    keep(database, *(taken(past_at(seq)) for seq in (50, 100, 100, 150)))

    assert kept(database) == [100, 150]


def test_one_beyond_the_journal_is_dropped_with_the_next_that_is_made(
    journal: Journal, database: Database
) -> None:
    keep(database, taken(past_at(50)), beyond_the_journal(taken(past_at(50))), taken(past_at(100)))

    assert kept(database) == [50, 100]


def test_a_crash_at_any_point_of_the_writing_leaves_a_database_that_starts(
    journal: Journal, database: Database, tmp_path: Path
) -> None:
    keep(database, taken(past_at(50)), taken(past_at(100)))
    flush = text("PRAGMA wal_checkpoint(TRUNCATE)")
    database.run_now(lambda connection: connection.execute(flush).close())
    keep(database, taken(past_at(300)))
    log = Path(f"{database.file}-wal").read_bytes()
    seen = set()

    for step in range(41):
        folder = tmp_path / f"crash-{step}"
        folder.mkdir()
        shutil.copy(database.file, folder / FILE)
        (folder / f"{FILE}-wal").write_bytes(log[: len(log) * step // 40])
        crashed = Database(folder)
        past = recall(crashed, "358")
        crashed.close()
        seen.add(past.kept)
        assert everything(past) == everything(past_at(400))

    assert seen == {100, 300}


def test_a_writing_that_fails_halfway_leaves_the_checkpoints_that_were(
    journal: Journal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, taken(past_at(50)), taken(past_at(100)))

    def fails(connection: Any, checkpoint: Checkpoint) -> None:
        store(connection, checkpoint)
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        database.run_now(partial(fails, checkpoint=taken(past_at(300))))

    assert kept(database) == [50, 100]


def test_a_restored_backup_starts_from_the_checkpoint_in_it(
    journal: Journal, database: Database, tmp_path: Path
) -> None:
    keep(database, taken(past_at(300)))
    (tmp_path / "restored").mkdir()
    back_up(database.file.parent, tmp_path / "restored" / FILE)
    restored = Database(tmp_path / "restored")
    past = recall(restored, "358")
    restored.close()

    assert past.kept == 300
    assert everything(past) == everything(past_at(400))


def test_an_older_backup_that_is_restored_knows_nothing_of_later_checkpoints(
    loop: Loop, database: Database, tmp_path: Path
) -> None:
    loop.run(Journal(database).append(DAY[:200]))
    (tmp_path / "restored").mkdir()
    back_up(database.file.parent, tmp_path / "restored" / FILE)
    loop.run(Journal(database).append(DAY[200:]))
    keep(database, taken(past_at(300)))
    restored = Database(tmp_path / "restored")
    past = recall(restored, "358")
    restored.close()

    assert everything(past) == everything(past_at(200))


@pytest.mark.parametrize("file", ["desk.py", "rules/calls.py"])
def test_a_changed_rule_makes_an_old_checkpoint_useless_in_whichever_folder(
    tmp_path: Path, file: str
) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for copy in (same, other):
        shutil.copytree(Path(core.__file__).parent, copy)
    with (other / file).open("a") as changed:
        changed.write("# another thought\n")
    assert fingerprint(same) == fingerprint() != fingerprint(other)
