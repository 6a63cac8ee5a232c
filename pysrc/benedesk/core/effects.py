"""The orders that follow from an event: to the PBX, and to the clock.

Every PBX order may be given twice (after a restart it is) and is then done once. An order for a call
that the PBX no longer has is dropped: the PBX has told, or will tell, that the caller is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import AgentId, CallId, Ringing


@dataclass(frozen=True, slots=True)
class PlayMusic:
    """The caller hears `music`: "queue", "hold" or "transfer". Answers the caller's line first."""

    call: CallId
    music: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingAgent:
    """Ring `phone` until told otherwise; answer with PhoneAnswered or PhoneFailed of this `ringing`."""

    call: CallId
    ringing: Ringing
    agent: AgentId
    phone: str
    caller: str
    caller_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialTarget:
    """Dial `number` until told otherwise; when answered join it to the caller and tell TargetAnswered.

    From then on the call is the target's, whatever is ordered but HangUp: who talks is not cut off.
    """

    call: CallId
    ringing: Ringing
    number: str
    caller: str
    caller_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOut:
    """Ring the agent's phone; when they answer (PhoneAnswered) dial `number`, or `callee_phone` if there is
    one, showing `shown`.

    When that answers too, the two hear each other, TargetAnswered is told, and the number's line is
    from then on the caller's line of `call`. PhoneFailed, PhoneHungUp or TargetFailed end it all.
    """

    call: CallId
    ringing: Ringing
    agent: AgentId
    phone: str
    number: str
    shown: str
    callee_phone: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Stop this ringing, or hang up the phone lifted for it; the caller stays. Nothing is told back."""

    call: CallId
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class Connect:
    """The caller and the phone that was lifted for this ringing hear each other."""

    call: CallId
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the caller's line and every leg that belongs to it. Nothing is told back."""

    call: CallId


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Answer with `TimerFired(timer, due)` at `due`, or at once if it has passed."""

    timer: str
    due: float


PbxOrder = PlayMusic | RingAgent | DialTarget | CallOut | Release | Connect | HangUp
Effect = PbxOrder | SetTimer
