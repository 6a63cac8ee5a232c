"""The server as a process: killed in the middle, told to stop, started where it cannot."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from benedesk.server.store.database import FILE, Database
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.lab.patience import Patience
from tests.lab.server import AINO, move_in
from tests.lab.serving import Process

ROOT = Path(__file__).resolve().parents[2]
WINDOW = 40  # commands on their way at once


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """launch(...) -> a running process on a data folder where Aino has an account."""
    database = Database(tmp_path / "data")
    move_in(database, AINO)
    database.close()
    (tmp_path / "benedesk.toml").write_text(
        '[[queues]]\nid = "myynti"\nname = "Myynti"\nnumber = "09 9245 1001"\n'
    )
    processes: list[Process] = []

    def launch(*words: str) -> Process:
        processes.append(Process(tmp_path, *(words or ("--config", "benedesk.toml"))))
        return processes[-1]

    yield launch
    for process in processes:
        process.close()


def busy(number: int) -> str:
    args = {"availability": "busy", "note": f"{number}"}
    return json.dumps({"type": "command", "id": f"id-{number}", "name": "SetAvailability", "args": args})


def results(line: ClientConnection, count: int) -> set[str]:
    """The ids of the next `count` results, all of them good."""
    found: set[str] = set()
    while len(found) < count:
        message: dict[str, Any] = json.loads(line.recv(60))
        if message["type"] == "result":
            assert message["ok"], message
            found.add(message["id"])
    return found


def test_a_server_that_is_killed_keeps_every_answered_command_and_does_none_twice(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    token = ""
    sent = 0
    for kill_after in (60, 150, 333):
        process = launch()
        token = token or process.sign_in()
        line = process.link(token)
        first, answered = sent, set[str]()
        with pytest.raises(ConnectionClosed):
            while True:
                while sent < first + len(answered) + WINDOW:
                    line.send(busy(sent))
                    sent += 1
                answered |= results(line, 1)
                if len(answered) == kill_after:
                    process.process.kill()
        assert len(answered) >= kill_after
        process.close()

        again = launch()
        line = again.link(token)
        repeated = range(max(first, sent - 2 * WINDOW), sent)
        for number in repeated:
            line.send(busy(number))
        assert results(line, len(repeated)) == {f"id-{number}" for number in repeated}
        line.close()
        assert again.end(signal.SIGTERM) == 0
        with sqlite3.connect(tmp_path / "data" / FILE) as database:
            done = Counter(
                id_ for (id_,) in database.execute("SELECT command FROM event WHERE command NOT NULL")
            )
        database.close()
        assert answered <= done.keys()
        assert set(done.values()) == {1}


def test_told_to_stop_the_server_closes_its_panels_with_1012_and_ends_well(
    launch: Callable[..., Process],
) -> None:
    process = launch()
    line = process.link(process.sign_in())
    patience = Patience(3)
    process.process.send_signal(signal.SIGTERM)
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            line.recv(60)

    assert closed.value.rcvd and closed.value.rcvd.code == 1012
    assert process.process.wait(60) == 0
    assert not patience.over


def test_ctrl_c_ends_the_server_well(launch: Callable[..., Process]) -> None:
    assert launch().end(signal.SIGINT) == 0


def test_a_second_server_on_the_same_data_is_refused_and_the_first_goes_on(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    process = launch()
    ended = refused(tmp_path, "--port", "0")

    assert f"in use by another BeneDesk server (process {process.process.pid})" in ended
    assert process.sign_in()


def test_a_port_that_is_taken_is_told(launch: Callable[..., Process], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = refused(tmp_path, "--port", str(taken.getsockname()[1]))

    assert ended.startswith("cannot listen on 127.0.0.1:")


def test_a_certificate_that_is_none_is_told(launch: Callable[..., Process], tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    with (tmp_path / "benedesk.toml").open("a") as settings:
        settings.write('[server]\ntls_certificate = "none.pem"\ntls_key = "none.pem"\n')

    assert refused(tmp_path, "--port", "0").startswith("the TLS certificate or its key cannot be used")


def test_a_journal_of_a_newer_version_is_told_in_a_sentence(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    with sqlite3.connect(tmp_path / "data" / FILE) as database:
        database.execute("INSERT INTO event VALUES (1, 0, 'CallTeleported', '{}', NULL, NULL)")
    database.close()

    assert refused(tmp_path, "--port", "0").startswith(
        "event 1 of the journal (CallTeleported) cannot be read"
    )


def test_queues_that_contradict_the_desk_are_told(launch: Callable[..., Process], tmp_path: Path) -> None:
    launch().end(signal.SIGTERM)
    (tmp_path / "benedesk.toml").write_text(
        '[[queues]]\nid = "other"\nname = "Muu"\nnumber = "09 9245 1001"\n'
    )

    assert refused(tmp_path, "--port", "0") == (
        "+358992451001 would be the number of queue 'other' and of queue 'myynti'"
    )


def test_two_queues_swap_their_number_and_name_between_two_starts(
    launch: Callable[..., Process], tmp_path: Path
) -> None:
    one, other = ('name = "Myynti"\nnumber = "09 9245 1001"\n', 'name = "Tuki"\nnumber = "09 9245 1002"\n')
    for first, second in ((one, other), (other, one)):
        (tmp_path / "benedesk.toml").write_text(
            f'[[queues]]\nid = "myynti"\n{first}[[queues]]\nid = "tuki"\n{second}'
        )
        assert launch().end(signal.SIGTERM) == 0


def test_the_sample_company_starts_without_settings_and_says_how_to_come_in(
    launch: Callable[..., Process],
) -> None:
    process = launch("--sample", "--data", "sample")
    user, password = re.search(r"user (\S+), password (\S+) ", process.said).groups()  # type: ignore[union-attr]
    line = process.link(process.sign_in(user, password))
    line.close()
    process.end(signal.SIGTERM)

    assert "password" not in launch("--sample", "--data", "sample").said.split("lost password")[0]
    assert password not in process.logged()


def test_logs_are_json_lines(launch: Callable[..., Process]) -> None:
    process = launch()
    process.sign_in()
    process.end(signal.SIGTERM)
    events = [json.loads(line)["event"] for line in process.logged().splitlines()]

    assert events == ["opened", "listening", "simulated_pbx", "signed_in", "stopped"]


def refused(folder: Path, *words: str) -> str:
    """What `benedesk serve` says when it does not start; never a traceback."""
    command = [sys.executable, "-m", "benedesk", "serve", "--config", "benedesk.toml", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pysrc")}
    ended = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, timeout=120)
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    said = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    return "\n".join(said)
