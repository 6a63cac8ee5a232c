"""docs/first-call.md as its reader carries it out: every file written, every command run, in its order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from .asterisk import HOME, ROOT

PAGE = ROOT / "docs" / "first-call.md"
FOLDER = "first-call"
PASSWORD = "a password of Anna's"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What goes on until it is ended, and the word by which it says that it is ready.
READY = {".cache/pbx/bin/asterisk": r"Asterisk Ready\.", "first-call/venv/bin/benedesk": r"^Panel: (\S+)/$"}
READY_S = 60.0
BENEDESK = f'#!/bin/sh\nPYTHONPATH="{ROOT / "pysrc"}" exec "{sys.executable}" -m benedesk "$@"\n'


class Account(NamedTuple):
    """What a softphone is told of itself."""

    user: str
    server: str
    password: str


class Reader:
    """Carries the page out in `folder`, which stands for the cloned one, with `address` as "this computer".

    What the page installs is there beforehand: Asterisk, and the command `benedesk` from these sources.
    """

    def __init__(self, folder: Path, address: str) -> None:
        self.page = PAGE.read_text(encoding="utf-8").replace("127.0.0.1", address)
        self.url = ""
        self._folder = folder
        self._lasting: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "BENEDESK_SERVER_PORT": "0",
            "PYTHONUNBUFFERED": "1",
        }
        (folder / "tests").symlink_to(ROOT / "tests")
        (folder / ".cache").mkdir()
        (folder / ".cache" / "pbx").symlink_to(HOME)
        program = folder / FOLDER / "venv" / "bin" / "benedesk"
        program.parent.mkdir(parents=True)
        program.write_text(BENEDESK)
        program.chmod(0o755)

    def carry_out(self) -> None:
        """Everything, from the first block to the last."""
        for language, body in BLOCK.findall(self.page):
            if language != "sh":
                self._write(body)
            elif re.search(r" -f$| serve ", body, re.MULTILINE):
                self._start(body.strip())
            else:
                self.run(body)

    def _write(self, body: str) -> None:
        named = re.match(r"[;#] (\S+)\n", body)
        assert named, f"this block of the page does not say which file it is:\n{body}"
        name = named[1]
        (self._folder / FOLDER / ("etc" if name.endswith(".conf") else "") / name).write_text(body)

    def run(self, commands: str) -> str:
        """What they print. Whoever asks for a password gets Anna's."""
        done = subprocess.run(
            ["sh", "-e", "-c", commands], cwd=self._folder, env=self._environment, timeout=120,
            input=PASSWORD + "\n", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        return done.stdout

    def _start(self, command: str) -> None:
        """In a terminal of its own, until it says that it is ready."""
        log = self._folder / f"terminal-{len(self._lasting)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                # A test run that is killed must not leave its Asterisk behind.
                ["setpriv", "--pdeathsig", "KILL", "sh", "-c", f"exec {command}"],
                cwd=self._folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        self._lasting.append(process)
        ready, end = READY[command.split()[0]], time.monotonic() + READY_S
        while not (found := re.search(ready, log.read_text(errors="replace"), re.MULTILINE)):
            assert process.poll() is None and time.monotonic() < end, f"{command}\n{log.read_text()}"
            time.sleep(0.05)
        if found.groups():
            self.url = found[1]

    def account(self, phone: str) -> Account:
        """Of the softphone in the folder `phone`."""
        text = (self._folder / FOLDER / phone / "accounts").read_text()
        found = re.fullmatch(r"<sip:(\w+)@([\d.]+)>;auth_pass=(\S+)\n", text)
        assert found, text
        return Account(*found.groups())

    def close(self) -> None:
        for process in reversed(self._lasting):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
