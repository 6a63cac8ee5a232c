"""One server process of the storm: the product's, but for its disk, its clock and its network."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING, Any

from benedesk.core.desk import Desk
from benedesk.core.inputs import AgentCommand, DefineDesk
from benedesk.core.loop import Step
from benedesk.server.clock import DeskClock
from benedesk.server.engine import Engine
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx
from benedesk.server.pbx.port import PbxTaken
from benedesk.server.people.directory import directory
from benedesk.server.settings import PbxSection
from benedesk.server.store.journal import Journal
from benedesk.server.web.links import PanelLink
from benedesk.wire.hub import Hub, Key
from pydantic import SecretStr
from starlette.websockets import WebSocketDisconnect

from .asterisk import APP, Asterisk
from .disk import Disk
from .door import StormDoor
from .network import Connection, Way
from .time import Clock, ProcessLoop

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = PbxSection(
    kind="asterisk", address="http://storm", password=SecretStr("storm"), app=APP,
    music_queue="queue", music_hold="hold", music_transfer="transfer",
)  # fmt: skip
_numbers = count(1)


class Machine:
    """Where servers run: their wall clock is `skew_s` off, and one may hear of another's end."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.skew_s = 0.0
        self.running: set[str] = set()

    def wall(self) -> float:
        return self.clock.now + self.skew_s


class StormProcess:
    """A process by its name, as `owner.Process` is."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.name = f"storm:{next(_numbers)}:2027-01-15T08.00.00.000000Z:machine"
        machine.running.add(self.name)

    def knows_ended(self, other: str) -> bool:
        return other not in self._machine.running


class PanelSocket:
    """The server's end of a panel's WebSocket, as Starlette gives it."""

    client = None

    def __init__(self, connection: Callable[[], Connection]) -> None:
        self.scope: dict[str, Any] = {}
        self._connection = connection
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self.gone = False

    def hear(self, frame: str | None) -> None:
        self.gone = self.gone or frame is None
        self._frames.put_nowait(frame)

    async def receive(self) -> dict[str, Any]:
        frame = await self._frames.get()
        if frame is None:
            return {"type": "websocket.disconnect"}
        return {"type": "websocket.receive", "text": frame}

    async def send_text(self, frame: str) -> None:
        if self.gone:
            raise WebSocketDisconnect(1006)
        self._connection().b_sends.send(frame)

    async def close(self, code: int | None = None) -> None:
        self._connection().close_b()


class Anybody:
    """Signing in is no part of the storm: a token is the agent's own name."""

    def agent_of(self, token: str, now: float) -> str:
        return token


class WatchedEngine(Engine):
    """Tells by true time when commands are taken."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.taken_at: dict[Key, float] = {}

    def command(self, key: Key, what: AgentCommand) -> None:
        self.taken_at[key] = asyncio.get_running_loop().time()
        super().command(key, what)


class Server:
    """`ended` says why the process is over, "" while it runs. `desk` is what it has made durable."""

    def __init__(
        self, clock: Clock, machine: Machine, disk: Disk, asterisk: Asterisk, way: Way, company: DefineDesk,
        durable: Callable[[Step], None],
    ) -> None:  # fmt: skip
        self.loop = ProcessLoop(clock)
        self.clock = clock
        self.disk = disk
        self.auth = Anybody()
        self.links: set[PanelLink] = set()
        self.strangers: set[PanelLink] = set()
        self.serving = False
        self.ended = ""
        self.ended_at = float("inf")
        self.panel_connections: list[Connection] = []
        self._machine = machine
        self._process = StormProcess(machine)
        self._company = company
        self.door = StormDoor(asterisk, way, disk.desk_id)
        desk = Desk()
        hub = Hub(directory((), desk), disk.desk_id, "storm")
        self.pbx = AsteriskPbx(SETTINGS, 25.0, door=self.door, process=self._process)  # type: ignore[arg-type]
        self.engine = WatchedEngine(
            desk, Journal(disk), hub, self.pbx.order, DeskClock(machine.wall, lambda: clock.now)  # type: ignore[arg-type]
        )  # fmt: skip
        self.engine.listeners.append(durable)
        self._main = self.loop.create_task(self._run())
        self._main.add_done_callback(self._ran)

    async def _run(self) -> str:
        self.engine.replay()
        await self.engine.start([self._company])
        self.engine.hub.directory = directory((), self.engine.desk)
        self.pbx.watch_phones({agent.agent: agent.phone for agent in self._company.agents})
        try:
            await self.pbx.start(self.engine.tell)
        except PbxTaken:
            return "taken"
        self.serving = True
        await self.engine.failed.wait()
        return f"failed: {self.engine.failure}"

    def _ran(self, main: asyncio.Task[str]) -> None:
        if not self.ended and not main.cancelled():
            self._end(f"crashed: {main.exception()!r}" if main.exception() else main.result())

    # -- panels ------------------------------------------------------------------------------------

    def accept(self, connection: Callable[[], Connection]) -> PanelSocket:
        """A panel has connected; its system has taken it, when it is stopped too."""
        socket = PanelSocket(connection)

        def begin() -> None:
            self.loop.create_task(PanelLink(socket, self).run())  # type: ignore[arg-type]

        self.loop.call_soon(begin)
        self.panel_connections.append(connection())
        return socket

    # -- its end -----------------------------------------------------------------------------------

    def kill(self) -> None:
        """SIGKILL: nothing more happens in it, and its system closes its connections."""
        if not self.ended:
            self._end("killed")

    def _end(self, why: str) -> None:
        self.ended, self.ended_at, self.serving = why, self.clock.now, False
        self._machine.running.discard(self._process.name)
        self.loop.kill()
        self.door.process_died()
        for connection in self.panel_connections:
            connection.close_b()

    def freeze(self, on: bool) -> None:
        """SIGSTOP and SIGCONT."""
        if not self.ended:
            self.loop.stopped = on

    def stop(self) -> None:
        """SIGTERM."""

        async def leave() -> None:
            self.serving = False
            await self.pbx.stop()
            await self.engine.stop()
            self.loop.call_soon(lambda: self.ended or self._end("stopped"))

        if not self.ended and self.serving:
            self.loop.create_task(leave())
