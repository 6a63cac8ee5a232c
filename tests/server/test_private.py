"""What the server keeps is its owner's alone, whatever the umask and whatever was there before."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from benedesk.server import built, cli, private
from benedesk.server.office import SOCKET
from benedesk.server.private import still_open
from benedesk.server.store.backup import back_up
from benedesk.server.store.database import FILE, LOCK, Database

from tests.lab.server import AINO, move_in

from .test_process import ROOT, Process

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A umask that takes nothing away from what a program asks for."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(*paths: Path) -> list[str]:
    """Those that somebody else than the owner may read, write or enter."""
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}
    return [f"{name} {mode:o}" for name, mode in modes.items() if mode & OTHERS]


@pytest.mark.usefixtures("open_to_all")
def test_a_new_database_and_its_log_are_its_owners_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    move_in(database, AINO)
    found = sorted((tmp_path / "data").iterdir())
    try:
        assert {FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK} == {path.name for path in found}
        assert open_to_others(tmp_path / "data", *found) == []
    finally:
        database.close()


@pytest.mark.usefixtures("open_to_all")
def test_a_data_folder_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = Database(data)
    move_in(first, AINO)
    for path in (*data.iterdir(), data):
        path.chmod(0o777)
    leftover = [(path, path.read_bytes()) for path in data.iterdir()]
    first.close()
    for path, bytes_ in leftover:  # as a server that was killed leaves them
        path.write_bytes(bytes_)
        path.chmod(0o666)
    (data / "benedesk-2026-01-01.sqlite3").write_bytes(b"a backup")

    second = Database(data)
    try:
        assert open_to_others(data, *data.iterdir()) == []
    finally:
        second.close()


@pytest.mark.usefixtures("open_to_all")
def test_a_database_that_lies_elsewhere_behind_a_link_is_closed_too(tmp_path: Path) -> None:
    elsewhere = tmp_path / "disk"
    Database(elsewhere).close()
    (elsewhere / FILE).chmod(0o666)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).symlink_to(elsewhere / FILE)

    database = Database(tmp_path / "data")
    move_in(database, AINO)
    try:
        assert open_to_others(*elsewhere.glob(f"{FILE}*")) == []
    finally:
        database.close()


@pytest.mark.usefixtures("open_to_all")
def test_a_backup_is_its_owners_alone(tmp_path: Path) -> None:
    Database(tmp_path / "data").close()
    back_up(tmp_path / "data", tmp_path / "copy.sqlite3")

    assert open_to_others(tmp_path / "copy.sqlite3") == []


def test_a_folder_that_many_share_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    Database(tmp_path).close()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert open_to_others(*tmp_path.iterdir()) == []


def test_all_that_a_running_server_keeps_is_its_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    process = Process(tmp_path, "--sample", "--data", "data", umask=0)
    try:
        assert {FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK, SOCKET} <= {path.name for path in data.iterdir()}
        assert open_to_others(data, *data.iterdir()) == []
        process.end(signal.SIGTERM)
        assert open_to_others(data, *data.iterdir()) == []
    finally:
        process.close()


def test_every_command_makes_files_for_its_user_alone() -> None:
    program = (
        "import os; from benedesk.server import cli; cli.app = lambda: print(oct(os.umask(0))); cli.main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pysrc")}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, umask=0, text=True, capture_output=True
    )

    assert said.stdout == "0o77\n", said.stderr


def test_what_is_open_to_others_is_found(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Database(data).close()
    (data / "people.csv").touch(0o644)
    assert still_open(data) == []

    (data / FILE).chmod(0o640)
    data.chmod(0o750)
    assert still_open(data) == [data / FILE, data]


def test_the_page_and_the_extensions_that_are_unpacked_can_be_read_by_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "built" / "site").mkdir(parents=True)
    (tmp_path / "built" / "site" / "panel.html").touch()
    for browser in built.BROWSERS:
        with zipfile.ZipFile(tmp_path / "built" / f"{browser}.zip", "w") as packed:
            packed.writestr("manifest.json", "{}")
    monkeypatch.setattr(built, "FOLDER", tmp_path / "built")
    monkeypatch.setattr(built, "SITE", tmp_path / "built" / "site")
    monkeypatch.setattr(sys, "argv", ["benedesk", "unpack", str(tmp_path / "out")])
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit):
            cli.main()
    finally:
        os.umask(before)

    found = [tmp_path / "out", *(tmp_path / "out").rglob("*")]
    assert len(found) == 9
    assert [path.name for path in found if not path.stat().st_mode & stat.S_IROTH] == []


def test_a_folder_that_holds_other_things_is_not_ours_to_close(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    (shared / "somebody's.txt").write_text("mine")
    private.folder(shared)
    assert shared.stat().st_mode & 0o777 == 0o755
