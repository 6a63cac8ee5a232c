"""One change of a queue to many connected panels, against a bare broadcast by the `websockets` library.

Two servers, each a process of its own (`python -m bench.server ours|bare`), and this process as all of their
panels: raw sockets read by one selector, so that the measuring side is the same for both and small. A round
begins with a frame to one panel's link and ends when the last panel has the change.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .figures import Figure, percentile, ratio
from .pages import ROOT

PANELS = (500, 2000, 5000)
ROUNDS = 31
COMMANDS = 100
FIGURES = ("serving", "free", "active", "calls", "length")


class Panels:
    """Many WebSocket clients of one server, all in this process."""

    def __init__(self, address: tuple[str, int], count: int, hello: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._links = [connected(address, hello) for _ in range(count)]
        for link in self._links:
            link.setblocking(False)
            self._selector.register(link, selectors.EVENT_READ)
        self.settle()

    def settle(self) -> None:
        """Read until nothing has come for a while."""
        while ready := self._selector.select(0.08):
            for key, _ in ready:
                key.fileobj.recv(1 << 20)  # type: ignore[union-attr]

    def send(self, text: str) -> None:
        """A frame on the first link."""
        self._links[0].sendall(_masked(text))

    def until_all_have(self, mark: bytes) -> list[float]:
        """Seconds until each panel's bytes have held `mark`."""
        start = time.perf_counter()
        waiting = {link.fileno(): b"" for link in self._links}
        took: list[float] = []
        while waiting:
            ready = self._selector.select(20)
            assert ready, f"{len(waiting)} panels were not served"
            for key, _ in ready:
                seen = waiting.get(key.fd, b"") + key.fileobj.recv(1 << 20)  # type: ignore[union-attr]
                if key.fd in waiting and mark in seen:
                    took.append(time.perf_counter() - start)
                    del waiting[key.fd]
                elif key.fd in waiting:
                    waiting[key.fd] = seen
        return took

    def close(self) -> None:
        self._selector.close()
        for link in self._links:
            link.close()


class Running:
    """A server process; `resident_kb` is its memory."""

    def __init__(self, kind: str) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'pysrc'}{os.pathsep}{ROOT}"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.server", kind], cwd=ROOT, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout
        told = json.loads(self._process.stdout.readline())
        self.address, self.hello = ("127.0.0.1", told["port"]), told["hello"]

    @property
    def resident_kb(self) -> int:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    @property
    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self._process.communicate()


def measure() -> Iterator[Figure]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # a file for each end of each link
    for count in PANELS:
        yield from _fan_out(count)
    yield from _commands()


def _fan_out(count: int) -> Iterator[Figure]:
    servers = {"ours": Running("ours"), "bare": Running("bare")}
    before = {name: server.resident_kb for name, server in servers.items()}
    panels = {name: Panels(server.address, count, server.hello) for name, server in servers.items()}
    after = {name: server.resident_kb for name, server in servers.items()}
    last: dict[str, list[float]] = {"ours": [], "bare": []}
    cpu = {name: server.cpu_s for name, server in servers.items()}
    for turn in range(ROUNDS + 2):
        for name in sorted(last, reverse=turn % 2 == 0):
            panels[name].send(_door(turn))
            took = panels[name].until_all_have(b'"open":true' if turn % 2 else b'"open":false')
            panels[name].settle()
            if turn >= 2:
                last[name].append(max(took))
    deliveries = count * (ROUNDS + 2)
    yield Figure(
        f"server, {count} panels: last one served / bare broadcast",
        ratio(last["ours"], last["bare"]),
        "×",
        1.5,
    )
    for name in last:
        yield Figure(f"server, {count} panels: last one served, {name}, p50", median(last[name]) * 1e3, "ms")
        p99 = percentile(last[name], 0.99) * 1e3
        yield Figure(f"server, {count} panels: last one served, {name}, p99", p99, "ms")
        used = (servers[name].cpu_s - cpu[name]) / deliveries * 1e6
        yield Figure(f"server, {count} panels: processor per 1,000 deliveries, {name}", used, "ms")
        each = (after[name] - before[name]) / count
        yield Figure(f"server, {count} panels: memory per idle connection, {name}", each, "kB")
        panels[name].close()
        servers[name].stop()


