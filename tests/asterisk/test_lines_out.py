"""The table of callers when an agent calls out: requests, what is told, and what a resync makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Failure
from benedesk.server.pbx.asterisk import words as w
from benedesk.server.pbx.asterisk.calls import VARIABLES, Ask
from benedesk.server.pbx.asterisk.lines import Lines
from benedesk.server.pbx.asterisk.resync import resync

from tests.lab.asterisk.table import CALLER, channel, new_lines, paths

NUMBER, SHOWN = "+358491112222", "+358992451000"
PLACE = x.CallOut(call="out-7", ringing="anna", agent="anna", phone="101", number=NUMBER, shown=SHOWN)
OTHERS = [
    x.PlayMusic("out-7", "hold"),
    x.RingAgent(call="out-7", ringing="bo", agent="bo", phone="102", caller="", caller_name=""),
    x.Release("out-7", "anna"),
    x.Connect("out-7", "anna"),
    x.DialTarget(call="out-7", ringing="target", number="102", caller="", caller_name=""),
    x.Release("out-7", "target"),
    PLACE,
]


def body(ask: Any) -> dict[str, Any]:
    assert isinstance(ask, Ask)
    assert ask.body
    return ask.body


def dialling() -> Lines:
    """Anna has lifted her phone, leg1; the other's rings, leg2."""
    lines = new_lines()
    lines.order(PLACE)
    lines.happened(w.LegAnswered("leg1"))
    return lines


def talking() -> Lines:
    lines = dialling()
    lines.happened(w.LegAnswered("leg2"))
    return lines


def test_the_agents_phone_shows_the_number_that_will_be_called_and_all_can_be_found_again() -> None:
    asked = body(new_lines().order(PLACE)[0])
    assert asked["endpoint"] == "PJSIP/101"
    assert asked["callerId"] == f'"{NUMBER}" <{NUMBER}>'
    variables = asked["variables"]
    assert {name: variables[name] for name in VARIABLES if name in variables} == {
        "BENE_ROLE": "agent",
        "BENE_CALL": "out-7",
        "BENE_RINGING": "anna",
        "BENE_AGENT": "anna",
        "BENE_NUMBER": NUMBER,
        "BENE_SHOWN": SHOWN,
    }


def test_when_he_answers_he_hears_ringing_and_the_other_is_dialled_and_shown_the_queues_number() -> None:
    lines = new_lines()
    lines.order(PLACE)
    ring, dial, told = lines.happened(w.LegAnswered("leg1"))
    assert paths([ring, dial]) == ["POST channels/leg1/ring", "POST channels/leg2"]
    assert body(dial)["endpoint"] == "PJSIP/00358491112222@trunk"
    assert body(dial)["callerId"] == f'"{SHOWN}" <{SHOWN}>'
    assert body(dial)["variables"]["BENE_ROLE"] == "callee"
    assert told == i.PhoneAnswered("out-7", "anna")


def test_when_the_other_answers_the_ringing_ends_and_both_are_joined() -> None:
    lines = dialling()
    out = lines.happened(w.LegAnswered("leg2"))
    assert paths(out) == [
        "DELETE channels/leg1/ring",
        "DELETE channels/leg2/moh",
        "POST bridges/bene-out-7",
        "POST bridges/bene-out-7/addChannel",
    ]
    assert out[-1] == i.TargetAnswered("out-7", "anna")
    assert lines.happened(w.LegAnswered("leg2")) == []
    assert lines.order(x.Connect("out-7", "anna")) == []


@pytest.mark.parametrize("order", OTHERS, ids=lambda order: type(order).__name__)
def test_until_then_nothing_can_be_done_but_to_end_it(order: x.PbxOrder) -> None:
    lines = dialling()
    assert lines.order(order) == []
    assert paths(lines.order(x.HangUp("out-7"))) == ["DELETE channels/leg1", "DELETE channels/leg2"]
    for leg in ("leg1", "leg2"):
        assert lines.happened(w.ChannelEnded(leg, 16)) == []


@pytest.mark.parametrize("leg", ["leg1", "leg2"])
def test_who_answers_after_the_end_is_hung_up(leg: str) -> None:
    lines = dialling()
    lines.order(x.HangUp("out-7"))
    assert paths(lines.happened(w.LegAnswered(leg))) == [f"DELETE channels/{leg}"]


def test_each_way_to_fail_ends_all_and_tells_one_thing() -> None:
    lines = new_lines()
    lines.order(PLACE)
    assert lines.happened(w.ChannelEnded("leg1", 17, 486)) == [i.PhoneFailed("out-7", "anna", Failure.BUSY)]

    lines = new_lines()
    lines.order(PLACE)
    unreachable = Failure.UNREACHABLE
    assert lines.not_dialled("leg1", unreachable) == [i.PhoneFailed("out-7", "anna", unreachable)]

    out = dialling().happened(w.ChannelEnded("leg1", 16))
    assert (paths(out), out[1:]) == (["DELETE channels/leg2"], [i.PhoneHungUp("out-7", "anna")])

    out = dialling().happened(w.ChannelEnded("leg2", 17, 486))
    assert (paths(out), out[1:]) == (
        ["DELETE channels/leg1"],
        [i.TargetFailed("out-7", "anna", Failure.BUSY)],
    )

    out = dialling().not_dialled("leg2", Failure.BAD_NUMBER)
    assert (paths(out), out[1:]) == (
        ["DELETE channels/leg1"],
        [i.TargetFailed("out-7", "anna", Failure.BAD_NUMBER)],
    )


