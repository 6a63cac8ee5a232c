"""The link to a real Asterisk is watched; and of two servers with one application, one leaves it alone."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.core.inputs import CallerArrived, PbxLost, PbxSynced
from benedesk.server.pbx.asterisk.door import Door
from benedesk.server.pbx.asterisk.owner import OWNER
from benedesk.server.store.database import Database

from tests.lab.asterisk.asterisk import PASSWORD, ROOT, Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import QUEUE, Phones
from tests.lab.loop import Loop, until
from tests.lab.patience import Patience
from tests.lab.server import AINO, move_in
from tests.lab.serving import Process

pytestmark = pytest.mark.asterisk

BENE = "applications/benedesk"
SETTINGS = """\
[pbx]
kind = "asterisk"
address = "{address}"
password = "{password}"

[[queues]]
id = "myynti"
name = "Myynti"
number = "09 9245 1001"
"""


# -- the link --------------------------------------------------------------------------------------


def deafen(pbx: Asterisk) -> None:
    """From now on Asterisk answers over every connection to the application, and sends no event."""
    body = json.dumps({"allowed": [{"type": "RESTResponse"}]}).encode()
    door = Door(pbx.address, "benedesk", PASSWORD)
    request = urllib.request.Request(
        f"{pbx.address}/ari/{BENE}/eventFilter", body, door._headers | {"Content-Type": "application/json"},
        method="PUT",
    )  # fmt: skip
    door._opener.open(request, timeout=10).close()


def test_a_connection_that_asterisk_answers_without_sending_events_is_made_anew(
    driver: Driver, caller: Handset, pbx: Asterisk
) -> None:
    driver.expect(PbxSynced)
    deafen(pbx)
    driver.expect(PbxLost, within_s=10.0)
    driver.expect(PbxSynced)
    caller.dial(QUEUE)
    driver.expect(CallerArrived)


def test_an_asterisk_that_hangs_is_lost_in_seconds_and_found_again_when_it_goes_on(
    driver: Driver, caller: Handset, pbx: Asterisk
) -> None:
    driver.expect(PbxSynced)
    assert pbx._process
    pbx._process.send_signal(signal.SIGSTOP)
    try:
        driver.expect(PbxLost, within_s=10.0)
        assert not driver.pbx.online
    finally:
        pbx._process.send_signal(signal.SIGCONT)
    driver.expect(PbxSynced, within_s=15.0)
    caller.dial(QUEUE)
    driver.expect(CallerArrived)


def test_an_asterisk_that_hangs_is_sent_no_connection_that_it_could_work_off_later(loop: Loop) -> None:
    asked: list[str] = []

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await reader.read(-1)
        writer.close()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(hang, "127.0.0.1", 0)

    server = loop.run(listen())
    driver = Driver(loop, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    driver.start()
    until(lambda: len(asked) == 3, "three attempts", timeout_s=20.0)
    driver.stop()
    loop.call(server.close)

    assert [request for request in asked if "websocket" in request.lower()] == []


# -- two servers -----------------------------------------------------------------------------------


@pytest.fixture
def launch(tmp_path: Path, pbx: Asterisk) -> Iterator[Callable[..., Process]]:
    """launch("first") -> a server in the folder of that name, on the one Asterisk."""
    processes: list[Process] = []

    def launch(name: str, *words: str) -> Process:
        processes.append(Process(home(tmp_path / name, pbx), "--config", "benedesk.toml", *words))
        return processes[-1]

    yield launch
    for process in processes:
        process.close()


def home(folder: Path, pbx: Asterisk) -> Path:
    if not folder.exists():
        folder.mkdir()
        database = Database(folder / "data")
        move_in(database, AINO)
        database.close()
        (folder / "benedesk.toml").write_text(SETTINGS.format(address=pbx.address, password=PASSWORD))
    return folder


def refused(folder: Path, *words: str) -> str:
    """What `benedesk serve` says when it does not start."""
    command = [sys.executable, "-m", "benedesk", "serve", "--config", "benedesk.toml", "--port", "0", *words]
    ended = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT / "pysrc")}, text=True, capture_output=True,
        timeout=120,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return "\n".join(line for line in ended.stderr.splitlines() if not line.startswith("{"))


def ready(process: Process) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(process.url + "/readyz"):
            return True
    except urllib.error.HTTPError:
        return False


def test_a_second_server_is_told_who_steers_asterisk_and_does_not_start(
    launch: Callable[..., Process], tmp_path: Path, pbx: Asterisk
) -> None:
    first = launch("first")
    until(lambda: ready(first), "the first server ready")
    said = refused(home(tmp_path / "second", pbx))

    assert "application 'benedesk' of Asterisk is in use by another BeneDesk server" in said
    assert f"process {first.process.pid} on {socket.gethostname()}, since 20" in said
    assert "benedesk serve --take-over" in said
    assert ready(first)
    assert '"lost"' not in first.logged()


def test_a_take_over_is_obeyed_by_the_server_that_was_there(launch: Callable[..., Process]) -> None:
    first = launch("first")
    until(lambda: ready(first), "the first server ready")
    second = launch("second", "--take-over")
    until(lambda: ready(second), "the second server ready")
    until(lambda: "taken_over" in first.logged(), "the first server's word of it")

    assert f"process {second.process.pid} on" in first.logged()
    assert not ready(first)
    assert ready(second)


def test_a_server_that_was_killed_is_back_at_once(launch: Callable[..., Process]) -> None:
    first = launch("first")
    until(lambda: ready(first), "the server ready")
    first.close()
    patience = Patience(6)
    again = launch("first")
    until(lambda: ready(again), "the server ready again")

    assert not patience.over


def test_a_server_elsewhere_that_does_not_answer_any_more_is_waited_for_and_then_replaced(
    driver: Driver, loop: Loop, pbx: Asterisk, phones: Phones
) -> None:
    driver.watch({"anna": "101"})
    driver.wait_reachable("anna", True)  # subscribed: Asterisk keeps the application from now on
    driver.stop()
    dead = "elsewhere:17:2026-01-02T03.04.05Z:another machine"
    door = Door(pbx.address, "benedesk", PASSWORD)
    loop.run(door.ask("POST", "asterisk/variable", variable=OWNER, value=dead))
    driver.expect(PbxSynced)
    begun = time.monotonic()
    driver.restart()
    driver.expect(PbxSynced)
    assert time.monotonic() - begun > 5
