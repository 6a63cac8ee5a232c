"""What a PBX makes of the desk's orders: who rings, who talks with whom, what each caller hears."""

from __future__ import annotations

from dataclasses import dataclass, field

from benedesk.core import effects as x
from benedesk.core import inputs as i

SILENCE = "silence"


@dataclass(slots=True)
class SeenLine:
    """One caller. `legs` maps the agents whose phones belong to the call to whether they answered."""

    dialled: str
    hears: str = SILENCE
    legs: dict[str, bool] = field(default_factory=dict)
    dialling: bool = False
    handed_over: bool = False
    placing: bool = False  # an agent calls out, and the other has not answered


class PbxView:
    """Carries out orders while `online`; drops them, as a broken connection does, while not."""

    def __init__(self) -> None:
        self.lines: dict[str, SeenLine] = {}
        self.online = True

    def order(self, order: x.PbxOrder) -> None:
        if isinstance(order, x.CallOut) and self.online:
            others = [call for call, other in self.lines.items() if order.agent in other.legs]
            assert others == [], f"{order} while the phone is busy with {others}"
            self.lines[order.call] = SeenLine(order.shown, legs={order.agent: False}, placing=True)
            return
        line = self.lines.get(order.call)
        if line is None or not self.online:
            return
        assert not line.handed_over, f"{order}: the call is somebody else's"
        match order:
            case x.PlayMusic():
                line.hears = order.music
            case x.RingAgent():
                others = [call for call, other in self.lines.items() if order.agent in other.legs]
                assert others in ([], [order.call]), f"{order} while the phone is busy with {others}"
                line.legs.setdefault(order.agent, False)
            case x.ConnectAgent() if line.legs.get(order.agent):
                line.hears = order.agent
            case x.ReleaseAgent():
                line.legs.pop(order.agent, None)
                line.hears = SILENCE if line.hears == order.agent else line.hears
            case x.DialTarget():
                line.dialling = True
            case x.ReleaseTarget():
                line.dialling = False
            case x.HangUp():
                del self.lines[order.call]

    def happened(self, what: i.PbxInput) -> None:
        """The world behind what is told, if there is one: a told answer has somebody who answered."""
        line = self.lines.get(getattr(what, "call", ""))
        match what:
            case i.CallerArrived() if line is None:
                self.lines[what.call] = SeenLine(what.dialled)
            case i.PhoneAnswered() if line and line.placing and what.agent in line.legs:
                line.legs[what.agent], line.dialling = True, True
            case i.TargetAnswered() if line and line.placing:
                line.dialling, line.placing, line.hears = False, False, next(iter(line.legs))
                line.legs[line.hears] = True
            case i.PhoneFailed() | i.PhoneHungUp() if line and line.placing:
                if what.agent in line.legs:
                    del self.lines[what.call]
            case i.TargetFailed() if line and line.placing:
                del self.lines[what.call]
            case i.CallerHungUp() if line:
                del self.lines[what.call]
            case i.PhoneAnswered() if line and what.agent in line.legs:
                line.legs[what.agent] = True
            case i.PhoneFailed() if line and line.legs.get(what.agent) is False:
                del line.legs[what.agent]
            case i.PhoneHungUp() if line and what.agent in line.legs:
                del line.legs[what.agent]
                line.hears = SILENCE if line.hears == what.agent else line.hears
            case i.TargetAnswered() if line and line.dialling:
                line.dialling, line.handed_over, line.hears = False, True, "target"
            case i.TargetFailed() if line:
                line.dialling = False

    def synced(self) -> i.PbxSynced:
        return i.PbxSynced(tuple(_told(call, line) for call, line in self.lines.items()))


def _told(call: str, line: SeenLine) -> i.Line:
    assert len(line.legs) <= 1, f"{call} has the phones of {sorted(line.legs)}"
    agent = next(iter(line.legs), None)
    return i.Line(
        call=call,
        dialled=line.dialled,
        caller="",
        agent=agent,
        agent_up=bool(agent and line.legs[agent]),
        target=line.dialling,
        placing=line.placing,
        handed_over=line.handed_over,
    )
