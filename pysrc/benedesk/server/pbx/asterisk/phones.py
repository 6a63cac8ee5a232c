"""Which agents' phones Asterisk can reach."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

import structlog

from benedesk.core.inputs import PhoneReachable
from benedesk.core.model import AgentId

from .ari import Ari
from .connection import AriError
from .words import EndpointSeen, endpoint_seen

log = structlog.get_logger("pbx")

FIRST_LOOK_AGAIN_S = 1.0
LAST_LOOK_AGAIN_S = 60.0


class Phones:
    """Pure: `endpoints` are those to be watched; what is told, is told once and then on change."""

    def __init__(self) -> None:
        self._agents: dict[str, set[AgentId]] = {}
        self._told: dict[AgentId, bool] = {}

    @property
    def endpoints(self) -> set[str]:
        return set(self._agents)

    def watch(self, phones: Mapping[AgentId, str]) -> None:
        """`phones` as they are dialled; one inside a trunk (`PJSIP/040@trunk`) cannot be watched."""
        before, self._agents = self._agents, {}
        for agent, phone in phones.items():
            if "@" not in phone and phone.startswith("PJSIP/"):
                self._agents.setdefault(phone, set()).add(agent)
        same = {a for phone, agents in self._agents.items() for a in agents & before.get(phone, set())}
        self._told = {agent: on for agent, on in self._told.items() if agent in same}  # of that phone

    def forget(self) -> None:
        """After a lost connection everything is told again."""
        self._told.clear()

    def seen(self, endpoint: str, online: bool) -> Iterable[PhoneReachable]:
        for agent in sorted(self._agents.get(endpoint, ())):
            if self._told.get(agent) is not online:
                self._told[agent] = online
                yield PhoneReachable(agent, online)


class PhoneWatch:
    """Has Asterisk tell when a watched phone comes or goes."""

    def __init__(self, ari: Ari, app: str, tell: Callable[[PhoneReachable], None]) -> None:
        self._ari = ari
        self._app = app
        self._tell = tell
        self._phones = Phones()
        self._looking: asyncio.Task[None] | None = None

    def watch(self, phones: Mapping[AgentId, str]) -> None:
        """`phones` as they are dialled."""
        self._phones.watch(phones)

    def look(self) -> None:
        """The connection is there: tell every phone's state, and then each change."""
        self._stop_looking()
        self._looking = asyncio.create_task(self._find())

    def lost(self) -> None:
        self._stop_looking()
        self._phones.forget()

    def see(self, seen: EndpointSeen) -> None:
        for told in self._phones.seen(seen.endpoint, seen.online):
            self._tell(told)

    def _stop_looking(self) -> None:
        if self._looking:
            self._looking.cancel()

    async def _find(self) -> None:
        # Asterisk answers before it has loaded all its endpoints, and an administrator may add one later.
        wait_s = FIRST_LOOK_AGAIN_S
        complained: set[str] = set()
        while missing := await self._subscribe():
            for phone in sorted(missing - complained):
                log.warning("phone_unknown", phone=phone)
            complained |= missing
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LAST_LOOK_AGAIN_S)

    async def _subscribe(self) -> set[str]:
        """Tell what is known now, and have its changes told; answers which phones Asterisk does not know."""
        wanted = self._phones.endpoints
        try:
            known = wanted & {seen.endpoint for seen in await self._endpoints()}
            if known:
                sources = {"eventSource": [f"endpoint:{endpoint}" for endpoint in sorted(known)]}
                await self._ari.request("POST", f"applications/{self._app}/subscription", sources)
            # Asked again, because what changed before the subscription was not told.
            for seen in await self._endpoints():
                self.see(seen)
        except AriError as error:
            log.warning("phones_not_watched", problem=str(error))
            return wanted
        for missing in wanted - known:
            self.see(EndpointSeen(missing, online=False))
        return wanted - known

    async def _endpoints(self) -> list[EndpointSeen]:
        return [endpoint_seen(endpoint) for endpoint in await self._ari.request("GET", "endpoints")]
