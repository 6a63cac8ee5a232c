"""A whole server on the loopback, with phones that the test answers, and panels that talk to it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benedesk.server.people import accounts
from benedesk.server.people.accounts import Account
from benedesk.server.run import serve
from benedesk.server.service import Service
from benedesk.server.settings import QueueSection, ServerSection, Settings
from benedesk.server.simulated import SimulatedPbx
from benedesk.server.store.database import Database
from benedesk.sim.pbx import RINGS_ON
from benedesk.wire.messages import Result
from benedesk.wire.panel_session import PanelSession
from websockets.sync.client import ClientConnection, connect

from tests.lab.loop import Loop

SALES = QueueSection(id="myynti", name="Myynti", number="09 9245 1001")
SERVICE = QueueSection(id="asiakaspalvelu", name="Asiakaspalvelu", number="09 9245 1000")
PASSWORD = "kuutamo ja kallio"
PASSWORD_HASH = accounts.hashed(PASSWORD)  # slow on purpose, so once for all tests
AINO = Account(
    agent="aino",
    name="Aino Virtanen",
    number="+358992451101",
    phone="101",
    skills={"myynti": 1, "asiakaspalvelu": 1},
)
EERO = Account(agent="eero", name="Eero Korhonen", number="+358992451102", phone="102", skills={"myynti": 1})
EXTENSION = "chrome-extension://abcdefghijklmnop"


def settings_in(folder: Path, *, ring_s: float = 20.0, **server: Any) -> Settings:
    """Settings of a server with two queues whose data is in `folder`."""
    queues = tuple(queue.model_copy(update={"ring_s": ring_s}) for queue in (SALES, SERVICE))
    section = {
        "host": "127.0.0.1",
        "port": 0,
        "data": folder,
        "site": folder / "site",
        "origins": [EXTENSION],
    }
    return Settings(server=ServerSection(**{**section, **server}), queues=queues)


def move_in(database: Database, *people: Account) -> None:
    """Give the database these accounts, all with PASSWORD."""
    for person in people:
        database.run_now(lambda connection, a=person: accounts.add(connection, a, PASSWORD_HASH))


class Server:
    """A running server in the loop's thread; `stop` it, and start another one on the same folder."""

    def __init__(
        self, loop: Loop, settings: Settings, *people: Account, pbx: SimulatedPbx | None = None
    ) -> None:
        self.loop = loop
        self.settings = settings
        self.pbx = pbx or SimulatedPbx(lambda number: RINGS_ON)
        self.service: Service
        self.url = ""
        database = Database(settings.server.data)
        move_in(database, *people)
        self._lines = contextlib.ExitStack()
        self._stop = asyncio.Event()
        self._opened = asyncio.Event()
        self._running = loop.call(asyncio.ensure_future, self._serve(database))
        loop.run(self._until_opened())

    async def _serve(self, database: Database) -> bool:
        return await serve(self.settings, database, self.pbx, self._is_open, self._stop)

    async def _is_open(self, service: Service, address: str) -> None:
        self.service, self.url = service, address
        self._opened.set()

    async def _until_opened(self) -> None:
        opened = asyncio.ensure_future(self._opened.wait())
        await asyncio.wait([opened, self._running], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        if self._running.done():
            await self._running

    def stop(self) -> bool:
        """Stop it as a signal would; False if it had stopped because it had to."""
        self.loop.call(self._stop.set)
        stopped_well = self.loop.run(_result(self._running))
        self._lines.close()
        return stopped_well

    def do(self, what: Callable[[], Any]) -> Any:
        """Do something between two steps of the server."""
        return self.loop.call(what)

    def calls(self, call: str, queue: QueueSection = SALES, caller: str = "+358498124401") -> None:
        """A caller dials the queue's number."""
        self.do(lambda: self.pbx.sim.caller_calls(call, queue.number, caller))

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return ask(self.url + path, None, headers)

    def post(self, path: str, body: Any, origin: str = "", **headers: str) -> tuple[int, dict[str, Any]]:
        """Post JSON as a page of the server itself, or of `origin`."""
        sent = {"Origin": origin or self.url, "Content-Type": "application/json", **headers}
        status, _, answer = ask(self.url + path, json.dumps(body).encode(), sent)
        return status, json.loads(answer)

    def sign_in(self, user: str = "aino", password: str = PASSWORD) -> str:
        status, answer = self.post("/api/sign-in", {"user": user, "password": password})
        assert status == 200, answer
        return str(answer["token"])

    def link(self, origin: str | None = None, **options: Any) -> ClientConnection:
        """A bare WebSocket, as a page of the server itself or of `origin`."""
        url = self.url.replace("http", "ws", 1) + "/ws"
        # A server that is stopping answers a close, or has gone: no reason to wait for long.
        line = connect(
            url, origin=origin or self.url, compression=None, proxy=None, close_timeout=1, **options
        )
        return self._lines.enter_context(line)

    def panel(self, token: str) -> Panel:
        return Panel(self, token)


class Panel:
    """A panel: the true panel's session over a real WebSocket."""

    def __init__(self, server: Server, token: str) -> None:
        ids = itertools.count()
        self.session = PanelSession(token, lambda: f"{id(self)}-{next(ids)}")
        self.results: dict[str, Result] = {}
        self.connect(server)

    def connect(self, server: Server) -> None:
        """Connect, or connect anew, and wait until everything is there."""
        self.line = server.link()
        self.session.opened()
        self.until(lambda: self.session.status == "live")

    def until(self, condition: Callable[[], object], timeout_s: float = 60.0) -> None:
        """Read frames until the condition holds."""
        while not condition():
            self._send()
            changes = self.session.receive(self.line.recv(timeout_s), 0.0)
            if changes.result:
                self.results[changes.result.id] = changes.result
        self._send()

    def _send(self) -> None:
        while self.session.outbox:
            self.line.send(self.session.outbox.popleft())

    def command(self, name: str, /, **args: Any) -> Result:
        """Give a command and wait for its answer."""
        id_ = self.session.command(name, **args)
        self.until(lambda: id_ in self.results)
        return self.results[id_]

    def at_work(self, *queues: str) -> None:
        """Receive calls of these queues."""
        for queue in queues:
            assert self.command("SetMembership", queue=queue, on=True).ok
        assert self.command("SetReceiving", on=True).ok

    def document(self, topic: str) -> dict[str, Any]:
        """The document, waiting for it if need be."""
        self.until(lambda: topic in self.session.documents)
        return self.session.documents[topic]

    def until_call(self, call: str, state: str) -> dict[str, Any]:
        """Wait until the call's document shows this state."""
        topic = f"call/{call}"
        self.until(lambda: self.session.documents.get(topic, {}).get("state") == state)
        return self.session.documents[topic]

    def close(self) -> None:
        self.line.close()


async def _result(task: asyncio.Task[bool]) -> bool:
    return await task


def ask(
    url: str, body: bytes | None, headers: dict[str, str], method: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    """An HTTP request: status, headers, body; redirects are not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    try:
        with opener.open(urllib.request.Request(url, body, headers, method=method), timeout=60) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def aino_offered(server: Server, panel: Panel, call: str = "c1") -> None:
    """Aino is at work and her phone rings for the call."""
    panel.at_work("myynti")
    server.calls(call)
    panel.until_call(call, "offered")


def event_types(server: Server) -> list[str]:
    """The types of all journalled events, in order."""
    from benedesk.server.store import schema
    from sqlalchemy import select

    async def read() -> list[str]:
        query = select(schema.event.c.type).order_by(schema.event.c.seq)
        return list(await server.service.database.run(lambda connection: connection.scalars(query).all()))

    return server.loop.run(read())
