"""What is secret is never written: not in a log, not at a terminal, not in a traceback, not as its digest."""

from __future__ import annotations

import hashlib
import os
import pty
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.server.people import accounts
from benedesk.server.settings_file import SettingsError, load
from benedesk.server.store.database import FILE, Database
from benedesk.wire.messages import Hello
from benedesk.wire.server_session import CheckToken

from tests.lab.server import AINO, PASSWORD, ask

from .test_process import ROOT, Process

# The second sign-in meets a database that fails, as do a sign-out, and a new account.
FAILS = """
CREATE TRIGGER a BEFORE INSERT ON token WHEN (SELECT count(*) FROM token) > 0
    BEGIN SELECT RAISE(ABORT, 'marked failure'); END;
CREATE TRIGGER b BEFORE DELETE ON token BEGIN SELECT RAISE(ABORT, 'marked failure'); END;
CREATE TRIGGER c BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'marked failure'); END;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with settings, and a database where Aino has an account and nothing more can be kept."""
    database = Database(tmp_path / "data")
    stored = accounts.hashed(PASSWORD)
    database.run_now(lambda connection: accounts.add(connection, AINO, stored))
    database.close()
    with sqlite3.connect(tmp_path / "data" / FILE) as connection:
        connection.executescript(FAILS)
    connection.close()
    (tmp_path / "benedesk.toml").write_text(
        '[pbx]\npassword = "ari-geheimnis"\n[[queues]]\nid = "myynti"\nname = "M"\nnumber = "09 9245 1001"\n'
    )
    return tmp_path


def secrets_of(folder: Path, token: str) -> list[str]:
    """Every form in which the password and the token are known to the server."""
    with sqlite3.connect(folder / "data" / FILE) as connection:
        stored = [value for (value,) in connection.execute("SELECT password FROM account")]
        digests = [value for (value,) in connection.execute("SELECT digest FROM token")]
    connection.close()
    assert digests == [hashlib.sha256(token.encode()).hexdigest()]
    # The hash of a password by its last part: its beginning names the method only.
    return [PASSWORD, token, *digests, *(value.rpartition("$")[2] for value in stored), "ari-geheimnis"]


class Terminal:
    """A terminal for a process's standard error, which keeps what is written to it."""

    def __init__(self) -> None:
        self._master, self.slave = pty.openpty()
        self._written = bytearray()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                self._written += os.read(self._master, 65536)
            except OSError:  # the other end is closed
                return

    def close(self) -> str:
        os.close(self.slave)
        self._reader.join()
        os.close(self._master)
        return self._written.decode()


Written = Callable[[], str]


@pytest.fixture(params=["log", "terminal"])
def served(folder: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Process, Written]]:
    """A running server whose log goes to a file, or to a terminal; and all that it has written."""
    terminal = Terminal() if request.param == "terminal" else None
    process = Process(folder, "--config", "benedesk.toml", errors=terminal.slave if terminal else None)

    def written() -> str:
        nonlocal terminal
        process.process.terminate()
        process.process.wait(20)
        shown = terminal.close() if terminal else process.logged()
        terminal = None
        return process.said + process.out.read() + shown

    yield process, written
    process.close()
    if terminal:
        terminal.close()


def test_a_sign_in_and_a_sign_out_that_fail_write_no_secret(
    served: tuple[Process, Written], folder: Path
) -> None:
    process, written = served
    token = process.sign_in()
    body = f'{{"user": "aino", "password": "{PASSWORD}"}}'.encode()
    failed_in = ask(f"{process.url}/api/sign-in?token={token}", body, {"Origin": process.url})[0]
    asking = {"Origin": process.url, "Authorization": f"Bearer {token}"}
    failed_out = ask(f"{process.url}/api/sign-out", b"", asking)[0]
    said = written()

    assert (failed_in, failed_out) == (500, 500)
    assert said.count("marked failure") >= 2, said  # the fault itself is told
    assert [secret for secret in secrets_of(folder, token) if secret in said] == []


def test_a_command_that_fails_writes_no_secret(folder: Path) -> None:
    words = ["user", "add", "eero", "--name", "E", "--number", "102", "--config", "benedesk.toml"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pysrc")}
    ended = subprocess.run(
        [sys.executable, "-m", "benedesk", *words], cwd=folder, env=environment, text=True,
        input="eeron salasana\n", capture_output=True, timeout=30,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "marked failure" in ended.stderr
    assert "eeron salasana" not in ended.stdout + ended.stderr
    assert "argon2id" not in ended.stdout + ended.stderr


def test_a_password_that_cannot_be_one_is_refused_without_being_shown(tmp_path: Path) -> None:
    (tmp_path / "benedesk.toml").write_text("[pbx]\npassword = 31415926\n")

    with pytest.raises(SettingsError) as refused:
        load(tmp_path / "benedesk.toml", {})
    assert "pbx.password should be a valid string" in str(refused.value)
    assert "31415926" not in str(refused.value)


def test_what_carries_a_token_does_not_show_it() -> None:
    shown = [repr(Hello(1, "marked-token")), repr(CheckToken("marked-token", {}))]

    assert [text for text in shown if "marked-token" in text] == []


def test_a_password_in_the_address_of_the_pbx_is_refused_without_being_shown(tmp_path: Path) -> None:
    (tmp_path / "benedesk.toml").write_text('[pbx]\naddress = "http://benedesk:marked/1@127.0.0.1:8088"\n')

    with pytest.raises(SettingsError) as refused:
        load(tmp_path / "benedesk.toml", {})
    assert "pbx.address should name no user" in str(refused.value)
    assert "marked" not in str(refused.value)
