"""The simulated PBX keeps the port's promises."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Failure
from benedesk.sim.pbx import RINGS_ON, Reply, SimPbx, answers, fails


class Lab:
    """A PBX whose clock is a list: what was asked for later is done by `pass_time`."""

    def __init__(self, **replies: Reply) -> None:
        self.told: list[i.PbxInput] = []
        self.due: list = []
        self.pbx = SimPbx(
            later=lambda after_s, what: self.due.append(what),
            tell=self.told.append,
            reply=lambda n: replies.get(n, RINGS_ON),
        )
        self.pbx.caller_calls("c1", "09", "040")
        self.told.clear()

    def pass_time(self) -> None:
        due, self.due = self.due, []
        for what in due:
            what()

    def ring(self, phone: str = "101") -> None:
        self.pbx.order(
            x.RingAgent(call="c1", ringing="r1", agent="ann", phone=phone, caller="040", caller_name="")
        )

    def dial(self, number: str = "+358") -> None:
        self.pbx.order(x.DialTarget(call="c1", ringing="r1", number=number, caller="040", caller_name=""))


def test_an_arriving_caller_is_told_with_both_numbers():
    lab = Lab()
    lab.pbx.caller_calls("c2", "0942451000", "0401234567", "Virtanen")
    assert lab.told == [
        i.CallerArrived(call="c2", dialled="0942451000", caller="0401234567", caller_name="Virtanen")
    ]


def test_a_phone_that_answers_is_told_once_and_then_joined():
    lab = Lab(**{"101": answers()})
    lab.ring()
    lab.ring()
    lab.pass_time()
    assert lab.told == [i.PhoneAnswered("c1", "r1")]
    lab.pbx.order(x.Connect("c1", "r1"))
    assert lab.pbx.hears("c1") == "agent ann"


def test_a_released_phone_tells_nothing_more():
    lab = Lab(**{"101": answers()})
    lab.ring()
    lab.pbx.order(x.Release("c1", "r1"))
    lab.pass_time()
    assert lab.told == []


def test_a_phone_that_fails_says_why():
    lab = Lab(**{"101": fails(Failure.BUSY)})
    lab.ring()
    lab.pass_time()
    assert lab.told == [i.PhoneFailed("c1", "r1", Failure.BUSY)]


def test_music_is_heard_until_somebody_is():
    lab = Lab()
    lab.pbx.order(x.PlayMusic("c1", "hold"))
    assert lab.pbx.hears("c1") == "hold music"
    lab.ring()
    lab.pbx.phone_answers("ann")
    assert lab.pbx.hears("c1") == "hold music"
    lab.pbx.order(x.Connect("c1", "r1"))
    assert lab.pbx.hears("c1") == "agent ann"


def test_a_target_that_answers_takes_the_line_over():
    lab = Lab(**{"+358": answers()})
    lab.dial()
    lab.pass_time()
    assert lab.told == [i.TargetAnswered("c1", "r1")]
    assert lab.pbx.hears("c1") == "target +358"
    lab.pbx.caller_hangs_up("c1")
    assert lab.told == [i.TargetAnswered("c1", "r1")]


@pytest.mark.parametrize("order", [x.Release("c1", "r1"), x.HangUp("c1")])
def test_dialling_stops_when_ordered(order):
    lab = Lab(**{"+358": answers()})
    lab.dial()
    lab.pbx.order(order)
    lab.pass_time()
    assert lab.told == []


def test_a_target_that_cannot_be_reached_is_told():
    lab = Lab()
    lab.dial()
    lab.pbx.target_fails("c1", Failure.UNREACHABLE)
    assert lab.told == [i.TargetFailed("c1", "r1", Failure.UNREACHABLE)]


def test_a_target_who_talks_is_not_cut_off_by_an_order_that_comes_too_late():
    lab = Lab(**{"+358": answers()})
    lab.dial()
    lab.pass_time()
    lab.pbx.order(x.Release("c1", "r1"))
    lab.pbx.order(x.PlayMusic("c1", "queue"))
    lab.ring()
    assert lab.pbx.hears("c1") == "target +358"


def test_the_same_phone_rung_anew_is_another_ringing():
    lab = Lab()
    lab.ring()
    lab.pbx.order(x.Release("c1", "r1"))
    again = x.RingAgent(call="c1", ringing="r2", agent="ann", phone="101", caller="040", caller_name="")
    lab.pbx.order(again)
    lab.pbx.phone_answers("ann")
    lab.pbx.order(x.Connect("c1", "r1"))
    assert lab.told == [i.PhoneAnswered("c1", "r2")]
    assert lab.pbx.hears("c1") == ""


def test_an_order_for_a_caller_who_is_gone_is_dropped():
    lab = Lab()
    lab.pbx.caller_hangs_up("c1")
    lab.ring()
    assert lab.pbx.rings_for("ann") is None


def test_an_agent_who_puts_the_phone_down_is_told():
    lab = Lab()
    lab.ring()
    lab.pbx.phone_answers("ann")
    lab.pbx.order(x.Connect("c1", "r1"))
    lab.pbx.phone_hangs_up("ann")
    assert lab.told[-1] == i.PhoneHungUp("c1", "r1")
    assert lab.pbx.hears("c1") == ""


def test_after_a_lost_connection_every_line_is_told_with_its_legs():
    lab = Lab()
    lab.ring()
    lab.pbx.online = False
    lab.pbx.phone_answers("ann")
    lab.pbx.caller_calls("c2", "09", "041")
    assert lab.told == []
    assert lab.pbx.synced() == i.PbxSynced(
        (
            Line(call="c1", dialled="09", caller="040", legs=(Leg("r1", up=True),)),
            Line(call="c2", dialled="09", caller="041"),
        )
    )
