"""What has happened to calls. `ringing` and `released`: see the package."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import AgentId, CallId, QueueId, Ringing


@dataclass(frozen=True, slots=True)
class RingRestarted:
    """The PBX is back, and the phone of an offer, a transfer or a placed call rings on, until `until`."""

    call: CallId
    until: float
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallArrived:
    """`arrived_at` is before `at` when the caller dialled while nobody listened; None is then."""

    call: CallId
    queue: QueueId
    caller: str
    caller_name: str
    dialled: str
    at: float
    arrived_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTurnedAway:
    """The queue was closed, or nothing has that number: the call never joined."""

    call: CallId
    dialled: str
    caller: str
    outcome: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffered:
    """The agent's phone rings for the call, until `until`; from the queue, or taken off hold (R14)."""

    call: CallId
    agent: AgentId
    phone: str
    caller: str
    caller_name: str
    until: float
    at: float
    ringing: Ringing = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFailed:
    """The call is back at the head of its queue. With `no_answer` the agent is set aside;
    otherwise the call is not offered to them again before `retry_at`."""

    call: CallId
    agent: AgentId
    reason: str
    retry_at: float | None
    at: float
    released: Ringing = ""


@dataclass(frozen=True, slots=True)
class AnsweredTooLate:
    """A phone was lifted for a ringing that was over. `agent`, set aside for missing it, is not any more."""

    call: CallId
    ringing: Ringing
    agent: AgentId | None
    at: float


@dataclass(frozen=True, slots=True)
class RetryDue:
    """The agent may be asked again to take the call; an empty `agent` is everybody."""

    call: CallId
    at: float
    agent: AgentId = ""


@dataclass(frozen=True, slots=True)
class CallConnected:
    call: CallId
    agent: AgentId
    at: float
    ringing: Ringing = ""


@dataclass(frozen=True, slots=True)
class CallHeld:
    call: CallId
    agent: AgentId
    at: float
    released: Ringing = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMoved:
    """To another queue (R11), not offered to its sender before `retry_at`; or to the `head` of its own."""

    call: CallId
    agent: AgentId
    queue: QueueId
    head: bool
    at: float
    retry_at: float | None = None
    released: Ringing = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferStarted:
    """The target rings until `until`. `target_agent` and `phone` are set when it is one of our agents."""

    call: CallId
    by: AgentId
    target: str
    label: str
    target_agent: AgentId | None
    phone: str
    caller: str
    caller_name: str
    until: float
    at: float
    ringing: Ringing = ""
    released: Ringing = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturned:
    """R15: nobody took the transfer; the call is at the head of its queue, marked.

    A colleague who did not take it is not offered it before `retry_at`.
    """

    call: CallId
    queue: QueueId
    by: AgentId
    target: str
    label: str
    target_agent: AgentId | None
    reason: str
    at: float
    retry_at: float | None = None
    released: Ringing = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlaced:
    """The agent calls `number`, or `callee`, one of ours, in the name of `queue`, whose number is `shown`."""

    call: CallId
    agent: AgentId
    queue: QueueId
    number: str
    label: str
    phone: str
    shown: str
    until: float
    at: float
    ringing: Ringing = ""
    callee: AgentId | None = None
    callee_phone: str = ""


@dataclass(frozen=True, slots=True)
class CallNoted:
    agent: AgentId
    call: CallId
    text: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """The visit is over. `agent` had the call, and works after it until `wrap_up_until`.

    `reason` says why a call that they placed reached nobody. `released` is set when another took the call
    while this one rang.
    """

    call: CallId
    outcome: str
    agent: AgentId | None
    wrap_up_until: float | None
    at: float
    reason: str = ""
    released: Ringing = ""
