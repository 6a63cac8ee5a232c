"""Asterisk as the desk's PBX: carries out orders over ARI and tells what happens.

All decisions are in `lines`, which is pure; here its requests are made and its words passed on.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Coroutine, Mapping

import structlog

from benedesk.core import effects as x
from benedesk.core.inputs import PbxLost
from benedesk.core.model import AgentId, CallId, Failure
from benedesk.core.numbering import numbering
from benedesk.core.numbers import HOME
from benedesk.server.settings import PbxSection

from ..port import PbxTaken, Tell
from .ari import Ari
from .calls import LEG, VARIABLES, Ask, Out
from .connection import AriError, Json
from .dial import Dialling, ring_limit_s
from .door import Door
from .lines import Lines
from .owner import QUESTION, Owner, Process, told
from .phones import PhoneWatch
from .resync import resync
from .words import EVENTS, EndpointSeen, epoch, translate

log = structlog.get_logger("pbx")

# The channel or bridge ended while we asked something of it; an event says so, or has said so.
GONE = {404, 409, 412, 422}


class AsteriskPbx:
    """The port of `pbx.port.Pbx`, for Asterisk 22.4 and newer.

    No ring of the desk is longer than `longest_ring_s`. With `take_over` it does not ask who else has the
    application, until it has it. `country` is the desk's.
    `door` and `process` are how Asterisk is reached, and by whom.
    """

    def __init__(
        self, settings: PbxSection, longest_ring_s: float = 0.0, *, take_over: bool = False,
        door: Door | None = None, process: Process | None = None, country: str = HOME,
    ) -> None:  # fmt: skip
        self._app = settings.app
        self._take_over = take_over
        self._dialling = Dialling(
            app=settings.app, outside=settings.dial, internal=settings.dial_internal,
            ring_limit_s=ring_limit_s(longest_ring_s), short_template=settings.dial_short,
            short=frozenset((*numbering(country).short, *settings.short_numbers)),
        )  # fmt: skip
        music = {
            "queue": settings.music_queue,
            "hold": settings.music_hold,
            "transfer": settings.music_transfer,
        }
        self._lines = Lines(self._dialling, music, lambda: LEG + uuid.uuid4().hex)
        door = door or Door(settings.address, settings.user, settings.password.get_secret_value())
        self._owner = Owner(door, settings.app, process or Process())
        self._ari = Ari(
            door, settings.app, events=EVENTS,
            connected=self._connected, event=self._event, lost=self._lost, elsewhere=self._elsewhere,
        )  # fmt: skip
        self._phones = PhoneWatch(self._ari, settings.app, lambda told: self._tell(told))
        self._tell: Tell = lambda told: None
        self._running: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._lanes: dict[CallId, deque[Ask]] = {}
        self.online = False

    async def start(self, tell: Tell) -> None:
        self._tell = tell
        try:
            other = await self._elsewhere()
        except OSError as problem:  # then each attempt asks before it connects
            log.warning("unreachable", problem=str(problem))
            other = ""
        if other:
            raise PbxTaken(
                f"the application {self._app!r} of Asterisk is in use by another BeneDesk server: "
                f"{other}. Stop that one first; to take its calls over: benedesk serve --take-over"
            )
        self._running = asyncio.create_task(self._ari.run())

    async def stop(self) -> None:
        if self.online:
            await self._owner.release(self._ari)
        self.online = False
        self._phones.lost()
        ending = [*self._tasks, *([self._running] if self._running else [])]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    def order(self, order: x.PbxOrder) -> None:
        if self.online:
            # The desk is in the middle of a step when it orders: whatever there is to tell comes after.
            for out in self._lines.order(order):
                if isinstance(out, Ask):
                    self._ask(out)
                else:
                    asyncio.get_running_loop().call_soon(self._tell, out)
        else:
            log.info("order_dropped", order=repr(order))

    def watch_phones(self, phones: Mapping[AgentId, str]) -> None:
        self._phones.watch({agent: self._dialling.phone(phone) for agent, phone in phones.items()})
        if self.online:
            self._phones.look()

    # -- the connection ----------------------------------------------------------------------------

    async def _elsewhere(self) -> str:
        if not self._take_over and (other := await self._owner.other()):
            return told(other)
        await self._owner.claim()
        return ""

    async def _connected(self) -> None:
        self._owner.connected()
        self._take_over = False
        channels: list[Json] = await self._ari.request("GET", "channels")
        bridges: list[Json] = await self._ari.request("GET", "bridges")
        clock: Json = await self._ari.request("GET", "asterisk/ping")
        if any(set(VARIABLES) - channel.get("channelvars", {}).keys() for channel in channels):
            log.error("no_channelvars", note="running calls cannot be found again; see ari.conf")
        out = resync(self._lines, channels, bridges, self._app, epoch(clock["timestamp"]))
        self.online = True
        log.info("connected", calls=len(self._lines.callers))
        self._act(out)
        self._phones.look()

    def _lost(self) -> None:
        log.warning("lost")
        self.online = False
        self._tell(PbxLost())
        self._phones.lost()
        self._lanes.clear()
        for task in self._tasks:
            task.cancel()

    # -- what happens ------------------------------------------------------------------------------

    def _event(self, event: Json) -> None:
        if event.get("eventname", "").startswith(QUESTION):
            return self._spawn(self._owner.answer(self._ari, event["eventname"]))
        signal = translate(event)
        if isinstance(signal, EndpointSeen):
            self._phones.see(signal)
        elif signal:
            self._act(self._lines.happened(signal))

    def _act(self, out: list[Out]) -> None:
        for each in out:
            if isinstance(each, Ask):
                self._ask(each)
            else:
                self._tell(each)

    # -- requests: one lane for each call ----------------------------------------------------------

    def _ask(self, ask: Ask) -> None:
        lane = self._lanes.get(ask.call)
        if lane is None:
            lane = self._lanes[ask.call] = deque()
            self._spawn(self._drain(ask.call, lane))
        lane.append(ask)

    async def _drain(self, call: CallId, lane: deque[Ask]) -> None:
        while lane:
            await self._carry_out(lane.popleft())
        del self._lanes[call]

    async def _carry_out(self, ask: Ask) -> None:
        try:
            await self._ari.request(ask.method, ask.path, ask.body)
        except AriError as error:
            if not error.status:
                log.warning("request_lost", path=ask.path, problem=str(error))
            elif ask.dials and ask.body:
                log.info("not_dialled", endpoint=ask.body["endpoint"], problem=str(error))
                self._act(self._lines.not_dialled(ask.dials, await self._why_not(ask.body["endpoint"])))
            elif error.status not in GONE:
                log.error("request_refused", path=ask.path, problem=str(error))

    async def _why_not(self, endpoint: str) -> Failure:
        """Asterisk refuses alike to dial a phone that is not registered and one that does not exist."""
        if "@" in endpoint:
            return Failure.UNREACHABLE
        try:
            await self._ari.request("GET", f"endpoints/{endpoint}")
        except AriError as error:
            return Failure.BAD_NUMBER if error.status == 404 else Failure.UNREACHABLE
        return Failure.UNREACHABLE

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task_failed", exc_info=error)