def _commands() -> Iterator[Figure]:
    """As many commands as one link takes when it does not wait for the answers."""
    server = Running("ours")
    panels = Panels(server.address, 1, server.hello)
    took: list[float] = []
    for turn in range(3):
        start = time.perf_counter()
        for place in range(turn * COMMANDS, (turn + 1) * COMMANDS):
            panels.send(_door(place))
        panels.until_all_have(f'"id":"door {(turn + 1) * COMMANDS - 1}"'.encode())
        took.append((time.perf_counter() - start) / COMMANDS)
    yield Figure("server: durable commands per second, one panel", 1 / median(took), "/s", 500, least=True)
    panels.close()
    server.stop()


def _door(turn: int) -> str:
    args = {"queue": "myynti", "open": turn % 2 == 1}
    return json.dumps({"type": "command", "id": f"door {turn}", "name": "SetQueueOpen", "args": args})


def connected(address: tuple[str, int], hello: str) -> socket.socket:
    link = socket.create_connection(address)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    host = f"{address[0]}:{address[1]}"
    link.sendall(
        f"GET /ws HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += link.recv(4096)
    assert answer.startswith(b"HTTP/1.1 101"), answer
    link.sendall(_masked(hello))
    return link


def _masked(text: str) -> bytes:
    """A client's text frame; a mask of zeros is a mask."""
    data = text.encode()
    length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + data


# -- the servers -----------------------------------------------------------------------------------


async def ours() -> None:
    """The product: settings, SQLite, a desk of two queues, one supervisor whom every panel signs in as."""
    import structlog
    from benedesk.server.people import accounts
    from benedesk.server.people.accounts import Account
    from benedesk.server.run import serve
    from benedesk.server.settings import QueueSection, ServerSection, Settings
    from benedesk.server.simulated import SimulatedPbx
    from benedesk.server.store.database import Database
    from benedesk.sim.pbx import RINGS_ON

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with tempfile.TemporaryDirectory() as folder:
        section = ServerSection(host="127.0.0.1", port=0, data=Path(folder), site=Path(folder) / "site")
        queue = QueueSection(id="myynti", name="Myynti", number="09 9245 1001")
        database = Database(Path(folder))
        aino = Account(
            agent="aino",
            name="Aino",
            number="+358992451101",
            phone="101",
            skills={"myynti": 1},
            supervisor=True,
        )
        password = accounts.hashed("kuutamo ja kallio")
        database.run_now(lambda connection: accounts.add(connection, aino, password))
        stop = asyncio.Event()

        async def opened(service: object, address: str) -> None:
            token = await service.auth.sign_in("aino", "kuutamo ja kallio", "127.0.0.1", time.time())  # type: ignore[attr-defined]
            told = {"type": "hello", "version": 1, "token": token, "have": {}}
            print(
                json.dumps({"port": int(address.rpartition(":")[2]), "hello": json.dumps(told)}), flush=True
            )
            asyncio.get_running_loop().run_in_executor(None, sys.stdin.read).add_done_callback(
                lambda _: stop.set()
            )

        settings = Settings(server=section, queues=(queue,))
        await serve(settings, database, SimulatedPbx(lambda number: RINGS_ON), opened, stop)


async def bare() -> None:
    """Any frame that one link sends goes to all as it would from the product, encoded once."""
    from benedesk.wire.codec import encode
    from benedesk.wire.messages import Document
    from websockets.asyncio.server import ServerConnection, broadcast, serve

    links: set[ServerConnection] = set()

    async def link(socket: ServerConnection) -> None:
        links.add(socket)
        async for frame in socket:
            told = json.loads(frame)
            if told["type"] == "command":
                body: dict[str, object] = dict.fromkeys(FIGURES, 0)
                body |= {"id": "myynti", "name": "Myynti", "number": "+358992451001", "oldest": None}
                body["open"] = told["args"]["open"]
                broadcast(links, encode(Document("queue/myynti", 1, body)))

    async with serve(link, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(json.dumps({"port": port, "hello": '{"type":"hello"}'}), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import uvloop

    uvloop.run({"ours": ours, "bare": bare}[sys.argv[1]]())
