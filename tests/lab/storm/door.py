"""How a server of the storm reaches its Asterisk: as the product's `door.py`, over a network that fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.exceptions import ConnectionClosedError

from .asterisk import Asterisk, Socket
from .network import Connection, Way

OPEN_S, HTTP_S = 4.0, 3.0  # how long the client waits for a connection, and for an answer


class ClientSocket:
    """The client's end of a WebSocket to Asterisk."""

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.closed = False
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()

    def hear(self, frame: str | None) -> None:
        self.closed = self.closed or frame is None
        self._frames.put_nowait(frame)

    async def send(self, frame: str) -> None:
        if self.closed or not self.connection:
            raise ConnectionClosedError(None, None)
        self.connection.a_sends.send(frame)

    async def __aiter__(self) -> AsyncIterator[str]:
        while (frame := await self._frames.get()) is not None:
            yield frame
        raise ConnectionClosedError(None, None)


class StormDoor:
    """As `door.Door`: how one server process reaches the Asterisk."""

    def __init__(self, asterisk: Asterisk, way: Way, whose: str) -> None:
        self._whose = whose
        self._asterisk = asterisk
        self._way = way
        self.open: dict[ClientSocket, Socket] = {}

    async def ask(self, method: str, path: str, **query: str) -> dict[str, Any] | None:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[int, Any]] = loop.create_future()

        def asked(_: str | None) -> None:
            if self._asterisk.down:
                back.send(None)
            else:
                status, content = self._asterisk.answer_to(method, path, dict(query))
                answers.append((status, content))
                back.send("")

        def answered(frame: str | None) -> None:
            if not answer.done():
                answer.set_result((0, None) if frame is None else answers[0])

        answers: list[tuple[int, Any]] = []
        connection = Connection(self._way, answered, asked)
        back = connection.b_sends
        connection.a_sends.send("")
        try:
            async with asyncio.timeout(HTTP_S):
                status, content = await answer
        except TimeoutError:
            raise OSError("no answer") from None
        if not status:
            raise OSError("connection refused")
        return (content or {}) if status == 200 else None

    @asynccontextmanager
    async def connect(self, app: str) -> AsyncIterator[ClientSocket]:
        client = ClientSocket()
        reached: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def ask(frame: str | None) -> None:  # what Asterisk gets
            if frame != "":
                self._asterisk.take(socket, frame)
            elif self._asterisk.down:
                connection.b_sends.send(None)
            else:
                self._asterisk.connected(socket)
                connection.b_sends.send("")

        def hear(frame: str | None) -> None:  # what we get
            if reached.done():
                client.hear(frame)
            else:
                reached.set_result(frame is not None)

        connection = client.connection = Connection(self._way, hear, ask)
        socket = Socket(lambda: connection, self._whose)
        connection.a_sends.send("")
        try:
            async with asyncio.timeout(OPEN_S):
                if not await reached:
                    raise OSError("connection refused")
        except BaseException:
            connection.close_a()  # in a hole, Asterisk works the attempt off later, and its end with it
            raise
        self.open[client] = socket
        try:
            yield client
        finally:
            del self.open[client]
            client.closed = True
            if connection.a_sends.is_stuck and not self._asterisk.frozen:
                self._reset(connection, socket)
            else:
                connection.close_a()

    def _reset(self, connection: Connection, socket: Socket) -> None:
        """What was on its way is taken along; Asterisk sees the end when it can."""
        connection.a_sends.broken = connection.b_sends.broken = True
        clock = self._way.clock
        clock.at(max(clock.now, self._way.holed_until) + 0.01, lambda: self._asterisk.disconnected(socket))

    def cut(self, half: bool = False) -> None:
        """Break what is open; with `half` only we hear of it for now."""
        for client, socket in self.open.items():
            assert client.connection
            client.connection.a_sends.broken = client.connection.b_sends.broken = True
            client.hear(None)
            if not half:
                self._asterisk.disconnected(socket)

    def process_died(self) -> None:
        """Its system closes what it had open."""
        for client in self.open:
            assert client.connection
            client.connection.close_a()
