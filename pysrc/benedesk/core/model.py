"""What the desk knows of queues, agents and calls.

These are the desk's own, changed only by `evolve`. Instants are seconds since the epoch by the clock
of whoever runs the desk; lengths of time end in `_s`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .states import CallState

QueueId = str
AgentId = str
CallId = str
Ringing = str  # the name of one ringing of a phone, for one call; never used again


class Availability(StrEnum):
    """What an agent says of themselves to everybody; only AVAILABLE lets queue calls through (R5)."""

    AVAILABLE = "available"
    BUSY = "busy"
    DO_NOT_DISTURB = "do_not_disturb"
    OFF_WORK = "off_work"


ALLOWS_CALLS = frozenset({Availability.AVAILABLE})


class Failure(StrEnum):
    """Why an offer or a transfer did not reach anybody."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    BAD_NUMBER = "bad_number"


class Outcome(StrEnum):
    """How a call's visit to the desk ended."""

    COMPLETED = "completed"  # the caller and an agent talked, and one of them hung up
    ABANDONED = "abandoned"  # the caller left before anybody answered
    TRANSFERRED = "transferred"  # somebody outside the desk has the call now
    CLOSED = "closed"  # the queue was closed
    NO_QUEUE = "no_queue"  # no queue has the number that was dialled
    NOT_REACHED = "not_reached"  # an agent called out, and nobody answered
    LOST = "lost"  # the line broke, or the PBX forgot the call


class DiaryResult(StrEnum):
    """What became of a call, as an agent's diary tells it."""

    TAKEN = "taken"
    MISSED = "missed"
    TRANSFERRED = "transferred"
    RETURNED = "returned"  # they transferred it, and it came back
    NOT_REACHED = "not_reached"  # they called out, and nobody answered


class Gate(StrEnum):
    """What stands between an agent and the next queue call, in the order to mend it."""

    PBX_AWAY = "pbx_away"
    RECEIVING_OFF = "receiving_off"
    NO_QUEUE = "no_queue"
    AVAILABILITY = "availability"
    PHONE_UNREACHABLE = "phone_unreachable"
    SET_ASIDE = "set_aside"
    ON_CALL = "on_call"
    WRAP_UP = "wrap_up"


@dataclass(slots=True, kw_only=True)
class Queue:
    """Waiting calls with a number to call, and the rules by which it is served."""

    id: QueueId
    name: str
    number: str
    ring_s: float = 20.0  # how long one agent's phone rings for an offer
    transfer_ring_s: float = 20.0  # how long a transfer target rings before the call returns
    wrap_up_s: float = 0.0
    open: bool = True
    listed: bool = True  # False: only its own agents see it in the list; the directory always has it (R12)
    strategy: str = "default"
    length_warn: int = 1  # so many callers who wait are shown as a warning
    length_alarm: int = 3
    wait_warn_s: float = 30.0  # so is a caller who has waited longer
    wait_alarm_s: float = 60.0


@dataclass(slots=True, kw_only=True)
class Missed:
    """The offer that an agent let ring out, and so was set aside."""

    call: CallId
    queue: QueueId
    caller: str
    at: float
    ringing: Ringing = ""


@dataclass(slots=True, kw_only=True)
class DiaryEntry:
    """One call in an agent's diary."""

    call: CallId
    queue: QueueId
    number: str
    name: str
    at: float
    result: DiaryResult
    outgoing: bool = False
    to: str = ""  # whom they transferred it to
    reason: Failure | None = None  # why that, or their own call, reached nobody
    ended_at: float | None = None
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Note:
    """What an agent has written about a call."""

    text: str
    at: float


@dataclass(slots=True, kw_only=True)
class Visit:
    """One call of a caller as it is remembered: when, with whom they talked, what became of it."""

    call: CallId
    queue: QueueId
    caller: str
    at: float
    outgoing: bool = False
    agent: AgentId | None = None  # who talked with them last; of an outgoing call, who placed it
    to: str = ""  # whom it was sent to last, if they have it still
    failed_to: str = ""  # the last transfer that reached nobody
    reason: Failure | None = None  # and why
    outcome: Outcome | None = None  # None while it goes on
    ended_at: float | None = None
    notes: dict[AgentId, Note] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What an agent did in one slot of the day, of `TALLY_S` seconds: panels sum those of their own day."""

    at: float  # when the slot began
    answered: int = 0
    missed: int = 0
    sent: int = 0
    talk_s: float = 0.0  # of the calls that ended in it, from the first word, holding included
    idle_s: float = 0.0  # the longest time that they were free until a call rang


@dataclass(slots=True, kw_only=True)
class Agent:
    """A person who takes calls, and everything that decides whether the next one is theirs."""

    id: AgentId
    name: str
    number: str
    phone: str  # the PBX's name for their phone; the desk only carries it
    skills: dict[QueueId, int] = field(default_factory=dict)  # the queues they may serve, and how well
    supervisor: bool = False
    receiving: bool = False
    memberships: set[QueueId] = field(default_factory=set)
    availability: Availability = Availability.AVAILABLE
    note: str = ""
    until: float | None = None  # when the availability ends by itself
    reachable: bool = True
    call: CallId | None = None  # offered to them, in their ear, or held by them
    wrap_up_until: float | None = None
    set_aside: Missed | None = None
    declined: CallId | None = None  # the last call that they declined
    free_since: float = 0.0
    diary: dict[CallId, DiaryEntry] = field(default_factory=dict)  # their calls of the last day, oldest first
    day: list[Tally] = field(default_factory=list)  # of the last day, oldest first; idle slots are left out


@dataclass(slots=True)
class Transfer:
    """A transfer under way. `agent` is set when the target is an agent of this desk."""

    by: AgentId
    target: str
    label: str
    agent: AgentId | None


@dataclass(slots=True, kw_only=True)
class Returned:
    """The double-arrow mark (R15): who sent the call, to whom, why it came back, and when."""

    by: AgentId
    target: str
    label: str
    reason: Failure
    at: float
    ringing: Ringing = ""  # of the target, who may have answered in this very moment


@dataclass(slots=True, kw_only=True)
class Call:
    """One caller's visit, from arriving to ending."""

    id: CallId
    queue: QueueId
    caller: str
    caller_name: str
    dialled: str  # the number the caller called: the original target (R8)
    arrived_at: float
    queued_at: float  # the wait clock; restarts when the call enters a queue
    state: CallState
    since: float  # when it came into this state
    first_queue: QueueId = ""
    agent: AgentId | None = None  # whose call it is: ringing, talking or holding
    callee: AgentId | None = None  # an agent whom another has called: they are the call's caller
    answered: bool = False  # somebody has talked with the caller
    outgoing: bool = False  # an agent called this number, in the name of the queue
    ringing: Ringing = ""  # the ringing that is on, or that the agent's phone was lifted for
    deadline: float | None = None  # when the ringing (offer or transfer) is given up
    ring_left_s: float | None = None  # of the ringing, while the PBX is away
    transfer: Transfer | None = None
    returned: Returned | None = None
    off_hold: bool = False  # rings for the agent who held it: they have talked with the caller
    not_before: dict[AgentId, float] = field(default_factory=dict)  # who said no: not asked again till then
    handled_by: list[AgentId] = field(default_factory=list)  # everyone who has talked with the caller