def test_what_is_no_number_is_never_dialled() -> None:
    lines = new_lines()
    lines.order(
        x.CallOut(call="out-7", ringing="anna", agent="anna", phone="101", number="101@trunk", shown=SHOWN)
    )
    ended, *told = lines.happened(w.LegAnswered("leg1"))
    assert paths([ended]) == ["DELETE channels/leg1"]
    assert told == [i.PhoneAnswered("out-7", "anna"), i.TargetFailed("out-7", "anna", Failure.BAD_NUMBER)]


def test_the_other_has_become_a_caller_like_any_other() -> None:
    lines = talking()
    assert paths(lines.order(x.PlayMusic("out-7", "hold"))) == [
        "POST bridges/bene-out-7/removeChannel",
        "POST channels/leg2/moh",
    ]
    assert paths(lines.order(x.Release("out-7", "anna"))) == ["DELETE channels/leg1"]
    again = body(
        lines.order(
            x.RingAgent(
                call="out-7", ringing="anna", agent="anna", phone="101", caller=NUMBER, caller_name=""
            )
        )[0]
    )
    assert "BENE_NUMBER" not in again["variables"]
    out = lines.happened(w.ChannelEnded("leg2"))
    assert out[0] == i.CallerHungUp("out-7")
    assert paths(out) == ["DELETE channels/leg3", "DELETE bridges/bene-out-7"]


def test_hanging_up_a_placed_talk_ends_both_phones() -> None:
    assert paths(talking().order(x.HangUp("out-7"))) == [
        "DELETE channels/leg1",
        "DELETE channels/leg2",
        "DELETE bridges/bene-out-7",
    ]


# -- resync ----------------------------------------------------------------------------------------


def part(id: str, state: str, role: str, *, entered: bool = True) -> dict[str, Any]:
    """A channel of the placed call; `entered`: it is in the hands of Stasis, if it is up."""
    ours = f"{role},out-7" if state == "Up" and entered else ""
    return channel(
        id, state, ours, BENE_ROLE=role, BENE_CALL="out-7", BENE_RINGING="anna", BENE_NUMBER=NUMBER,
        BENE_SHOWN=SHOWN,
    )  # fmt: skip


def line(up: bool = False, **more: Any) -> Line:
    return Line(call="out-7", dialled=SHOWN, caller=NUMBER, legs=(Leg("anna", up),), **more)


@pytest.mark.parametrize(
    ("channels", "found"),
    [
        ([part("a", "Ringing", "agent")], line(placing=True)),
        ([part("a", "Up", "agent", entered=False)], line(placing=True)),
        ([part("a", "Up", "agent"), part("o", "Down", "callee")], line(up=True, placing=True)),
        (
            [part("a", "Up", "agent"), part("o", "Up", "callee", entered=False)],
            line(up=True, placing=True),
        ),
        ([part("o", "Up", "callee"), part("a", "Up", "agent")], line(up=True)),
    ],
    ids=["phone rings", "phone answered just now", "other rings", "other answered just now", "both talk"],
)
def test_a_resync_sees_how_far_a_placed_call_is(channels: list[dict[str, Any]], found: Line) -> None:
    lines = new_lines()
    out = resync(lines, [CALLER, *channels], [], "benedesk")
    (synced,) = out
    assert isinstance(synced, i.PbxSynced)
    assert found in synced.lines
    assert lines.order(PLACE) == []


@pytest.mark.parametrize(
    "channels",
    [
        [part("a", "Up", "agent")],
        [part("a", "Ringing", "callee")],
        [part("a", "Up", "callee", entered=False)],
    ],
    ids=["the other is gone", "the agent is gone", "the agent left as the other answered"],
)
def test_what_is_left_of_a_placed_call_that_failed_meanwhile_is_ended(
    channels: list[dict[str, Any]],
) -> None:
    out = resync(new_lines(), channels, [{"id": "bene-out-7", "channels": []}], "benedesk")
    assert paths(out) == ["DELETE channels/a", "DELETE bridges/bene-out-7"]
    assert out[-1] == i.PbxSynced(())


def test_two_who_answered_and_were_not_joined_before_the_loss_are_joined_by_the_desks_order() -> None:
    lines = new_lines()
    resync(lines, [part("a", "Up", "agent"), part("o", "Up", "callee")], [], "benedesk")
    assert paths(lines.order(x.Connect("out-7", "anna"))) == [
        "DELETE channels/a/ring",
        "DELETE channels/o/moh",
        "POST bridges/bene-out-7",
        "POST bridges/bene-out-7/addChannel",
    ]


def test_a_resync_in_a_placed_talk_changes_nothing() -> None:
    lines = new_lines()
    bridge = {"id": "bene-out-7", "channels": ["a", "o"]}
    resync(lines, [part("a", "Up", "agent"), part("o", "Up", "callee")], [bridge], "benedesk")
    assert lines.order(x.Connect("out-7", "anna")) == []
    assert lines.happened(w.ChannelEnded("o"))[0] == i.CallerHungUp("out-7")
