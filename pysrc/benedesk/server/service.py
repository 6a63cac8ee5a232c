"""One running server, without its sockets: the engine and everything that has to agree with it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import structlog

from benedesk import __version__
from benedesk.core.desk import Desk
from benedesk.core.errors import Refused
from benedesk.core.inputs import DefineQueue, Input, SetQueueOpen
from benedesk.core.model import AgentId
from benedesk.wire.hub import Hub
from benedesk.wire.messages import BAD_TOKEN_CLOSES

from .engine import Engine
from .pbx.port import Pbx
from .people import accounts, directory
from .people.accounts import Account
from .people.auth import SAVE_EVERY_S, Auth
from .settings import Settings, SettingsError
from .store.checkpoint_maker import CheckpointMaker
from .store.database import Database
from .store.journal import Journal, JournalError
from .web.links import PanelLink

log = structlog.get_logger("service")


class Service:
    """`open` it, serve it, `close` it; all in one event loop."""

    def __init__(self, settings: Settings, database: Database, pbx: Pbx) -> None:
        desk = Desk(settings.country)
        self.settings = settings
        self.database = database
        self.pbx = pbx
        self.auth = Auth(database, settings.server.session_idle_h * 3600)
        hub = Hub(directory.directory((), desk), database.desk_id, f"BeneDesk {__version__}")
        self.engine = Engine(desk, Journal(database), hub, pbx.order)
        self.checkpoints = CheckpointMaker(database)
        self.links: set[PanelLink] = set()
        self.strangers: set[PanelLink] = set()
        self._housekeeping: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Replay the journal, apply the settings and the accounts, and connect to the PBX.

        Raises JournalError, PbxTaken, or SettingsError when the desk cannot take the settings' queues.
        """
        begun = time.monotonic()
        past = self.engine.replay()
        events = past.desk.seq
        took_s = round(time.monotonic() - begun, 3)
        self.checkpoints.begin(past.kept)
        self.engine.listeners.append(self.checkpoints.heard)
        people = await self.database.run(accounts.every)
        try:
            self._report(await self.engine.start(self._settings_inputs(people)))
        except Refused as refused:
            raise JournalError(refused.text) from None
        await self.auth.open()
        await self.refresh()
        self._housekeeping = asyncio.create_task(self._keep_house())
        await self.pbx.start(self.engine.tell)
        log.info(
            "opened", events=events, checkpoint=past.kept, replay_s=took_s,
            queues=len(self.engine.desk.queues), agents=len(people),
        )  # fmt: skip

    async def close(self) -> None:
        """Leave the calls to the PBX, make durable what has been taken, and let the database go."""
        if self._housekeeping:
            self._housekeeping.cancel()
        await self.pbx.stop()
        await self.engine.stop()
        if not self.engine.trouble:
            await self.auth.save_use(time.time())
        await self.checkpoints.close()
        self.auth.close()
        self.database.close()

    def _settings_inputs(self, people: list[Account]) -> Iterator[Input]:
        desk = self.engine.desk
        for queue in self.settings.queues:
            is_new = queue.id not in desk.queues
            yield DefineQueue(
                queue=queue.id,
                name=queue.name,
                number=queue.number,
                ring_s=queue.ring_s,
                transfer_ring_s=queue.transfer_ring_s,
                wrap_up_s=queue.wrap_up_s,
                listed=queue.listed,
                strategy=queue.strategy,
            )
            if is_new and not queue.open:
                yield SetQueueOpen("", queue.id, open=False)
        for account in people:
            yield accounts.as_agent(account, desk.queues)

    def _report(self, refusals: list[tuple[Input, Refused]]) -> None:
        """A queue of the settings that cannot be is a reason to stop; one agent is not."""
        wrong = [refused.text for what, refused in refusals if isinstance(what, DefineQueue)]
        if wrong:
            raise SettingsError(wrong)
        for what, refused in refusals:
            log.error("agent_refused", agent=getattr(what, "agent", ""), code=refused.code, text=refused.text)

    # -- changes while it runs ---------------------------------------------------------------------

    async def account_changed(self, account: Account) -> None:
        """Let the desk know the agent as they are now. Raises Refused if it cannot."""
        await self.engine.ask(accounts.as_agent(account, self.engine.desk.queues))
        await self.refresh()

    def sign_in_ended(self, agent: AgentId) -> None:
        """Every token of the agent is void: forget them and close their windows."""
        self.auth.forget(agent)
        self._end(agent, "")

    async def sign_out(self, token: str) -> None:
        """End one sign-in and close the windows that use it."""
        if agent := await self.auth.sign_out(token):
            self._end(agent, token)

    def _end(self, agent: AgentId, token: str) -> None:
        for connection in list(self.links):
            if connection.agent == agent and token in ("", connection.token):
                connection.end(BAD_TOKEN_CLOSES, Refused("bad_token", "signed out"))

    async def refresh(self) -> None:
        """Build the directory anew, and watch the phones of all agents."""
        people = await self.database.run(directory.stored)
        desk = self.engine.desk
        self.engine.hub.directory = directory.directory(people, desk)
        self.pbx.watch_phones({agent.id: agent.phone for agent in desk.agents.values() if agent.skills})

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY_S)
            try:
                if not self.engine.trouble:
                    await self.auth.save_use(time.time())
            except Exception:  # a full disk: the next round may find room
                log.exception("house_not_kept")

    def health(self) -> dict[str, Any]:
        """What `/readyz` says; `ready` is False when calls or commands cannot be taken."""
        trouble = self.engine.trouble
        return {
            "ready": trouble is None and self.pbx.online,
            "journal": trouble or "ok",
            "pbx": "online" if self.pbx.online else "offline",
            "panels": len(self.links) - len(self.strangers),
        }
