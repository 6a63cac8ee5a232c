"""What the PBX has: callers' lines, and the legs that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import AgentId, CallId, Ringing


@dataclass(frozen=True, slots=True)
class Leg:
    """A phone or a target that rings for a caller, or has been lifted for them (`up`)."""

    ringing: Ringing
    up: bool = False
    agent: AgentId | None = field(default=None, compare=False)  # whose phone, if one of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One caller as the PBX has them now, with the legs that belong to them."""

    call: CallId
    dialled: str
    caller: str
    caller_name: str = ""
    waited_s: float = field(default=0.0, compare=False)  # how long ago they dialled, by the PBX's own clock
    legs: tuple[Leg, ...] = ()
    placing: bool = False  # an agent calls out, and the callee has not answered yet
    handed_over: bool = False  # a target has answered: no longer the desk's call

    def has_up(self, ringing: Ringing) -> bool:
        """A phone is up that was lifted for this ringing."""
        return Leg(ringing, up=True) in self.legs
