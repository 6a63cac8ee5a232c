"""The documents that panels are sent, field by field; docs/protocol.md says what each holds.

Types only: whoever needs them at run time asks for too much. Instants are seconds since the epoch.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from .model import Availability, DiaryResult, Failure, Gate, Outcome
from .states import CallState

Instant = float


class QueueOfAgent(TypedDict):
    """A queue that the agent may serve."""

    id: str
    name: str
    member: bool
    skill: int


class MissedOffer(TypedDict):
    """For which call the agent was set aside."""

    queue: str
    queue_name: str
    caller: str
    at: Instant


class DeclinedOffer(TypedDict):
    """The call that the agent declined, while it waits: they are asked again `at`."""

    call: str
    queue_name: str
    caller: str
    caller_name: str
    at: Instant


class AgentDocument(TypedDict):
    """`agent/<id>`."""

    id: str
    name: str
    number: str
    receiving: bool
    availability: Availability
    note: str
    until: Instant | None
    reachable: bool
    gate: Gate | None
    queues: list[QueueOfAgent]
    on_call: bool
    call: str | None
    wrap_up_until: Instant | None
    set_aside: MissedOffer | None
    declined: DeclinedOffer | None
    supervisor: bool


class LevelsOfQueue(TypedDict):
    """From where on a figure is a warning, and from where on an alarm."""

    length: list[int]
    wait_s: list[float]


class QueueDocument(TypedDict):
    """`queue/<id>`."""

    id: str
    name: str
    number: str
    open: bool
    serving: int
    free: int
    active: int
    calls: int
    length: int
    oldest: Instant | None
    levels: LevelsOfQueue


class TransferOfCall(TypedDict):
    """A transfer under way."""

    by: str
    by_name: str
    target: str
    label: str


class ReturnOfCall(TypedDict):
    """The double arrow: the transfer that failed."""

    by: str
    by_name: str
    target: str
    label: str
    reason: Failure
    at: Instant


class NoteOfCall(TypedDict):
    """What somebody has written about a call."""

    by: str
    by_name: str
    text: str
    at: Instant


class VisitOfCaller(TypedDict):
    """One of the caller's earlier calls."""

    call: str
    queue_name: str
    at: Instant
    outgoing: bool
    agent_name: str
    to: str
    failed_to: str
    reason: Failure | Literal[""]
    outcome: Outcome | Literal[""]
    notes: list[NoteOfCall]


class CallDocument(TypedDict):
    """`call/<id>`."""

    id: str
    queue: str
    queue_name: str
    first_queue: str
    first_queue_name: str
    caller: str
    caller_name: str
    dialled: str
    outgoing: bool
    state: CallState
    off_hold: bool
    since: Instant
    arrived_at: Instant
    queued_at: Instant
    deadline: Instant | None
    agent: str | None
    transfer: TransferOfCall | None
    returned: ReturnOfCall | None
    handled_by: list[str]
    notes: list[NoteOfCall]
    visits: list[VisitOfCaller]


class CallOfDiary(TypedDict):
    """One call in an agent's diary."""

    call: str
    queue: str
    queue_name: str
    number: str
    name: str
    at: Instant
    ended_at: Instant | None
    outgoing: bool
    result: DiaryResult
    to: str
    reason: Failure | Literal[""]
    note: str


class TallyOfDiary(TypedDict):
    """What the agent did in a quarter of an hour."""

    at: Instant
    answered: int
    missed: int
    sent: int
    talk_s: float
    idle_s: float


class DiaryDocument(TypedDict):
    """`diary/<agent>`."""

    calls: list[CallOfDiary]
    day: list[TallyOfDiary]


class FoundQueue(TypedDict):
    """How a found queue stands."""

    id: str
    open: bool
    length: int
    oldest: Instant | None
    free: int
    levels: LevelsOfQueue


class FoundEntry(TypedDict):
    """A person or a queue of the directory."""

    id: str
    kind: Literal["person", "queue"]
    name: str
    title: str
    department: str
    numbers: list[str]
    availability: Availability | None
    note: str
    until: Instant | None
    on_call: bool
    queue: FoundQueue | None


class SearchDocument(TypedDict):
    """`search/<text>`."""

    query: str
    entries: list[FoundEntry]
    more: int


DeskDocument = QueueDocument | AgentDocument | CallDocument | DiaryDocument
Document = DeskDocument | SearchDocument
