"""The table of callers: which requests an order or an event leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import Failure
from benedesk.server import entry
from benedesk.server.pbx.asterisk import words as w
from benedesk.server.pbx.asterisk.calls import Ask
from benedesk.server.pbx.asterisk.dial import ring_limit_s
from benedesk.server.pbx.asterisk.lines import Lines
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx
from benedesk.server.pbx.asterisk.phones import Phones
from benedesk.server.pbx.asterisk.resync import resync
from benedesk.server.settings import PbxSection, QueueSection, Settings
from pydantic import SecretStr

from tests.lab.asterisk.table import CALLER, channel, leg, new_lines, paths

RING = x.RingAgent(
    call="c1", ringing="anna", agent="anna", phone="101", caller="+358491234567", caller_name='Virtanen "Oy"'
)


def talking() -> Lines:
    lines = new_lines()
    lines.order(RING)
    lines.happened(w.LegAnswered("leg1"))
    lines.order(x.Connect("c1", "anna"))
    return lines


def test_music_answers_the_line_once_and_starts_once() -> None:
    lines = new_lines()
    first = ["POST channels/c1/answer", "POST channels/c1/moh"]
    assert paths(lines.order(x.PlayMusic("c1", "queue"))) == first
    assert lines.order(x.PlayMusic("c1", "queue")) == []
    (ask,) = lines.order(x.PlayMusic("c1", "hold"))
    assert isinstance(ask, Ask)
    assert ask.body == {"mohClass": "class-h"}


def test_a_phone_is_rung_with_the_callers_number_and_can_be_found_again() -> None:
    (ask,) = new_lines().order(RING)
    assert isinstance(ask, Ask)
    assert ask.dials == "leg1"
    assert ask.body
    assert ask.body["endpoint"] == "PJSIP/101"
    assert ask.body["callerId"] == '"Virtanen Oy" <+358491234567>'
    assert ask.body["variables"] == {
        "BENE_ROLE": "agent",
        "BENE_CALL": "c1",
        "BENE_RINGING": "anna",
        "BENE_AGENT": "anna",
        "PJSIP_TRANSFER_HANDLING()": "ari-only",
    }


def test_a_phone_does_not_ring_for_ever_when_the_server_has_died() -> None:
    (ask,) = new_lines().order(RING)
    assert isinstance(ask, Ask)
    assert ask.body
    assert ask.body["timeout"] == 120


@pytest.mark.parametrize(("longest_s", "limit_s"), [(20.0, 120), (105.0, 120), (300.5, 316), (600.0, 615)])
def test_asterisk_ends_no_ring_before_the_desk_does(longest_s: float, limit_s: int) -> None:
    assert ring_limit_s(longest_s) == limit_s


def test_the_longest_ring_of_the_settings_counts() -> None:
    queues = (
        QueueSection(id="a", name="A", number="1001", ring_s=30),
        QueueSection(id="b", name="B", number="1002", transfer_ring_s=300),
    )
    settings = Settings(queues=queues, pbx=PbxSection(kind="asterisk", password=SecretStr("secret")))
    pbx = entry._pbx(settings, take_over=False)
    assert isinstance(pbx, AsteriskPbx)
    assert pbx._dialling.ring_limit_s == 315


def test_a_phone_of_another_kind_is_rung_as_it_is_written() -> None:
    (ask,) = new_lines().order(
        x.RingAgent(
            call="c1", ringing="anna", agent="anna", phone="Local/101@phones", caller="", caller_name=""
        )
    )
    assert isinstance(ask, Ask)
    assert ask.body
    assert ask.body["endpoint"] == "Local/101@phones"
    assert ask.body["callerId"] == '"Anonymous" <anonymous>'
    assert "PJSIP_TRANSFER_HANDLING()" not in ask.body["variables"]


def test_connecting_ends_the_music_and_makes_one_bridge_for_the_whole_call() -> None:
    lines = new_lines()
    lines.order(x.PlayMusic("c1", "queue"))
    lines.order(RING)
    lines.happened(w.LegAnswered("leg1"))
    assert paths(lines.order(x.Connect("c1", "anna"))) == [
        "DELETE channels/c1/moh",
        "POST bridges/bene-c1",
        "POST bridges/bene-c1/addChannel",
    ]
    lines.order(x.PlayMusic("c1", "hold"))
    lines.order(x.Release("c1", "anna"))
    lines.order(RING)
    lines.happened(w.LegAnswered("leg2"))
    assert paths(lines.order(x.Connect("c1", "anna"))) == [
        "DELETE channels/c1/moh",
        "POST bridges/bene-c1/addChannel",
    ]


def test_an_agent_whose_phone_is_not_answered_is_not_connected() -> None:
    lines = new_lines()
    lines.order(RING)
    assert lines.order(x.Connect("c1", "anna")) == []


def test_a_released_leg_has_nothing_more_to_say() -> None:
    lines = new_lines()
    lines.order(RING)
    assert paths(lines.order(x.Release("c1", "anna"))) == ["DELETE channels/leg1"]
    assert lines.happened(w.ChannelEnded("leg1", 16)) == []
    lines.order(RING)
    assert lines.happened(w.ChannelEnded("leg1", 19, 480)) == []
    assert lines.happened(w.LegAnswered("leg2")) == [i.PhoneAnswered("c1", "anna")]


def test_a_leg_that_is_answered_after_its_release_is_hung_up() -> None:
    lines = new_lines()
    lines.order(RING)
    lines.order(x.Release("c1", "anna"))
    assert paths(lines.happened(w.LegAnswered("leg1"))) == ["DELETE channels/leg1"]


def test_events_that_come_twice_are_told_once() -> None:
    lines = new_lines()
    assert (
        lines.happened(
            w.CallerEntered(channel="c1", dialled="0992451000", caller="0491234567", caller_name="")
        )
        == []
    )
    lines.order(RING)
    assert lines.happened(w.LegAnswered("leg1")) == [i.PhoneAnswered("c1", "anna")]
    assert lines.happened(w.LegAnswered("leg1")) == []
    assert lines.happened(w.ChannelEnded("leg1")) == [i.PhoneHungUp("c1", "anna")]
    assert lines.happened(w.ChannelEnded("leg1", 16)) == []


def test_hanging_up_ends_all_that_belongs_to_the_caller() -> None:
    lines = talking()
    assert paths(lines.order(x.HangUp("c1"))) == [
        "DELETE channels/leg1",
        "DELETE channels/c1",
        "DELETE bridges/bene-c1",
    ]
    assert lines.happened(w.ChannelEnded("c1")) == []
    assert lines.happened(w.ChannelEnded("leg1")) == []


def test_an_outside_number_leaves_by_its_template() -> None:
    (ask,) = new_lines().order(
        x.DialTarget(call="c1", ringing="target", number="+358491112222", caller="", caller_name="")
    )
    assert isinstance(ask, Ask)
    assert ask.body
    assert ask.body["endpoint"] == "PJSIP/00358491112222@trunk"


@pytest.mark.parametrize("number", ["", "101@trunk", "10A", "+", "1" * 40, "101/h", "10 1"])
def test_what_is_no_number_is_never_dialled(number: str) -> None:
    out = new_lines().order(
        x.DialTarget(call="c1", ringing="target", number=number, caller="", caller_name="")
    )
    assert out == [i.TargetFailed("c1", "target", Failure.BAD_NUMBER)]


def test_a_handed_over_call_takes_no_order_but_to_end() -> None:
    lines = new_lines()
    lines.order(x.DialTarget(call="c1", ringing="target", number="102", caller="", caller_name=""))
    assert i.TargetAnswered("c1", "target") in lines.happened(w.LegAnswered("leg1"))
    assert lines.order(x.PlayMusic("c1", "queue")) == []
    assert lines.order(RING) == []
    assert lines.order(x.Release("c1", "target")) == [], "who talks is not cut off"
    assert "DELETE channels/c1" in paths(lines.order(x.HangUp("c1")))


def test_a_phone_that_rings_for_a_call_that_a_target_has_taken_is_let_go_of() -> None:
    lines = new_lines()
    lines.order(x.DialTarget(call="c1", ringing="target", number="102", caller="", caller_name=""))
    lines.order(RING)
    lines.happened(w.LegAnswered("leg1"))
    assert paths(lines.order(x.Release("c1", "anna"))) == ["DELETE channels/leg2"]


def test_the_same_phone_rung_anew_is_another_leg_and_only_its_own_answer_counts() -> None:
    lines = new_lines()
    lines.order(RING)
    again = replace(RING, ringing="anna again")
    assert paths(lines.order(again)) == ["POST channels/leg2"]
    lines.order(x.Release("c1", "anna"))
    assert lines.order(x.Connect("c1", "anna")) == []
    assert lines.happened(w.LegAnswered("leg2")) == [i.PhoneAnswered("c1", "anna again")]


@pytest.mark.parametrize(
    ("cause", "sip", "rang", "reason"),
    [
        (17, 486, False, "busy"),
        (17, 0, True, "busy"),
        (21, 603, True, "declined"),
        (21, 403, False, "unreachable"),
        (1, 404, False, "bad_number"),
        (28, 484, False, "bad_number"),
        (1, 0, False, "bad_number"),
        (19, 480, False, "unreachable"),
        (19, 480, True, "no_answer"),
        (19, 0, True, "no_answer"),
        (18, 408, False, "unreachable"),
        (38, 500, False, "unreachable"),
        (34, 503, False, "unreachable"),
        (0, 0, False, "unreachable"),
    ],
)
def test_why_a_leg_was_not_answered(cause: int, sip: int, rang: bool, reason: str) -> None:
    assert w.failure(w.ChannelEnded("leg1", cause, sip), rang) == reason


# -- resync ----------------------------------------------------------------------------------------


def test_a_resync_finds_callers_and_legs_and_leaves_others_alone() -> None:
    lines = new_lines()
    others = [channel("x1", app_data=""), channel("x2") | {"dialplan": {"app_name": "Dial", "app_data": "x"}}]
    channels = [CALLER, leg("a1", "Ringing", "agent", "c1", "anna"), *others]
    out = resync(lines, channels, [{"id": "somebody's", "channels": ["x1"]}], "benedesk")
    assert out == [
        i.PbxSynced((Line(call="c1", dialled="0992451000", caller="0491234567", legs=(Leg("anna"),)),))
    ]
    assert lines.happened(w.LegAnswered("a1")) == [i.PhoneAnswered("c1", "anna")]


def test_a_resync_ends_legs_and_bridges_whose_caller_is_gone() -> None:
    orphans = [leg("a1", "Up", "agent", "gone", "anna"), leg("t1", "Ringing", "target", "gone")]
    bridges = [{"id": "bene-gone", "channels": ["a1"]}]
    out = resync(new_lines(), orphans, bridges, "benedesk")
    assert paths(out) == ["DELETE channels/a1", "DELETE channels/t1", "DELETE bridges/bene-gone"]
    assert i.PbxSynced(()) in out


def test_a_resync_finishes_a_hand_over_that_nobody_saw() -> None:
    out = resync(new_lines(), [CALLER, leg("t1", "Up", "target", "c1", "target")], [], "benedesk")
    assert (
        i.PbxSynced(
            (
                Line(
                    call="c1",
                    dialled="0992451000",
                    caller="0491234567",
                    handed_over=True,
                    legs=(Leg("target", up=True),),
                ),
            )
        )
        in out
    )
    assert "POST bridges/bene-c1/addChannel" in paths(out)


def test_a_leg_answered_in_the_moment_of_the_resync_is_told_by_its_own_event() -> None:
    answered = channel("a1", "Up", BENE_ROLE="agent", BENE_CALL="c1", BENE_RINGING="anna")
    lines = new_lines()
    (synced,) = resync(lines, [CALLER, answered], [], "benedesk")
    assert synced == i.PbxSynced(
        (Line(call="c1", dialled="0992451000", caller="0491234567", legs=(Leg("anna"),)),)
    )
    assert lines.happened(w.LegAnswered("a1")) == [i.PhoneAnswered("c1", "anna")]


def test_another_applications_callers_are_not_ours() -> None:
    assert resync(new_lines(), [CALLER], [], "otherdesk") == [i.PbxSynced(())]


# -- phones ----------------------------------------------------------------------------------------


def test_a_phone_is_told_once_and_then_on_change() -> None:
    phones = Phones()
    phones.watch({"anna": "PJSIP/101", "bo": "PJSIP/101", "cy": "PJSIP/049@trunk", "dora": "Local/1@x"})
    assert phones.endpoints == {"PJSIP/101"}
    assert list(phones.seen("PJSIP/101", True)) == [
        i.PhoneReachable("anna", True),
        i.PhoneReachable("bo", True),
    ]
    assert list(phones.seen("PJSIP/101", True)) == []
    assert list(phones.seen("PJSIP/999", False)) == []
    phones.watch({"bo": "PJSIP/101"})
    assert list(phones.seen("PJSIP/101", False)) == [i.PhoneReachable("bo", False)]
    phones.forget()
    assert list(phones.seen("PJSIP/101", False)) == [i.PhoneReachable("bo", False)]


def test_of_another_phone_nothing_has_been_told_yet() -> None:
    phones = Phones()
    phones.watch({"anna": "PJSIP/101", "bo": "PJSIP/102"})
    assert len([*phones.seen("PJSIP/101", False), *phones.seen("PJSIP/102", False)]) == 2
    phones.watch({"anna": "PJSIP/103", "bo": "PJSIP/102"})
    assert list(phones.seen("PJSIP/103", False)) == [i.PhoneReachable("anna", False)]
    assert list(phones.seen("PJSIP/102", False)) == []


def test_a_phone_that_rings_by_a_request_that_was_worked_off_late_is_let_go_of() -> None:
    lines = new_lines()
    lines.order(RING)
    assert lines.happened(w.LegRings("leg1")) == []
    assert paths(lines.happened(w.LegRings("bene-leg-of-before"))) == ["DELETE channels/bene-leg-of-before"]
    assert lines.happened(w.LegRings("somebody-elses")) == []
