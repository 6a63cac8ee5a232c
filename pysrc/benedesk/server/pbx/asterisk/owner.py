"""Whose the Stasis application is: of two servers with one name, one has to leave it alone.

Asterisk lists an application for as long as it has subscriptions, whether anybody listens or not. So whoever
has it writes their name into a global variable, and says by another, when an event asks, that they are there.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import socket
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from .ari import Ari
from .connection import AriError
from .door import Door

log = structlog.get_logger("pbx")

OWNER, ANSWER = "BENE_OWNER", "BENE_OWNER_ANSWER"
QUESTION = "bene-owner-"
ANSWERS_S = 8.0  # a server whose connection is deaf needs seven to notice
ASK_AGAIN_S = 1.0
LOOK_AGAIN_S = 0.1
RELEASE_S = 1.0


class Process:
    """This one, by the name that others find; `name` is host:process:since:machine."""

    def __init__(self) -> None:
        since = f"{datetime.now(UTC):%Y-%m-%dT%H.%M.%S.%fZ}"
        self.name = f"{socket.gethostname()}:{os.getpid()}:{since}:{_machine()}"

    def knows_ended(self, other: str) -> bool:
        """Whether the process of that name has ended, as far as can be seen from here."""
        _, pid, _, machine, *_ = [*other.split(":"), "", "", ""]
        if machine != _machine() or not pid.isdecimal():
            return False
        return int(pid) == os.getpid() or not Path(f"/proc/{pid}").exists()


class Owner:
    """The claim of one server, this process, to the application."""

    def __init__(self, door: Door, app: str, process: Process) -> None:
        self.name = process.name
        self._knows_ended = process.knows_ended
        self._door = door
        self._app = app
        self._had = False
        self._silent = ""  # who did not answer

    async def other(self) -> str:
        """Who else has the application and says so, "" for nobody. Raises OSError if Asterisk is silent.

        That a killed server does not answer takes some seconds to know; one of this machine is known to
        have ended by its process.
        """
        owner = await self._variable(OWNER)
        if owner in ("", self.name, self._silent) or (not self._had and self._knows_ended(owner)):
            return ""
        question = f"{QUESTION}{uuid.uuid4().hex}"
        clock = asyncio.get_running_loop().time
        end = clock() + ANSWERS_S
        while clock() < end:
            if await self._door.ask("POST", f"events/user/{question}", application=self._app) is None:
                return ""  # nobody is connected, and nobody has left subscriptions
            again = clock() + ASK_AGAIN_S
            while clock() < again:
                if await self._variable(ANSWER) == question:
                    return owner
                await asyncio.sleep(LOOK_AGAIN_S)
        self._silent = owner
        return ""

    async def _variable(self, name: str) -> str:
        answer = await self._door.ask("GET", "asterisk/variable", variable=name)
        return str(answer["value"]) if answer else ""  # refused: the connection will say why

    async def claim(self) -> None:
        """We are about to connect. Written before, so that whoever is replaced by us finds our name."""
        if await self._door.ask("POST", "asterisk/variable", variable=OWNER, value=self.name) is None:
            log.warning("no_owner", note="another server cannot see this one")

    def connected(self) -> None:
        """We have it. Whoever has it after us is not a leftover."""
        self._had, self._silent = True, ""

    async def answer(self, ari: Ari, question: str) -> None:
        """Somebody asks whether we are there."""
        with contextlib.suppress(AriError):  # the connection is lost: then we are not
            await _write(ari, ANSWER, question)

    async def release(self, ari: Ari) -> None:
        """We leave on our own account: whoever comes next need not ask."""
        try:
            async with asyncio.timeout(RELEASE_S):
                await _write(ari, OWNER, "")
        except (AriError, TimeoutError) as problem:
            log.warning("not_released", problem=str(problem) or "no answer")


async def _write(ari: Ari, name: str, value: str) -> None:
    await ari.request("POST", "asterisk/variable", {"variable": name, "value": value})


def told(owner: str) -> str:
    """The name in words."""
    host, pid, since, *_ = [*owner.split(":"), "?", "?"]
    return f"process {pid} on {host}, since {since[:19].replace('T', ' ').replace('.', ':')} UTC"


def _machine() -> str:
    """The same for two processes only if each sees the other's number: not in two containers."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        seen: Any = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        boot, seen = uuid.uuid4().hex, ""
    return hashlib.sha256(f"{boot}{seen}".encode()).hexdigest()[:12]
