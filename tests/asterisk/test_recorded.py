"""What Asterisk 22.10 really sent, in our words. The scenes were recorded in the lab, one after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.model import Failure
from benedesk.server.pbx.asterisk.calls import Ask
from benedesk.server.pbx.asterisk.dial import Dialling
from benedesk.server.pbx.asterisk.lines import Lines
from benedesk.server.pbx.asterisk.words import EndpointSeen, translate

RECORDED = Path(__file__).parent / "recorded" / "events.jsonl"
SCENES = [json.loads(line) for line in RECORDED.read_text().splitlines()]
MUSIC = {"queue": "queue", "hold": "hold", "transfer": "transfer"}


def events(scene: str) -> list[dict[str, Any]]:
    found = [recorded["event"] for recorded in SCENES if recorded["scene"] == scene]
    assert found, f"no scene {scene} was recorded"
    return found


CALL = events("arrive")[0]["channel"]["id"]


def told(scene: str, *orders: x.PbxOrder, of: str = CALL) -> list[i.PbxInput]:
    """What the desk is told in this scene, for the call of the first scene, after these orders."""
    legs = [e["peer"]["id"] for e in events(scene) if e["type"] == "Dial"]
    dialling = Dialling(app="benedesk", outside="PJSIP/{number}@trunk", internal="PJSIP/{number}")
    lines = Lines(dialling, MUSIC, lambda: legs[0])
    for event in events("arrive") if of == CALL else []:
        if signal := translate(event):
            lines.happened(signal)
    for order in orders:
        lines.order(order)
    out = []
    for event in events(scene):
        signal = translate(event)
        if signal and not isinstance(signal, EndpointSeen):
            out += [each for each in lines.happened(signal) if not isinstance(each, Ask)]
    return out


RING = x.RingAgent(call=CALL, ringing="anna", agent="anna", phone="101", caller="", caller_name="")
DIAL = x.DialTarget(call=CALL, ringing="target", number="+358491112222", caller="", caller_name="")


def test_a_caller_arrives() -> None:
    assert told("arrive", of="") == [
        i.CallerArrived(call=CALL, dialled="0992451000", caller="0491234567", caller_name="Virtanen")
    ]


def test_a_caller_who_withholds_his_number_has_none_and_no_name() -> None:
    arrived, left = told("withheld", of="")
    assert isinstance(arrived, i.CallerArrived)
    assert (arrived.caller, arrived.caller_name) == ("", "")
    assert left == i.CallerHungUp(arrived.call)


def test_a_phone_answers() -> None:
    assert told("answer", RING) == [i.PhoneAnswered(CALL, "anna")]


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        ("busy", Failure.BUSY),
        ("declined", Failure.DECLINED),
        ("away", Failure.UNREACHABLE),
        ("rang_out", Failure.NO_ANSWER),
        ("ignored", Failure.UNREACHABLE),
    ],
)
def test_a_phone_fails(scene: str, reason: Failure) -> None:
    assert told(scene, RING) == [i.PhoneFailed(CALL, "anna", reason)]


def test_a_target_answers() -> None:
    assert told("target", DIAL) == [i.TargetAnswered(CALL, "target")]


def test_a_target_with_a_wrong_number_fails() -> None:
    assert told("wrong_number", DIAL) == [i.TargetFailed(CALL, "target", Failure.BAD_NUMBER)]


def test_a_caller_gives_up() -> None:
    arrived, left = told("gives_up", of="")
    assert isinstance(arrived, i.CallerArrived)
    assert left == i.CallerHungUp(arrived.call)


def test_a_phone_goes_and_comes() -> None:
    seen = [translate(event) for event in (*events("unregister"), *events("register"))]
    assert seen == [EndpointSeen("PJSIP/101", online=False), EndpointSeen("PJSIP/101", online=True)]


def test_an_unknown_event_says_nothing() -> None:
    assert translate({"type": "SomethingOfAsterisk23", "channel": {"id": "1"}}) is None
