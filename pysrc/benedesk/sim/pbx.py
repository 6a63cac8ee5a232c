"""A PBX that exists only here: the port of docs/design.md with lines and phones as plain objects.

It carries out the desk's orders and tells what the phones do, with the same meaning as a real PBX.
`hears` says who hears whom, so that a test can check the sound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..core import effects as x
from ..core import inputs as i
from ..core.lines import Leg, Line
from ..core.model import AgentId, CallId, Failure, Ringing

Later = Callable[[float, Callable[[], None]], None]  # (after_s, what to do then)
Tell = Callable[[i.PbxInput], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a phone does when it rings: answers after `after_s`, fails so, or (None) rings on."""

    answers: bool = False
    failure: Failure | None = None
    after_s: float = 0.0


RINGS_ON = Reply()


def answers(after_s: float = 2.0) -> Reply:
    return Reply(answers=True, after_s=after_s)


def fails(failure: Failure, after_s: float = 0.0) -> Reply:
    return Reply(failure=failure, after_s=after_s)


@dataclass(slots=True, eq=False)
class SimLeg:
    """A phone that rings, or is in somebody's hand, for one caller. `agent` None = a target outside."""

    ringing: Ringing
    agent: AgentId | None
    number: str
    up: bool = False


@dataclass(slots=True, kw_only=True)
class SimLine:
    """One caller's line and the leg that belongs to it."""

    call: CallId
    dialled: str
    caller: str
    caller_name: str
    music: str = ""
    leg: SimLeg | None = None
    joined: bool = False
    handed_over: bool = False
    placing: bool = False  # an agent calls out, and the callee has not answered
    callee_phone: str = ""  # the callee is an agent, whose phone it is


