"""Which agents' phones Asterisk can reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benedesk.core.inputs import PhoneReachable
from benedesk.core.model import AgentId


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
        self._agents = {}
        for agent, phone in phones.items():
            if "@" not in phone and phone.startswith("PJSIP/"):
                self._agents.setdefault(phone, set()).add(agent)
        watched = {agent for agents in self._agents.values() for agent in agents}
        self._told = {agent: on for agent, on in self._told.items() if agent in watched}

    def forget(self) -> None:
        """After a lost connection everything is told again."""
        self._told.clear()

    def seen(self, endpoint: str, online: bool) -> Iterable[PhoneReachable]:
        for agent in sorted(self._agents.get(endpoint, ())):
            if self._told.get(agent) is not online:
                self._told[agent] = online
                yield PhoneReachable(agent, online)
