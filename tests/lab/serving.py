"""`benedesk serve` as a process that a test may stop, kill and listen to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from websockets.sync.client import ClientConnection, connect

from .server import PASSWORD, ask

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """`benedesk serve` in a process of its own; `url` is where it answers. `errors` takes the log instead.

    `program` is an installed `benedesk`, in place of this working copy.
    """

    def __init__(
        self,
        folder: Path,
        *words: str,
        errors: int | None = None,
        umask: int = -1,
        program: Path | None = None,
    ) -> None:
        start = [str(program)] if program else [sys.executable, "-m", "benedesk"]
        command = [*start, "serve", "--port", "0", *words]
        environment = os.environ | ({} if program else {"PYTHONPATH": str(ROOT / "pysrc")})
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, text=True, umask=umask,
            stdout=subprocess.PIPE, stderr=self.log if errors is None else errors,
        )  # fmt: skip
        assert self.process.stdout
        self.out: IO[str] = self.process.stdout
        self.said = ""
        while not (found := re.search(r"^Panel: (\S+)/$", self.said, re.MULTILINE)):
            line = self.out.readline()
            assert line, self.logged()
            self.said += line
        self.url = found[1]

    def logged(self) -> str:
        self.log.seek(0)
        return self.log.read()

    def sign_in(self, user: str = "aino", password: str = PASSWORD) -> str:
        body = json.dumps({"user": user, "password": password}).encode()
        status, _, answer = ask(self.url + "/api/sign-in", body, {"Origin": self.url})
        assert status == 200, answer
        return str(json.loads(answer)["token"])

    def link(self, token: str) -> ClientConnection:
        """A signed-in WebSocket; the caller closes it."""
        url = self.url.replace("http", "ws", 1) + "/ws"
        line = connect(url, origin=self.url, compression=None, proxy=None).__enter__()
        line.send(json.dumps({"type": "hello", "version": 1, "token": token, "have": {}}))
        while json.loads(line.recv(60))["type"] != "synced":
            pass
        return line

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.out.close()
        self.log.close()
