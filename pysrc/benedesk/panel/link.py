"""The link to a server: opened again and again until it holds, and given up when it has gone silent."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Protocol

PING_S = 20.0  # often enough for every proxy on the way, and for an extension's worker
SILENT_S = 45.0  # two pings unanswered: the link is dead, whatever the socket believes
SLOWEST_OPEN_S = 15.0
RETRY_S = 0.5
SLOWEST_RETRY_S = 30.0


class LinkListener(Protocol):
    """Who is told what becomes of a connection."""

    def opened(self) -> None: ...

    def received(self, frame: str) -> None: ...

    def closed(self) -> None: ...


class Wire(Protocol):
    """One connection, being opened or open."""

    def send(self, frame: str) -> None: ...

    def close(self) -> None: ...


Connect = Callable[[str, LinkListener], Wire]


def base_of(server: str) -> str:
    """A server's address in its one form, however much of the path was given."""
    return server.strip().rstrip("/").removesuffix("/ws")


def socket_address(server: str) -> str:
    """Where the conversation is held."""
    return f"{base_of(server)}/ws"


def api_address(server: str, name: str) -> str:
    """Where the same server answers ordinary requests."""
    return f"{base_of(server).replace('ws', 'http', 1)}/api/{name}"


def retry_after(failures: int, chance: float) -> float:
    """How long to wait after so many failures: doubling, and spread out so that not all come at once.

    `chance` is 0 to 1.
    """
    return min(SLOWEST_RETRY_S, RETRY_S * 2.0 ** min(failures, 10)) * (0.5 + chance / 2)


class ServerLink:
    """Keeps one connection to `address` for `listener`, from `open` until `close`."""

    def __init__(
        self, address: str, connect: Connect, listener: LinkListener, ping: Callable[[], None]
    ) -> None:
        self._address = address
        self._connect = connect
        self._listener = listener
        self._ping = ping
        self._wire: Wire | None = None
        self._is_open = False
        self._failures = 0
        self._timer: asyncio.TimerHandle | None = None
        self._pings: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Connect now, whatever was waited for."""
        self._drop()
        self._after(SLOWEST_OPEN_S, self.closed)
        self._wire = self._connect(self._address, self)

    def close(self) -> None:
        """Hang up and do not try again."""
        self._drop()

    def send(self, frame: str) -> None:
        """Send, if there is a connection; the session says again what matters when there is one."""
        if self._wire and self._is_open:
            self._wire.send(frame)

    def network(self, online: bool) -> None:
        """The machine went on- or offline."""
        if online and not self._is_open:
            self.open()
        elif not online:
            self.closed()

    # -- the connection's word ---------------------------------------------------------------------

    def opened(self) -> None:
        self._is_open = True
        self._listener.opened()
        self._heard()
        self._keep()

    def received(self, frame: str) -> None:
        self._failures = 0
        self._heard()
        self._listener.received(frame)

    def closed(self) -> None:
        """It is gone, or was never there: try again in a while."""
        self._drop()
        self._after(retry_after(self._failures, random.random()), self.open)
        self._failures += 1
        self._listener.closed()

    def _heard(self) -> None:
        self._after(SILENT_S, self.closed)

    def _keep(self) -> None:
        self._ping()
        self._pings = asyncio.get_running_loop().call_later(PING_S, self._keep)

    def _after(self, wait_s: float, what: Callable[[], None]) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(wait_s, what)

    def _drop(self) -> None:
        for timer in (self._timer, self._pings):
            if timer:
                timer.cancel()
        self._timer = self._pings = None
        self._is_open = False
        if self._wire:
            self._wire.close()
            self._wire = None