@dataclass(slots=True, kw_only=True)
class SimPbx:
    """Give it orders; it tells what happens through `tell`, and uses `later` for all that takes time.

    `reply` says how a phone (an agent's `phone`, or a dialled number) behaves.
    """

    later: Later
    tell: Tell
    reply: Callable[[str], Reply] = lambda number: RINGS_ON
    lines: dict[CallId, SimLine] = field(default_factory=dict)
    online: bool = True

    # -- what people do ----------------------------------------------------------------------------

    def caller_calls(self, call: CallId, dialled: str, caller: str, caller_name: str = "") -> None:
        self.lines[call] = SimLine(call=call, dialled=dialled, caller=caller, caller_name=caller_name)
        self._say(i.CallerArrived(call=call, dialled=dialled, caller=caller, caller_name=caller_name))

    def caller_hangs_up(self, call: CallId) -> None:
        line = self.lines.pop(call, None)
        if line and not line.handed_over:
            self._say(i.CallerHungUp(call))

    def phone_answers(self, agent: AgentId) -> None:
        """The agent lifts their ringing phone."""
        if line := self._line_of(agent, up=False):
            self._leg_answers(line)

    def phone_declines(self, agent: AgentId, reason: Failure = Failure.DECLINED) -> None:
        if line := self._line_of(agent, up=False):
            self._leg_fails(line, reason)

    def phone_hangs_up(self, agent: AgentId) -> None:
        """The agent puts down the phone in their hand."""
        if line := self._line_of(agent, up=True):
            ringing = line.leg.ringing if line.leg else ""
            line.leg, line.joined = None, False
            if line.placing:
                del self.lines[line.call]
            self._say(i.PhoneHungUp(line.call, ringing))

    def target_answers(self, call: CallId) -> None:
        line = self.lines.get(call)
        if line and line.leg and line.leg.agent is None and not line.leg.up:
            self._leg_answers(line)

    def target_fails(self, call: CallId, reason: Failure) -> None:
        line = self.lines.get(call)
        if line and line.leg and line.leg.agent is None and not line.leg.up:
            self._leg_fails(line, reason)

    def target_hangs_up(self, call: CallId) -> None:
        """The target who took over the call ends it; the desk is not told, it was no longer its call."""
        if (line := self.lines.get(call)) and line.handed_over:
            del self.lines[call]

    def hears(self, call: CallId) -> str:
        """What the caller hears: "agent <id>", "target <number>", "<kind> music", or ""."""
        line = self.lines.get(call)
        if line is None:
            return ""
        if line.joined and line.leg:
            return f"agent {line.leg.agent}" if line.leg.agent else f"target {line.leg.number}"
        return f"{line.music} music" if line.music else ""

    def rings_for(self, agent: AgentId) -> CallId | None:
        """The call for which this agent's phone rings."""
        line = self._line_of(agent, up=False)
        return line.call if line else None

    # -- the port ----------------------------------------------------------------------------------

    def order(self, order: x.PbxOrder) -> None:
        """Carry out one order; one for a caller who is gone is dropped."""
        if isinstance(order, x.CallOut) and order.call not in self.lines:
            line = self.lines[order.call] = SimLine(
                call=order.call, dialled=order.shown, caller=order.number, caller_name="", placing=True,
                callee_phone=order.callee_phone,
            )  # fmt: skip
            self._ring(line, SimLeg(order.ringing, order.agent, order.phone))
            return
        found = self.lines.get(order.call)
        if isinstance(order, x.HangUp):
            self.lines.pop(order.call, None)
        elif found and not found.handed_over:  # else it is somebody else's call by now
            self._carry_out(order, found)

    def _carry_out(self, order: x.PbxOrder, line: SimLine) -> None:
        is_of_leg = line.leg is not None and line.leg.ringing == getattr(order, "ringing", None)
        match order:
            case x.PlayMusic():
                line.music, line.joined = order.music, False
            case x.RingAgent() if not is_of_leg:
                self._ring(line, SimLeg(order.ringing, order.agent, order.phone))
            case x.DialTarget() if not is_of_leg:
                self._ring(line, SimLeg(order.ringing, None, order.number))
            case x.Connect() if line.leg and is_of_leg and line.leg.up:
                line.joined, line.music = True, ""
            case x.Release() if is_of_leg:
                line.leg, line.joined = None, False

    def synced(self) -> i.PbxSynced:
        """All callers with their legs, as told after a lost connection."""
        return i.PbxSynced(tuple(_as_line(line) for line in self.lines.values()))

    def _ring(self, line: SimLine, leg: SimLeg) -> None:
        line.leg, line.joined = leg, False
        reply = self.reply(leg.number)
        if reply.answers:
            self.later(reply.after_s, lambda: self._leg_answers(line) if line.leg is leg else None)
        elif failure := reply.failure:
            self.later(reply.after_s, lambda: self._leg_fails(line, failure) if line.leg is leg else None)

    def _leg_answers(self, line: SimLine) -> None:
        leg = line.leg
        if leg is None or leg.up or line.call not in self.lines:
            return
        leg.up = True
        if leg.agent:
            self._say(i.PhoneAnswered(line.call, leg.ringing))
            if line.placing:
                self._dial_out(line, leg)
        else:
            line.joined, line.music, line.handed_over = True, "", True
            self._say(i.TargetAnswered(line.call, leg.ringing))

    def _dial_out(self, line: SimLine, leg: SimLeg) -> None:
        """The agent has lifted their phone; now the callee's rings."""
        reply = self.reply(line.callee_phone or line.caller)
        if reply.answers:
            self.later(reply.after_s, lambda: self._callee_answers(line, leg))
        elif failure := reply.failure:
            self.later(reply.after_s, lambda: self._callee_fails(line, leg, failure))

    def _callee_answers(self, line: SimLine, leg: SimLeg) -> None:
        if line.placing and line.leg is leg and line.call in self.lines:
            line.placing, line.joined = False, True
            self._say(i.TargetAnswered(line.call, leg.ringing))

    def _callee_fails(self, line: SimLine, leg: SimLeg, reason: Failure) -> None:
        if line.placing and line.leg is leg and line.call in self.lines:
            del self.lines[line.call]
            self._say(i.TargetFailed(line.call, leg.ringing, reason))

    def _leg_fails(self, line: SimLine, reason: Failure) -> None:
        leg, line.leg = line.leg, None
        if leg is None or line.call not in self.lines:
            return
        if line.placing:
            del self.lines[line.call]
        failed = i.PhoneFailed if leg.agent else i.TargetFailed
        self._say(failed(line.call, leg.ringing, reason))

    def _line_of(self, agent: AgentId, *, up: bool) -> SimLine | None:
        for line in self.lines.values():
            if line.leg and line.leg.agent == agent and line.leg.up is up:
                return line
        return None

    def _say(self, what: i.PbxInput) -> None:
        if self.online:
            self.tell(what)


def _as_line(line: SimLine) -> Line:
    leg = line.leg
    return Line(
        call=line.call,
        dialled=line.dialled,
        caller=line.caller,
        caller_name=line.caller_name,
        legs=(Leg(leg.ringing, leg.up, leg.agent),) if leg else (),
        placing=line.placing,
        handed_over=line.handed_over,
    )
