"""A real server as a process of its own, set up through its command line like an administrator does."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "kesäyö ja kuutamo"


@dataclass
class Server:
    """`address` is http://…; `folder` holds its settings, its database and its log."""

    address: str
    folder: Path

    @property
    def line(self) -> str:
        """The address as panels and the extension's options take it."""
        return self.address.replace("http", "ws", 1)

    def sign_in(self, user: str) -> str:
        """A token for this user."""
        body = json.dumps({"user": user, "password": PASSWORD}).encode()
        request = urllib.request.Request(
            f"{self.address}/api/sign-in",
            body,
            {"Content-Type": "application/json", "Origin": self.address},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return str(json.load(answer)["token"])


def benedesk(config: Path, *words: str, typed: str = "") -> str:
    """Run one command of the command line; answers with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "benedesk", *words, "--config", str(config)],
        input=typed, capture_output=True, text=True, env=_environment(), timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def running(config: Path) -> Iterator[Server]:
    """The server of these settings, until the end of the block; it has to stop cleanly."""
    log = config.parent / "server.log"
    with log.open("ab") as out:
        start = out.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "benedesk", "serve", "--config", str(config)],
            stdout=out, stderr=out, env=_environment(),
        )  # fmt: skip
    try:
        yield Server(_listening(process, log, start), config.parent)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _listening(process: subprocess.Popen[bytes], log: Path, start: int) -> str:
    """Wait for the line of the log that tells the address."""
    with log.open(encoding="utf-8") as lines:
        lines.seek(start)
        told = ""
        while process.poll() is None:
            told += lines.readline()
            if found := re.search(r'"address": ?"(http[^"]+)"', told):
                return found[1]
    raise AssertionError(f"the server did not start: {log.read_text()}")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "pysrc"), "PYTHONUNBUFFERED": "1"}
