"""A thin client of Asterisk's REST interface: it stays connected, and comes back one attempt at a time."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus, WebSocketException

from .connection import AriError, Connection, End, Json
from .door import Door

log = structlog.get_logger("ari")

FIRST_RETRY_S = 0.25
LAST_RETRY_S = 10.0
AFTER_TAKEOVER_S = 30.0  # two servers that take the application from each other would lose calls
IN_A_ROW_S = 10.0  # two replacements within this: somebody fights for it, and Asterisk works nothing off late

# What the client itself lives by. The filter holds for the answers to our requests too.
OWN_EVENTS = ("RESTResponse", "ApplicationReplaced", "ChannelUserevent")


async def _nobody() -> str:
    return ""


class Ari:
    """Stays connected to one Stasis application until told to stop.

    Asterisk is told to send the `events` and no others. `connected` is awaited on each new connection, once
    it has been seen that events come over it, and may make requests; then `event` is called with each
    event, those included that came meanwhile. `lost` is called when a connection ends after that.
    `elsewhere` is awaited before each attempt and says who else has the application: then there is none.
    """

    def __init__(
        self,
        door: Door,
        app: str,
        *,
        events: Iterable[str] = (),
        connected: Callable[[], Awaitable[None]],
        event: Callable[[Json], None],
        lost: Callable[[], None],
        elsewhere: Callable[[], Awaitable[str]] = _nobody,
    ) -> None:
        self._door = door
        self._app = app
        self._events = sorted({*events, *OWN_EVENTS})
        self._connected, self._event, self._lost = connected, event, lost
        self._elsewhere = elsewhere
        self._connection: Connection | None = None
        self._replaced_at = -math.inf

    async def run(self) -> None:
        """Connect, and connect again whenever the connection is lost; ends only by cancellation."""
        wait_s = FIRST_RETRY_S
        while True:
            try:
                wait_s = await self._attempt()
            except InvalidStatus as refused:
                status = refused.response.status_code
                log.error("password_refused" if status == 401 else "connection_refused", status=status)
            except (OSError, WebSocketException, AriError) as error:
                log.warning("unreachable", problem=str(error) or type(error).__name__)
            except Exception:  # what Asterisk has now cannot be understood; it may be different soon
                log.exception("connection_unusable")
            await asyncio.sleep(wait_s * random.uniform(0.5, 1.0))
            wait_s = min(2 * wait_s, LAST_RETRY_S)

    async def _attempt(self) -> float:
        """One attempt, and its connection to its end; tells how long to wait before the next."""
        # Asked over HTTP first, an Asterisk that hangs gets no connection to work off later: the end of a
        # stale one would take the application from the one that we have by then.
        if other := await self._elsewhere():
            log.error("taken_over", by=other)
            return AFTER_TAKEOVER_S
        async with self._door.connect(self._app) as socket:
            return self._wait_after(await self._use(socket))

    def _wait_after(self, end: End | None) -> float:
        if end is not End.REPLACED:
            return FIRST_RETRY_S
        before, self._replaced_at = self._replaced_at, asyncio.get_running_loop().time()
        if self._replaced_at - before > IN_A_ROW_S:
            # A stale attempt of our own, or another server: the next attempt asks who has the application.
            log.warning("replaced")
            return FIRST_RETRY_S
        log.error("taken_over", note="another server uses the same Stasis application")
        return AFTER_TAKEOVER_S

    async def _use(self, socket: ClientConnection) -> End | None:
        """Serve one connection to its end. Raises AriError if it came to nothing."""
        connection = self._connection = Connection(socket, self._app)
        tasks = [asyncio.create_task(connection.read())]
        try:
            await self._begin(connection)
            tasks.append(asyncio.create_task(connection.keep_beating()))
            while event := await connection.events.get():
                self._take(event)
        except AriError:
            if connection.ended is not End.REPLACED:
                raise
            return connection.ended
        finally:
            for task in tasks:
                task.cancel()
            self._connection = None
            if connection.ended is End.DEAF:
                log.error("deaf", problem=connection.why)
        self._lost()
        return connection.ended

    async def _begin(self, connection: Connection) -> None:
        wanted = {"allowed": [{"type": event} for event in self._events]}
        await connection.request("PUT", f"applications/{self._app}/eventFilter", wanted)
        await connection.beat()
        await self._connected()

    def _take(self, event: Json) -> None:
        try:
            self._event(event)
        except Exception:  # one odd event must not cost the connection
            log.exception("event_failed", message=event)

    async def request(self, method: str, path: str, body: Json | None = None) -> Any:
        """Ask Asterisk; answers with the decoded body, None if there is none. Raises AriError."""
        if self._connection is None:
            raise AriError(0, "there is no connection to Asterisk")
        return await self._connection.request(method, path, body)
