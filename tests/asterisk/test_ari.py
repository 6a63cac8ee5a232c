"""The ARI client by itself, against a server that plays Asterisk's part badly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from benedesk.server.pbx.asterisk import ari
from benedesk.server.pbx.asterisk.ari import Ari, AriError
from websockets.asyncio.server import Request, Response, ServerConnection, serve

from tests.lab.loop import Loop

Handler = Callable[[ServerConnection], Awaitable[None]]


class Client:
    """An Ari that notes what it is told; `up` is set while it is connected."""

    def __init__(self, port: int, on_connect: Callable[[Ari], Awaitable[None]] | None = None) -> None:
        self.log: list[Any] = []
        self.up = asyncio.Event()
        self._on_connect = on_connect
        self.ari = Ari(
            f"http://127.0.0.1:{port}", "benedesk", "pässword", "app",
            connected=self._connected, event=self._event, lost=self._lost,
        )  # fmt: skip

    async def _connected(self) -> None:
        if self._on_connect:
            await self._on_connect(self.ari)
        self.log.append("connected")
        self.up.set()

    def _event(self, event: dict[str, Any]) -> None:
        if event["type"] == "Poison":
            raise ValueError("cannot be handled")
        self.log.append(event["type"])

    def _lost(self) -> None:
        self.log.append("lost")
        self.up.clear()


@asynccontextmanager
async def between(
    handler: Handler, client_of: Callable[[int], Client], **options: Any
) -> AsyncIterator[Client]:
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        client = client_of(next(iter(server.sockets)).getsockname()[1])
        running = asyncio.create_task(client.ari.run())
        try:
            yield client
        finally:
            running.cancel()


async def answer_all(socket: ServerConnection) -> None:
    async for frame in socket:
        request = json.loads(frame)
        reply = {"type": "RESTResponse", "request_id": request["request_id"], "status_code": 204}
        await socket.send(json.dumps(reply))


def test_events_that_come_while_it_connects_are_given_after_it_has(loop: Loop) -> None:
    async def server(socket: ServerConnection) -> None:
        await socket.send('{"type": "Early"}')
        await answer_all(socket)

    async def ask(client: Ari) -> None:
        assert await client.request("GET", "channels") is None

    async def go() -> list[Any]:
        async with between(server, lambda port: Client(port, ask)) as client:
            await client.up.wait()
            while len(client.log) < 2:
                await asyncio.sleep(0.01)
            return client.log

    assert loop.run(go()) == ["connected", "Early"]


def test_a_request_that_the_connection_takes_with_it_fails_at_once_and_the_next_connection_works(
    loop: Loop,
) -> None:
    connections = 0

    async def server(socket: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        if connections > 1:
            await answer_all(socket)
        await socket.recv()
        socket.transport.abort()

    async def go() -> list[Any]:
        async with between(server, Client) as client:
            await client.up.wait()
            with pytest.raises(AriError, match="connection to Asterisk was lost") as lost:
                await client.ari.request("GET", "channels")
            assert lost.value.status == 0
            while client.up.is_set():
                await asyncio.sleep(0.01)
            with pytest.raises(AriError, match="no connection to Asterisk"):
                await client.ari.request("GET", "channels")
            await client.up.wait()
            assert await client.ari.request("GET", "channels") is None
            return client.log

    assert loop.run(go()) == ["connected", "lost", "connected"]


def test_an_event_that_cannot_be_handled_costs_nothing_else(loop: Loop) -> None:
    async def server(socket: ServerConnection) -> None:
        await socket.send('{"type": "Poison"}')
        await socket.send('{"type": "Sound"}')
        await socket.wait_closed()

    async def go() -> list[Any]:
        async with between(server, Client) as client:
            while len(client.log) < 2:
                await asyncio.sleep(0.01)
            return client.log

    assert loop.run(go()) == ["connected", "Sound"]


def test_a_refusal_carries_asterisks_status_and_words(loop: Loop) -> None:
    async def server(socket: ServerConnection) -> None:
        request = json.loads(await socket.recv())
        answer = {"type": "RESTResponse", "request_id": request["request_id"], "status_code": 404}
        await socket.send(json.dumps(answer | {"message_body": '{"message":"Channel not found"}'}))
        await socket.wait_closed()

    async def go() -> AriError:
        async with between(server, Client) as client:
            await client.up.wait()
            with pytest.raises(AriError) as refused:
                await client.ari.request("DELETE", "channels/1")
            return refused.value

    error = loop.run(go())
    assert error.status == 404
    assert "Channel not found" in str(error)


class Log:
    """Stands in for the client's log."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def error(self, event: str, **what: Any) -> None:
        self.events.append(event)


def test_a_wrong_password_is_said_and_tried_again(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    monkeypatch.setattr(ari, "log", log)

    def refuse(socket: ServerConnection, request: Request) -> Response:
        return socket.respond(HTTPStatus.UNAUTHORIZED, "")

    async def go() -> None:
        async with between(answer_all, Client, process_request=refuse) as client:
            while len(log.events) < 2:
                await asyncio.sleep(0.01)
            assert not client.up.is_set()

    loop.run(go())
    assert set(log.events) == {"password_refused"}
