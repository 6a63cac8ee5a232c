"""A caller in Asterisk, the legs that belong to him, and a request about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from benedesk.core.inputs import PbxInput
from benedesk.core.model import AgentId, CallId

# Set on every channel of ours, and by `channelvars` in ari.conf part of what Asterisk tells of a channel.
ROLE, CALL, AGENT, HANDED_OVER = "BENE_ROLE", "BENE_CALL", "BENE_AGENT", "BENE_HANDED_OVER"
BRIDGE = "bene-"  # and the call, is the name of a call's bridge


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to Asterisk; those of one call are made in order. `dials` is the leg that it creates."""

    call: CallId
    method: str
    path: str
    body: dict[str, Any] | None = None
    dials: str = ""


Out = Ask | PbxInput


@dataclass(slots=True)
class Leg:
    channel: str
    up: bool = False
    rang: bool = False
    joined: bool = False  # in the bridge with the caller


@dataclass(slots=True)
class Caller:
    """A caller's channel; its id is the call's. `music` is what he hears, as far as we know."""

    id: CallId
    dialled: str
    number: str
    name: str
    up: bool = False
    music: str | None = None
    bridge: bool = False  # the bridge exists
    bridged: bool = False  # the caller is in it
    agents: dict[AgentId, Leg] = field(default_factory=dict)
    target: Leg | None = None
    handed_over: bool = False

    @property
    def legs(self) -> list[Leg]:
        return [*self.agents.values(), *([self.target] if self.target else [])]

    @property
    def bridge_id(self) -> str:
        return BRIDGE + self.id
