"""A caller in Asterisk, the legs that belong to them, and a request about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from benedesk.core.inputs import PbxInput
from benedesk.core.model import AgentId, CallId, Ringing

# Set on every channel of ours, and by `channelvars` in ari.conf part of what Asterisk tells of a channel.
ROLE, CALL, RINGING, HANDED_OVER = "BENE_ROLE", "BENE_CALL", "BENE_RINGING", "BENE_HANDED_OVER"
AGENT = "BENE_AGENT"  # whose phone a leg is: for a desk that does not know the ringing any more
# Of a call that an agent places, the number to dial and the one to show.
NUMBER, SHOWN = "BENE_NUMBER", "BENE_SHOWN"
VARIABLES = (ROLE, CALL, RINGING, AGENT, HANDED_OVER, NUMBER, SHOWN)
LEG = "bene-leg-"  # so begin the names of the channels that we dial
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


class Role(StrEnum):
    """Whose phone a leg goes to."""

    AGENT = "agent"
    TARGET = "target"  # of a transfer to outside the desk
    CALLEE = "callee"  # whom an agent calls


@dataclass(slots=True, eq=False, kw_only=True)
class DialledLeg:
    """A channel that we dialled, for one ringing."""

    channel: str
    ringing: Ringing
    role: Role = Role.AGENT
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
    waited_s: float = 0.0  # since they dialled, when they were found at a resync
    up: bool = False
    music: str | None = None
    bridge: bool = False  # the bridge exists
    bridged: bool = False  # the caller is in it
    rung: dict[Ringing, DialledLeg] = field(default_factory=dict)  # agents' phones and targets
    callee: DialledLeg | None = None
    callee_phone: str = ""  # the callee is an agent, whose phone it is
    handed_over: bool = False

    @property
    def placing(self) -> bool:
        """An agent calls out, and the callee has not answered yet."""
        return not self.channel

    @property
    def legs(self) -> list[DialledLeg]:
        return [*self.rung.values(), *([self.callee] if self.callee else [])]

    @property
    def target(self) -> DialledLeg | None:
        """The target that has answered."""
        return next((leg for leg in self.rung.values() if leg.role is Role.TARGET and leg.up), None)

    @property
    def bridge_id(self) -> str:
        return BRIDGE + self.id

    def forget(self, leg: DialledLeg) -> None:
        if leg is self.callee:
            self.callee = None
        else:
            del self.rung[leg.ringing]
