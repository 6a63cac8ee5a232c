"""A full disk: whoever asks is told at once, what was refused is not done later, and the server ends well."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benedesk.server import office
from benedesk.server.run import serve
from benedesk.server.simulated import SimulatedPbx
from benedesk.server.store import journal
from benedesk.server.store.database import FILE, Database
from sqlalchemy import text

from tests.lab.loop import Loop, until
from tests.lab.patience import Patience
from tests.lab.server import AINO, EERO, PASSWORD, Server, ask, move_in, settings_in
from tests.lab.serving import Process

ROOT = Path(__file__).resolve().parents[2]
ONNI = {"agent": "onni", "name": "Onni", "number": "103", "phone": "", "password": PASSWORD}
FULL = [
    ("user_add", ONNI),
    ("user_change", {"agent": "aino", "name": "Toinen Nimi"}),
    ("user_change", {"agent": "aino", "disabled": True}),
    ("user_password", {"agent": "aino", "password": "another password"}),
    ("directory_import", {"source": "x.csv", "people": [
        {"id": "1", "name": "Helmi", "title": "", "department": "", "numbers": ["104"]}]}),
]  # fmt: skip


class Disk:
    """The server's disk: full, or with room again."""

    def __init__(self, server: Server) -> None:
        self._database = server.service.database

    def full(self, is_full: bool) -> None:
        pragma = text(f"PRAGMA query_only={int(is_full)}")  # every write fails, whatever room its page has
        self._database.run_now(lambda connection: connection.execute(pragma).close())


@pytest.fixture
def disk(server: Server) -> Disk:
    return Disk(server)


def test_signing_in_on_a_full_disk_is_answered_with_a_code(server: Server, disk: Disk) -> None:
    disk.full(True)
    status, answer = server.post("/api/sign-in", {"user": "aino", "password": PASSWORD})

    assert (status, answer["code"]) == (503, "unavailable")
    disk.full(False)
    assert server.sign_in()


def test_signing_out_on_a_full_disk_is_not_done_and_told_so(server: Server, disk: Disk) -> None:
    token = server.sign_in()
    disk.full(True)
    status, answer = server.post("/api/sign-out", {}, Authorization=f"Bearer {token}")

    assert (status, answer["code"]) == (503, "unavailable")
    server.panel(token).close()


@pytest.mark.parametrize(("do", "fields"), FULL, ids=[f"{do} {[*fields][-1]}" for do, fields in FULL])
@pytest.mark.parametrize("known", [True, False], ids=["known already", "not yet known"])
def test_a_request_on_a_full_disk_is_refused_and_not_done_later(
    loop: Loop, server: Server, disk: Disk, tmp_path: Path, do: str, fields: dict[str, Any], known: bool
) -> None:
    def asked(do: str, **fields: Any) -> dict[str, Any]:
        return loop.run(office.ask(tmp_path / "data", "358", {}, {"do": do, **fields}))

    before, token = asked("user_list"), server.sign_in()
    names = {agent.id: agent.name for agent in server.service.engine.desk.agents.values()}
    disk.full(True)
    if known:
        server.calls("c1")  # what the journal cannot write
        until(lambda: server.service.engine.trouble, "trouble")
    answer = asked(do, **fields)

    assert answer["code"] == "unavailable", answer
    disk.full(False)
    until(lambda: server.service.engine.trouble is None, "room")
    assert asked("user_list") == before
    assert {agent.id: agent.name for agent in server.service.engine.desk.agents.values()} == names
    server.panel(token).close()
    assert server.sign_in()


# -- a process of its own --------------------------------------------------------------------------


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    database = Database(tmp_path / "data")
    move_in(database, AINO, EERO)
    database.close()
    log, told = os.pipe()  # the disk is full for files, not for those who listen
    process = Process(tmp_path, errors=told)
    os.close(told)
    yield process
    process.close()
    os.close(log)


def fill(process: Process, is_full: bool) -> None:
    """No file of the process may grow beyond one byte, as on a full disk."""
    most = 1 if is_full else resource.RLIM_INFINITY
    resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@pytest.fixture
def benedesk(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """benedesk("user", "list") -> the command, run to its end."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "benedesk", *words], cwd=tmp_path, input=f"{PASSWORD} 2\n", text=True,
            capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT / "pysrc")},
        )  # fmt: skip

    return run


def test_the_command_line_says_so_within_ten_seconds_and_nothing_is_done_when_there_is_room(
    process: Process, benedesk: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    fill(process, True)
    for words in (["user", "add", "onni", "--name", "Onni", "--number", "103"], ["user", "passwd", "eero"]):
        patience = Patience(10)
        said = benedesk(*words)
        assert (said.returncode, "(unavailable)" in said.stderr) == (1, True), said.stderr
        assert not patience.over
    fill(process, False)

    assert [line.split("\t")[0] for line in benedesk("user", "list").stdout.splitlines()] == ["aino", "eero"]
    body = json.dumps({"user": "eero", "password": f"{PASSWORD} 2"}).encode()
    assert ask(process.url + "/api/sign-in", body, {"Origin": process.url})[0] == 401


def test_told_to_stop_on_a_full_disk_the_server_ends_without_a_traceback(tmp_path: Path) -> None:
    database = Database(tmp_path / "data")
    move_in(database, AINO)
    database.close()
    log, told = os.pipe()
    process = Process(tmp_path, errors=told)
    os.close(told)
    with open(log) as lines:
        line = process.link(process.sign_in())  # a use that has to be written down
        fill(process, True)
        code = process.end(signal.SIGTERM)
        logged = lines.read()
        line.close()
    process.close()

    assert code in (0, 1), logged
    assert "Traceback" not in logged and '"exception"' not in logged


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "when it has noticed"])
def test_told_to_stop_while_it_starts_on_a_full_disk_the_server_stops(
    loop: Loop, tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    noticed, stop = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(journal.log, "error", lambda *_, **__: noticed.set())
    database = Database(tmp_path / "data")
    database.run_now(lambda connection: connection.execute(text("PRAGMA query_only=1")).close())

    async def started_and_told() -> bool:
        async def opened(*_: Any) -> None:
            raise AssertionError("nothing can be written")

        running = asyncio.create_task(
            serve(settings_in(tmp_path / "data"), database, SimulatedPbx(), opened, stop)
        )
        if not at_once:
            await noticed.wait()
        stop.set()
        return await running

    assert loop.run(started_and_told())


def test_told_to_stop_before_it_has_noticed_that_the_disk_is_full_the_server_stops(
    server: Server, disk: Disk
) -> None:
    disk.full(True)
    server.calls("c1")  # to be written, and cannot be

    assert server.stop()


def test_a_database_that_is_none_is_told(
    benedesk: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"SQLite format 4" * 1000)
    said = benedesk("user", "list")

    assert (said.returncode, "Traceback" in said.stderr) == (1, False)
    assert said.stderr.startswith("the database data/benedesk.sqlite3 cannot be used: ")


def test_a_server_that_hangs_is_told_by_the_command_line_and_does_not_do_it_later(
    process: Process, benedesk: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    os.kill(process.process.pid, signal.SIGSTOP)
    said = benedesk("user", "passwd", "eero")
    os.kill(process.process.pid, signal.SIGCONT)

    assert (said.returncode, "has not answered" in said.stderr) == (1, True), said.stderr
    assert benedesk("user", "list").returncode == 0
    body = json.dumps({"user": "eero", "password": f"{PASSWORD} 2"}).encode()
    assert ask(process.url + "/api/sign-in", body, {"Origin": process.url})[0] == 401
