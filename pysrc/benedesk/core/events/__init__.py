"""What has happened: the truth that is journalled and replayed.

Fields are plain JSON values, so that an old journal reads for ever; a new field gets a default.
`at` is when, in epoch seconds. `ringing` is the one that is on from now on, `released` the one that is over
(empty: none, or an old journal, in which they had no names).
"""

from __future__ import annotations

from .of_calls import (
    AnsweredTooLate,
    CallArrived,
    CallConnected,
    CallEnded,
    CallHeld,
    CallMoved,
    CallNoted,
    CallOffered,
    CallPlaced,
    CallReturned,
    CallTurnedAway,
    OfferFailed,
    RetryDue,
    RingRestarted,
    TransferStarted,
)
from .of_desk import (
    AgentCameBack,
    AgentDefined,
    AvailabilitySet,
    DeskOpened,
    MembershipSet,
    PbxCameBack,
    PbxWentAway,
    QueueDefined,
    QueueOpenSet,
    ReachableSet,
    ReceivingSet,
    WrapUpEnded,
)

__all__ = [
    "EVENTS",
    "AgentCameBack",
    "AgentDefined",
    "AnsweredTooLate",
    "AvailabilitySet",
    "CallArrived",
    "CallConnected",
    "CallEnded",
    "CallHeld",
    "CallMoved",
    "CallNoted",
    "CallOffered",
    "CallPlaced",
    "CallReturned",
    "CallTurnedAway",
    "DeskOpened",
    "Event",
    "MembershipSet",
    "OfferFailed",
    "PbxCameBack",
    "PbxWentAway",
    "QueueDefined",
    "QueueOpenSet",
    "ReachableSet",
    "ReceivingSet",
    "RetryDue",
    "RingRestarted",
    "TransferStarted",
    "WrapUpEnded",
]

Event = (
    DeskOpened | PbxWentAway | PbxCameBack | RingRestarted | QueueDefined | QueueOpenSet | AgentDefined
    | ReceivingSet | MembershipSet | AvailabilitySet | ReachableSet | AgentCameBack | WrapUpEnded
    | CallArrived | CallTurnedAway | CallOffered | OfferFailed | AnsweredTooLate | RetryDue | CallConnected
    | CallHeld | CallMoved | TransferStarted | CallReturned | CallPlaced | CallNoted | CallEnded
)  # fmt: skip
EVENTS: dict[str, type[Event]] = {e.__name__: e for e in Event.__args__}
