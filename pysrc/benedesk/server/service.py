"""One running server, without its sockets: the engine and everything that has to agree with it."""

from __future__ import annotations

import asyncio
import time
from typing import TypedDict

import structlog

from benedesk import __version__
from benedesk.core.caller_link import CallerLink
from benedesk.core.desk import Desk
from benedesk.core.errors import Refused
from benedesk.core.model import AgentId
from benedesk.wire.hub import Hub
from benedesk.wire.messages import BAD_TOKEN_CLOSES

from .definition import definition
from .engine import Engine
from .pbx.port import Pbx
from .people import accounts, directory
from .people.accounts import Account
from .people.auth import SAVE_EVERY_S, Auth
from .settings import Settings
from .store.checkpoint_maker import CheckpointMaker
from .store.database import Database
from .store.journal import Journal, JournalError
from .web.links import PanelLink

log = structlog.get_logger("service")


class Health(TypedDict):
    """What `/readyz` says."""

    ready: bool
    journal: str
    pbx: str
    panels: int


class Service:
    """`open` it, serve it, `close` it; all in one event loop."""

    def __init__(self, settings: Settings, database: Database, pbx: Pbx) -> None:
        desk = Desk(settings.country)
        self.settings = settings
        self.database = database
        self.pbx = pbx
        self.auth = Auth(database, settings.server.session_idle_h * 3600)
        link = CallerLink(settings.caller_link.address, settings.caller_link.opens)
        hub = Hub(directory.directory((), desk), database.desk_id, f"BeneDesk {__version__}", link)
        self.engine = Engine(desk, Journal(database), hub, pbx.order)
        self.checkpoints = CheckpointMaker(database)
        self.links: set[PanelLink] = set()
        self.strangers: set[PanelLink] = set()
        self._housekeeping: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Replay the journal, apply the settings and the accounts, and connect to the PBX.

        Raises JournalError, PbxTaken, or SettingsError when the desk cannot be as they say; then nothing has
        changed.
        """
        begun = time.monotonic()
        past = self.engine.replay()
        events = past.desk.seq
        took_s = round(time.monotonic() - begun, 3)
        self.checkpoints.begin(past.kept)
        self.engine.listeners.append(self.checkpoints.heard)
        people = await self.database.run(accounts.every)
        whole, left_out = definition(self.settings, people, self.engine.desk)
        for fault in left_out:
            log.error("agent_refused", agents=sorted(fault.agents), code=fault.code, text=fault.text)
        directory.import_files(self.settings.directory.files, self.settings.country, self.database)
        try:
            await self.engine.start([whole])
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
        await self._save_use()
        await self.checkpoints.close()
        self.auth.close()
        self.database.close()

    # -- changes while it runs ---------------------------------------------------------------------

    def check_account(self, account: Account) -> None:
        """Raises Refused if the desk cannot have the agent so, or can take nothing now."""
        self.engine.check(accounts.as_agent(account, self.engine.desk.queues))

    async def account_changed(self, account: Account) -> None:
        """Let the desk know the agent as they are now, which is checked and stored: it will not be undone."""
        self.engine.tell(accounts.as_agent(account, self.engine.desk.queues))
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
        desk.name_of = self.engine.hub.directory.name_of
        self.pbx.watch_phones({agent.id: agent.phone for agent in desk.agents.values() if agent.skills})

    async def _keep_house(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY_S)
            try:
                await self._save_use()
            except Exception:  # the next round may fare better
                log.exception("house_not_kept")

    async def _save_use(self) -> None:
        if self.engine.trouble:
            return
        try:
            await self.auth.save_use(time.time())
        except Refused as refused:  # a full disk: the next round, or the next start, may find room
            log.error("house_not_kept", problem=refused.text)

    def health(self) -> Health:
        """What `/readyz` says; `ready` is False when calls or commands cannot be taken."""
        trouble = self.engine.trouble
        return {
            "ready": trouble is None and self.pbx.online,
            "journal": trouble or "ok",
            "pbx": "online" if self.pbx.online else "offline",
            "panels": len(self.links) - len(self.strangers),
        }
