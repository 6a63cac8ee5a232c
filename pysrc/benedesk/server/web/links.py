"""One panel's WebSocket: frames in, the outbox out, and no wait for a panel that does not read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from benedesk.core.errors import Refused
from benedesk.wire.messages import BAD_TOKEN_CLOSES, BROKEN_CLOSES, TOO_LATE_CLOSES
from benedesk.wire.server_session import CheckToken, ServerSession, Submit

from ..engine import Engine
from ..people.auth import Auth
from .limits import RateLimit
from .sockets import WRITE

HELLO_S = 5.0
FRAMES_BURST, FRAME_EVERY_S = 200, 0.02  # who sends faster is read more slowly
log = structlog.get_logger("links")


class LinkedServer(Protocol):
    """What a connection needs of the server."""

    engine: Engine
    auth: Auth
    links: set[PanelLink]
    strangers: set[PanelLink]  # those of them who have not said hello


class PanelLink:
    """Serve one accepted WebSocket with `run`; `end` may be called by anybody at any time."""

    def __init__(self, socket: WebSocket, office: LinkedServer) -> None:
        self.token = ""
        self.address = socket.client.host if socket.client else ""
        self._socket = socket
        self._office = office
        self._wake = asyncio.Event()
        self._close_code: int | None = None
        self._pace = RateLimit(FRAMES_BURST, FRAME_EVERY_S, keys=1)
        extensions = socket.scope.get("extensions") or {}
        self._write_now: Callable[[str], bool] = extensions.get(WRITE, lambda text: False)
        self._waits = True  # frames wait for the writer; else they go out as they come
        self._session = ServerSession(office.engine.hub, office.engine.clock.now(), self._flush)

    @property
    def agent(self) -> str | None:
        """Who is signed in here."""
        return self._session.agent

    def end(self, code: int, why: Refused | None = None) -> None:
        """Tell the panel why, close, and take nothing more from it."""
        self._session.close()
        if why:
            self._session.refuse(why)
        self._close_code = code
        self._wake.set()

    async def run(self) -> None:
        """Serve until either side closes."""
        self._office.links.add(self)
        self._office.strangers.add(self)
        writer = asyncio.create_task(self._write())
        deadline = asyncio.get_running_loop().call_later(HELLO_S, self._too_late)
        try:
            await self._read()
        except Exception:
            log.exception("connection_broken", agent=self.agent)
            self.end(BROKEN_CLOSES)
            await writer
        finally:
            deadline.cancel()
            writer.cancel()
            self._session.close()
            self._office.links.discard(self)
            self._office.strangers.discard(self)

    def _too_late(self) -> None:
        if self.agent is None and self._close_code is None:
            self.end(TOO_LATE_CLOSES, Refused("not_signed_in", f"no hello within {HELLO_S:.0f} s"))

    async def _read(self) -> None:
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            if self._close_code is not None:
                continue
            while not self._pace.allow("", asyncio.get_running_loop().time()):
                await asyncio.sleep(FRAME_EVERY_S)
            try:
                self._take(message.get("text"))
            except Refused as refused:
                self.end(BAD_TOKEN_CLOSES, refused)

    def _take(self, frame: str | None) -> None:
        """Take one frame. Raises Refused when the panel's token does not hold (any more)."""
        if frame is None:
            self._session.refuse(Refused("bad_frame", "a frame is text"))
            return
        if self.agent is not None:
            self._office.auth.agent_of(self.token, time.time())
        now = self._office.engine.clock.now()
        request = self._session.receive(frame, now)
        match request:
            case CheckToken():
                agent = self._office.auth.agent_of(request.token, time.time())
                if agent not in self._office.engine.desk.agents:
                    raise Refused("bad_token", "the desk does not know this agent")
                self.token = request.token
                self._office.strangers.discard(self)
                self._session.accept(agent, request.have, now)
            case Submit():
                self._office.engine.command(request.key, request.what)

    def _flush(self) -> None:
        if self._waits or self._close_code is not None:
            self._wake.set()
            return
        outbox = self._session.outbox
        while outbox and self._write_now(outbox[0]):
            outbox.popleft()
        if outbox:
            self._waits = True
            self._wake.set()

    async def _write(self) -> None:
        outbox = self._session.outbox
        try:
            while self._close_code is None or outbox:
                await self._wake.wait()
                self._wake.clear()
                while outbox:
                    await self._socket.send_text(outbox.popleft())
                self._waits = False
            await self._socket.close(self._close_code)
        except WebSocketDisconnect:
            pass  # the reader is told as well, and ends the connection
