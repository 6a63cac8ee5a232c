"""What a PBX makes of the desk's orders: who rings, who talks with whom, what each caller hears."""

from __future__ import annotations

from dataclasses import dataclass, field

from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line

SILENCE = "silence"
TARGET = ""  # whose phone a target's is: nobody's of the desk


@dataclass(slots=True)
class SeenLeg:
    """A phone that was rung: an agent's, or a target's."""

    agent: str
    up: bool = False


@dataclass(slots=True)
class SeenLine:
    """One caller, and the phones that belong to the call by their ringings."""

    dialled: str
    hears: str = SILENCE
    legs: dict[str, SeenLeg] = field(default_factory=dict)
    handed_over: bool = False
    placing: bool = False  # an agent calls out, and the callee has not answered

    @property
    def phones(self) -> dict[str, bool]:
        """Whose phones they are, and whether each is up."""
        return {leg.agent: leg.up for leg in self.legs.values()}


class PbxView:
    """Carries out orders while `online`; drops them, as a broken connection does, while not."""

    def __init__(self) -> None:
        self.lines: dict[str, SeenLine] = {}
        self.online = True

    def order(self, order: x.PbxOrder) -> None:
        if not self.online:
            return
        if isinstance(order, x.CallOut) and order.call not in self.lines:
            self._is_idle(order)
            legs = {order.ringing: SeenLeg(order.agent)}
            self.lines[order.call] = SeenLine(order.shown, legs=legs, placing=True)
            return
        line = self.lines.get(order.call)
        if line is None:
            return
        assert not line.handed_over, f"{order}: the call is somebody else's"
        match order:
            case x.PlayMusic():
                line.hears = order.music
            case x.RingAgent() if order.ringing not in line.legs:
                self._is_idle(order)
                line.legs[order.ringing] = SeenLeg(order.agent)
            case x.DialTarget():
                line.legs.setdefault(order.ringing, SeenLeg(TARGET))
            case x.Connect() if (leg := line.legs.get(order.ringing)) and leg.up:
                line.hears = leg.agent
            case x.Release() if leg := line.legs.pop(order.ringing, None):
                line.hears = SILENCE if line.hears == leg.agent else line.hears
            case x.HangUp():
                del self.lines[order.call]

    def _is_idle(self, order: x.RingAgent | x.CallOut) -> None:
        others = [call for call, other in self.lines.items() if order.agent in other.phones]
        assert others == [], f"{order} while the phone is busy with {others}"

    def happened(self, what: i.PbxInput) -> None:
        """The world behind what is told, if there is one: a told answer has somebody who answered."""
        line = self.lines.get(getattr(what, "call", ""))
        leg = line.legs.get(getattr(what, "ringing", "")) if line else None
        match what:
            case i.CallerArrived() if line is None:
                self.lines[what.call] = SeenLine(what.dialled)
            case i.CallerHungUp() if line:
                del self.lines[what.call]
            case i.PhoneFailed() | i.PhoneHungUp() | i.TargetFailed() if line and leg and line.placing:
                del self.lines[what.call]
            case i.PhoneAnswered() if leg:
                leg.up = True
            case i.TargetAnswered() if line and leg and line.placing:
                line.placing, leg.up, line.hears = False, True, leg.agent
            case i.TargetAnswered() if line and leg and leg.agent == TARGET:
                leg.up, line.handed_over, line.hears = True, True, "target"
            case i.PhoneFailed() | i.PhoneHungUp() | i.TargetFailed() if line and leg:
                del line.legs[what.ringing]
                line.hears = SILENCE if line.hears == leg.agent else line.hears

    def synced(self) -> i.PbxSynced:
        return i.PbxSynced(tuple(_told(call, line) for call, line in self.lines.items()))


def _told(call: str, line: SeenLine) -> Line:
    assert len(line.legs) <= 1, f"{call} has the phones of {line.phones}"
    return Line(
        call=call,
        dialled=line.dialled,
        caller="",
        legs=tuple(Leg(ringing, leg.up) for ringing, leg in line.legs.items()),
        placing=line.placing,
        handed_over=line.handed_over,
    )
