"""A caller in Asterisk, the legs that belong to them, and a request about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from benedesk.core.inputs import PbxInput
from benedesk.core.model import AgentId, CallId

# Set on every channel of ours, and by `channelvars` in ari.conf part of what Asterisk tells of a channel.
ROLE, CALL, AGENT, HANDED_OVER = "BENE_ROLE", "BENE_CALL", "BENE_AGENT", "BENE_HANDED_OVER"
# Of a call that an agent places, the number to dial and the one to show.
NUMBER, SHOWN = "BENE_NUMBER", "BENE_SHOWN"
VARIABLES = (ROLE, CALL, AGENT, HANDED_OVER, NUMBER, SHOWN)
BRIDGE = "bene-"  # and the call, is the name of a call's bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request to Asterisk; those of one call are made in order. `dials` is the leg that it creates."""

    call: CallId
    method: str
    path: str
    body: dict[str, Any] | None = None
    dials: str = ""


Out = Ask | PbxInput


@dataclass(slots=True, eq=False, kw_only=True)
class Leg:
    """A channel that we dialled: to the phone of `agent`, or to a number (a target, or the callee)."""

    channel: str
    agent: AgentId | None = None
    up: bool = False
    rang: bool = False
    joined: bool = False  # in the bridge with the caller
    ringback: bool = False  # an agent who calls out hears the callee's phone ring


@dataclass(slots=True, eq=False, kw_only=True)
class Caller:
    """The line of a call. `music` is what they hear, as far as we know.

    Who calls in has a `channel` from the start, and its name is the call's. Whom an agent calls is `callee`
    until they answer; then that leg's channel is the caller's, and the call is like any other.
    """

    id: CallId
    dialled: str
    number: str
    name: str
    channel: str = ""
    up: bool = False
    music: str | None = None
    bridge: bool = False  # the bridge exists
    bridged: bool = False  # the caller is in it
    agents: dict[AgentId, Leg] = field(default_factory=dict)
    target: Leg | None = None
    callee: Leg | None = None
    handed_over: bool = False

    @property
    def placing(self) -> bool:
        """An agent calls out, and the callee has not answered yet."""
        return not self.channel

    @property
    def legs(self) -> list[Leg]:
        return [*self.agents.values(), *(leg for leg in (self.target, self.callee) if leg)]

    @property
    def bridge_id(self) -> str:
        return BRIDGE + self.id

    def forget(self, leg: Leg) -> None:
        if leg.agent is not None:
            del self.agents[leg.agent]
        elif leg is self.target:
            self.target = None
        else:
            self.callee = None
