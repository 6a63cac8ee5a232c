"""Everything that can happen to a desk: an agent's command, the PBX's word, the clock, the settings.

Commands are imperative and name the agent first; the session, never the panel, says who that is.
What the PBX tells is past tense. `docs/protocol.md` documents every command.
"""

from __future__ import annotations

from dataclasses import dataclass

from .lines import Line
from .model import AgentId, CallId, QueueId, Ringing

# -- settings --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineQueue:
    """A queue of the settings; the same again changes nothing. `open` is how it is when it first appears."""

    queue: QueueId
    name: str
    number: str
    ring_s: float = 20.0
    transfer_ring_s: float = 20.0
    wrap_up_s: float = 0.0
    listed: bool = True
    open: bool = True
    strategy: str = "default"
    length_warn: int = 1  # so many callers who wait are shown as a warning
    length_alarm: int = 3
    wait_warn_s: float = 30.0  # so is a caller who has waited longer
    wait_alarm_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineAgent:
    """An agent of the settings; `skills` maps the queues they may serve to their level in each.

    An agent who may no longer work is defined with no skills: they keep their call, and get no other.
    """

    agent: AgentId
    name: str
    number: str
    phone: str
    skills: dict[QueueId, int]
    supervisor: bool = False


@dataclass(frozen=True, slots=True)
class DefineDesk:
    """Queues and agents as one set: two may swap what they have, and all of them are taken or none."""

    queues: tuple[DefineQueue, ...]
    agents: tuple[DefineAgent, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """Whoever runs the desk has (re)started; every document gets a new version."""


# -- an agent's commands ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetReceiving:
    """R2: the master switch."""

    agent: AgentId
    on: bool


@dataclass(frozen=True, slots=True)
class SetMembership:
    """R3: member of one queue or not."""

    agent: AgentId
    queue: QueueId
    on: bool


@dataclass(frozen=True, slots=True)
class SetAvailability:
    """R5: `availability` is a value of `Availability`; `until` (epoch seconds) makes it end by itself."""

    agent: AgentId
    availability: str
    note: str = ""
    until: float | None = None


@dataclass(frozen=True, slots=True)
class SetQueueOpen:
    """A supervisor, or with an empty `agent` the administration, opens or closes a queue.

    Calls already waiting stay and are served.
    """

    agent: AgentId
    queue: QueueId
    open: bool


@dataclass(frozen=True, slots=True)
class HoldCall:
    """R9: the caller hears music, the agent's phone is released, the call stays the agent's."""

    agent: AgentId
    call: CallId


@dataclass(frozen=True, slots=True)
class UnholdCall:
    """R14: the held call is offered to the agent like a new one."""

    agent: AgentId
    call: CallId


@dataclass(frozen=True, slots=True)
class HangUpCall:
    """R9: end the caller's visit."""

    agent: AgentId
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCall:
    """R10, R11, R13: send the call to `target`: a number as a person writes it, or a queue's name.

    `label` is what the panel calls a target that the desk does not know, for the story of a return.
    `anyway`: also to a colleague whose availability says that they are not to be disturbed.
    """

    agent: AgentId
    call: CallId
    target: str
    label: str = ""
    anyway: bool = False


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Call `number`: the agent's phone rings first, and when they lift it the callee's.

    The call is made in the name of `queue`, one that they may serve (empty: their first); its number is
    shown to the callee. From then on it is a call like any other. `label` says whose number it is.
    """

    agent: AgentId
    number: str
    queue: QueueId = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """Write something about a call of their list, or of now; empty takes the note away."""

    agent: AgentId
    call: CallId
    text: str


@dataclass(frozen=True, slots=True)
class AskNow:
    """The agent takes the call that they declined after all: they are asked at once, not after a while."""

    agent: AgentId
    call: CallId


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The agent who was set aside for a missed offer is at their phone again."""

    agent: AgentId


@dataclass(frozen=True, slots=True)
class EndWrapUp:
    """The agent is done with the work after the call before its time is up."""

    agent: AgentId


# -- what the PBX tells ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerArrived:
    """A caller dialled a queue's number, `waited_s` ago. `caller` is empty when withheld."""

    call: CallId
    dialled: str
    caller: str
    caller_name: str = ""
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CallerHungUp:
    call: CallId


@dataclass(frozen=True, slots=True)
class PhoneAnswered:
    """The agent's phone was lifted for this ringing (and, for a PlaceCall, the number is dialled)."""

    call: CallId
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class PhoneFailed:
    """The agent's phone did not take this ringing: `reason` is a `Failure`."""

    call: CallId
    ringing: Ringing
    reason: str


@dataclass(frozen=True, slots=True)
class PhoneHungUp:
    """The agent put down the phone that they had lifted for this ringing."""

    call: CallId
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class PhoneReachable:
    """The agent's phone came to, or left, the PBX."""

    agent: AgentId
    on: bool


@dataclass(frozen=True, slots=True)
class TargetAnswered:
    """The number that was dialled answered: a transfer target, who talks with the caller now, or
    whom an agent called (PlaceCall)."""

    call: CallId
    ringing: Ringing


@dataclass(frozen=True, slots=True)
class TargetFailed:
    """The number that was dialled was not reached: `reason` is a `Failure`."""

    call: CallId
    ringing: Ringing
    reason: str


@dataclass(frozen=True, slots=True)
class PbxLost:
    """Nothing is heard of the PBX, and it carries nothing out, until the next `PbxSynced`."""


@dataclass(frozen=True, slots=True)
class PbxSynced:
    """After a lost connection or a restart: these are all the callers that the PBX still has."""

    lines: tuple[Line, ...]


# -- the clock -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer set by a `SetTimer` effect rang. One that no longer matters is ignored."""

    timer: str
    due: float


PbxCommand = HoldCall | UnholdCall | HangUpCall | TransferCall | PlaceCall  # what only the PBX can do
AgentCommand = (
    SetReceiving | SetMembership | SetAvailability | SetQueueOpen | HoldCall | UnholdCall | HangUpCall
    | TransferCall | PlaceCall | NoteCall | AskNow | ComeBack | EndWrapUp
)  # fmt: skip
PbxInput = (
    CallerArrived | CallerHungUp | PhoneAnswered | PhoneFailed | PhoneHungUp | PhoneReachable
    | TargetAnswered | TargetFailed | PbxLost | PbxSynced
)  # fmt: skip
Input = DefineQueue | DefineAgent | DefineDesk | OpenDesk | AgentCommand | PbxInput | TimerFired

COMMANDS: dict[str, type[AgentCommand]] = {
    c.__name__: c
    for c in (
        SetReceiving, SetMembership, SetAvailability, SetQueueOpen, HoldCall, UnholdCall, HangUpCall,
        TransferCall, PlaceCall, NoteCall, AskNow, ComeBack, EndWrapUp,
    )
}  # fmt: skip
