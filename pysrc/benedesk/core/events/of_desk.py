"""What has happened to the desk, its queues and its agents."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import AgentId, QueueId


@dataclass(frozen=True, slots=True)
class DeskOpened:
    at: float


@dataclass(frozen=True, slots=True)
class PbxWentAway:
    """Nobody is offered a call and no phone's ring time runs until the PBX has come back."""

    at: float


@dataclass(frozen=True, slots=True)
class PbxCameBack:
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDefined:
    queue: QueueId
    name: str
    number: str
    ring_s: float
    transfer_ring_s: float
    wrap_up_s: float
    listed: bool
    strategy: str
    length_warn: int = 1
    length_alarm: int = 3
    wait_warn_s: float = 30.0
    wait_alarm_s: float = 60.0


@dataclass(frozen=True, slots=True)
class QueueOpenSet:
    queue: QueueId
    open: bool
    by: AgentId
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDefined:
    agent: AgentId
    name: str
    number: str
    phone: str
    skills: dict[QueueId, int]
    supervisor: bool
    at: float


@dataclass(frozen=True, slots=True)
class ReceivingSet:
    agent: AgentId
    on: bool
    at: float


@dataclass(frozen=True, slots=True)
class MembershipSet:
    agent: AgentId
    queue: QueueId
    on: bool
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilitySet:
    agent: AgentId
    availability: str
    note: str
    until: float | None
    at: float


@dataclass(frozen=True, slots=True)
class ReachableSet:
    agent: AgentId
    on: bool
    at: float


@dataclass(frozen=True, slots=True)
class AgentCameBack:
    agent: AgentId
    at: float


@dataclass(frozen=True, slots=True)
class WrapUpEnded:
    agent: AgentId
    at: float
