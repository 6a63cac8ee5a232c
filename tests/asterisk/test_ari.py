"""The ARI client by itself, against a server that plays Asterisk's part badly."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from benedesk.server.pbx.asterisk import ari, connection
from benedesk.server.pbx.asterisk.ari import Ari
from benedesk.server.pbx.asterisk.connection import AriError
from benedesk.server.pbx.asterisk.door import Door
from websockets.asyncio.server import Request, Response, ServerConnection, serve

from tests.lab.loop import Loop

Handler = Callable[[ServerConnection], Awaitable[None]]


class Client:
    """An Ari that notes what it is told; `up` is set while it is connected."""

    def __init__(
        self,
        port: int,
        on_connect: Callable[[Ari], Awaitable[None]] | None = None,
        other: list[str] | None = None,
    ) -> None:
        self.log: list[Any] = []
        self.up = asyncio.Event()
        self._on_connect = on_connect
        self._others = other or []
        self.ari = Ari(
            Door(f"http://127.0.0.1:{port}", "benedesk", "pässword"), "app",
            connected=self._connected, event=self._event, lost=self._lost, elsewhere=self._elsewhere,
        )  # fmt: skip

    async def _connected(self) -> None:
        if self._on_connect:
            await self._on_connect(self.ari)
        self.log.append("connected")
        self.up.set()

    async def _elsewhere(self) -> str:
        return self._others.pop() if self._others else ""

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


async def answer(socket: ServerConnection, *, deaf: bool = False) -> dict[str, Any]:
    """Answer one request as Asterisk does, and send the event that was asked for; it is told."""
    request: dict[str, Any] = json.loads(await socket.recv())
    reply = {"type": "RESTResponse", "request_id": request["request_id"], "status_code": 204}
    await socket.send(json.dumps(reply))
    if not deaf and (asked := re.fullmatch(r"events/user/(.+)\?application=app", request["uri"])):
        await socket.send(json.dumps({"type": "ChannelUserevent", "eventname": asked[1]}))
    return request


async def answer_all(socket: ServerConnection) -> None:
    while True:
        await answer(socket)


async def welcome(socket: ServerConnection) -> None:
    """Answer what is asked on every new connection: the filter and the first beat."""
    await answer(socket)
    await answer(socket)


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
        await welcome(socket)
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
        await welcome(socket)
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
        await welcome(socket)
        request = json.loads(await socket.recv())
        refusal = {"type": "RESTResponse", "request_id": request["request_id"], "status_code": 404}
        await socket.send(json.dumps(refusal | {"message_body": '{"message":"Channel not found"}'}))
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

    warning = error


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    log = Log()
    monkeypatch.setattr(ari, "log", log)
    return log


def test_a_wrong_password_is_said_and_tried_again(loop: Loop, log: Log) -> None:

    def refuse(socket: ServerConnection, request: Request) -> Response:
        return socket.respond(HTTPStatus.UNAUTHORIZED, "")

    async def go() -> None:
        async with between(answer_all, Client, process_request=refuse) as client:
            while len(log.events) < 2:
                await asyncio.sleep(0.01)
            assert not client.up.is_set()

    loop.run(go())
    assert set(log.events) == {"password_refused"}


# -- the link is watched ---------------------------------------------------------------------------


async def hold(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


def outcome(
    loop: Loop,
    handler: Handler,
    done: Callable[[Client], object],
    client_of: Callable[[int], Client] = Client,
) -> list[Any]:
    """What the client was told until `done`."""

    async def go() -> list[Any]:
        async with between(handler, client_of) as client:
            await hold(lambda: done(client))
            return client.log

    return loop.run(go())


def in_turn(*handlers: Handler) -> Handler:
    """The first connection gets the first, and so on; the last is for all that follow."""
    left = list(handlers)

    async def next_one(socket: ServerConnection) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(socket)

    return next_one


async def deaf(socket: ServerConnection) -> None:
    """Answers pings and requests, and sends no event."""
    while True:
        await answer(socket, deaf=True)


async def deaf_after_the_first_beat(socket: ServerConnection) -> None:
    await welcome(socket)
    await deaf(socket)


async def silent(socket: ServerConnection) -> None:
    """Answers pings, and nothing else."""
    await socket.wait_closed()


async def replaced(socket: ServerConnection) -> None:
    await welcome(socket)
    await socket.send('{"type": "ApplicationReplaced"}')
    await socket.wait_closed()


@pytest.mark.parametrize("kind", [deaf, silent])
def test_a_new_connection_over_which_no_event_comes_is_never_called_connected_and_another_is_made(
    loop: Loop, log: Log, kind: Handler
) -> None:
    told = outcome(loop, in_turn(kind, answer_all), lambda client: client.up.is_set())

    assert told == ["connected"]
    assert log.events[0] == "deaf"


def test_a_connection_that_goes_deaf_is_lost_and_another_is_made(loop: Loop, log: Log) -> None:
    handler = in_turn(deaf_after_the_first_beat, answer_all)
    told = outcome(loop, handler, lambda client: len(client.log) == 3)

    assert told == ["connected", "lost", "connected"]
    assert log.events == ["deaf"]


def test_a_connection_on_which_beats_come_back_is_kept(
    loop: Loop, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BEAT_EVERY_S", 0.05)
    asked: list[str] = []

    async def server(socket: ServerConnection) -> None:
        while True:
            asked.append((await answer(socket))["uri"])

    assert outcome(loop, server, lambda client: len(asked) > 10) == ["connected"]
    assert len(set(asked)) == len(asked)
    assert log.events == []


def test_a_request_that_is_not_answered_costs_the_connection(
    loop: Loop, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ANSWER_S", 0.5)
    monkeypatch.setattr(connection, "BEAT_EVERY_S", 1000.0)

    async def deaf_mute(socket: ServerConnection) -> None:
        await welcome(socket)
        await socket.wait_closed()

    async def go() -> list[Any]:
        async with between(in_turn(deaf_mute, answer_all), Client) as client:
            await client.up.wait()
            with pytest.raises(AriError, match="did not answer GET channels"):
                await client.ari.request("GET", "channels")
            await hold(lambda: len(client.log) == 3)
            return client.log

    assert loop.run(go()) == ["connected", "lost", "connected"]
    assert log.events == ["deaf"]


def test_a_silent_link_is_noticed_by_pings_alone_within_ten_seconds(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BEAT_EVERY_S", 1000.0)

    again = asyncio.Event()

    async def hole(socket: ServerConnection) -> None:
        await welcome(socket)
        socket.transport.pause_reading()  # type: ignore[attr-defined]
        await again.wait()
        socket.transport.abort()

    async def healthy(socket: ServerConnection) -> None:
        again.set()
        await answer_all(socket)

    async def go() -> list[Any]:
        async with between(in_turn(hole, healthy), Client, ping_interval=None) as client:
            await client.up.wait()
            async with asyncio.timeout(10):
                await hold(lambda: len(client.log) > 1)
            await hold(lambda: len(client.log) > 2)
            return client.log

    assert loop.run(go()) == ["connected", "lost", "connected"]


def test_the_process_standing_still_is_not_taken_for_a_deaf_connection(
    loop: Loop, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BEAT_EVERY_S", 0.05)
    beats = 0

    async def server(socket: ServerConnection) -> None:
        nonlocal beats
        await welcome(socket)
        while True:
            request = await answer(socket, deaf=True)
            beats += 1
            if beats == 1:
                time.sleep(connection.BEAT_BACK_S + 2 * connection.LATE_S)  # client and server: one loop
            name = request["uri"].removeprefix("events/user/").split("?")[0]
            await socket.send(json.dumps({"type": "ChannelUserevent", "eventname": name}))

    assert outcome(loop, server, lambda client: beats > 3) == ["connected"]
    assert log.events == []


def test_asterisk_is_told_to_send_the_events_of_the_client_itself_too(loop: Loop) -> None:
    asked: list[dict[str, Any]] = []

    async def server(socket: ServerConnection) -> None:
        while True:
            asked.append(await answer(socket))

    outcome(loop, server, lambda client: client.up.is_set())
    allowed = {allowed["type"] for allowed in json.loads(asked[0]["message_body"])["allowed"]}
    assert asked[0]["uri"] == "applications/app/eventFilter"
    assert allowed == {"RESTResponse", "ApplicationReplaced", "ChannelUserevent"}


# -- attempts do not overtake each other -----------------------------------------------------------


def test_an_attempt_that_took_too_long_is_closed_before_the_next(loop: Loop, log: Log) -> None:
    """Asterisk takes connections and does not answer; what comes over the second is read to its end."""
    open_now, most = 0, 0
    attempts = 0

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now, most, attempts
        attempts += 1
        open_now += 1
        most = max(most, open_now)
        with contextlib.suppress(ConnectionError):
            await reader.read(-1)
        open_now -= 1
        writer.close()

    async def go() -> None:
        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        client = Client(server.sockets[0].getsockname()[1])
        running = asyncio.create_task(client.ari.run())
        await hold(lambda: attempts == 3)
        running.cancel()
        server.close()

    loop.run(go())
    assert most == 1
    assert set(log.events) == {"unreachable"}


def test_a_replacement_is_at_first_taken_for_a_stale_attempt_and_we_come_back_at_once(
    loop: Loop, log: Log
) -> None:
    told = outcome(loop, in_turn(replaced, answer_all), lambda client: len(client.log) == 3)

    assert told == ["connected", "lost", "connected"]
    assert log.events == ["replaced"]


def test_the_second_replacement_in_a_row_is_another_server_and_we_wait(loop: Loop, log: Log) -> None:
    handler = in_turn(replaced, replaced, answer_all)
    told = outcome(loop, handler, lambda client: "taken_over" in log.events)

    assert told == ["connected", "lost"] * 2
    assert log.events == ["replaced", "taken_over"]


def test_a_replacement_long_after_another_is_not_in_a_row(
    loop: Loop, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ari, "IN_A_ROW_S", 0.05)
    told = outcome(loop, in_turn(replaced, replaced, answer_all), lambda client: len(client.log) == 5)

    assert told[-1] == "connected"
    assert log.events == ["replaced", "replaced"]


def test_while_another_server_has_the_application_no_connection_is_made(
    loop: Loop, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ari, "AFTER_TAKEOVER_S", 0.1)
    others = ["second", "first"]
    connections: list[int] = []

    async def server(socket: ServerConnection) -> None:
        connections.append(len(others))
        await answer_all(socket)

    outcome(loop, server, lambda client: client.up.is_set(), lambda port: Client(port, other=others))
    assert connections == [0]
    assert log.events == ["taken_over", "taken_over"]
