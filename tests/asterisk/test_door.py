"""How Asterisk is reached: what becomes of a connection that is given up."""

from __future__ import annotations

import asyncio
from socket import SO_RCVBUF, SOL_SOCKET
from socket import socket as Socket
from typing import Any

from benedesk.server.pbx.asterisk.door import Door
from websockets.asyncio.server import ServerConnection, serve

from tests.lab.loop import Loop


async def listen(socket: ServerConnection) -> None:
    async for _ in socket:
        pass


def test_a_connection_that_is_given_up_takes_along_what_was_on_its_way(loop: Loop) -> None:
    """Through a network that takes nothing more; afterwards `ended` says how it went on."""

    async def go() -> type[Exception] | None:
        given_up, ended = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            back, forth = await asyncio.open_connection("127.0.0.1", port_of(server))
            pumping = asyncio.create_task(pump(back, writer))
            forth.write(await reader.readuntil(b"\r\n\r\n"))
            await given_up.wait()
            how: type[Exception] | None = None
            try:
                while await reader.read(2**20):
                    pass
            except ConnectionError as error:
                how = type(error)
            for end in (forth, writer):
                end.close()
                await asyncio.wait([asyncio.ensure_future(end.wait_closed())])
            await pumping
            ended.set_result(how)

        async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while got := await reader.read(2**16):
                writer.write(got)

        async with serve(listen, "127.0.0.1", 0) as server:
            narrow = narrow_socket()
            hole = await asyncio.start_server(through, sock=narrow, limit=1024)
            door = Door(f"http://127.0.0.1:{port_of(hole)}", "benedesk", "pässword")
            async with door.connect("app") as socket:
                await socket.send("x" * 30_000)
            given_up.set()
            hole.close()
            how: type[Exception] | None = await ended
            return how

    assert loop.run(go()) is ConnectionResetError


def narrow_socket() -> Socket:
    """It takes little before it is read."""
    narrow = Socket()
    narrow.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
    narrow.bind(("127.0.0.1", 0))
    return narrow


def port_of(server: Any) -> int:
    return int(next(iter(server.sockets)).getsockname()[1])
