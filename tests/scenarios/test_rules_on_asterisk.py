"""The rules that a call can show, R8 to R15, with a real Asterisk, a real caller and real phones."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i

from tests.lab.stage.live_stage import LiveStage
from tests.lab.stage.stage import ANSWERS, NUMBERS, OUTSIDE, RINGS_ON, on_duty, rings_out_soon

from .calls import ann_talks, transferred

pytestmark = pytest.mark.asterisk


def card(live: LiveStage) -> dict[str, Any]:
    """What the panel shows of the caller's call."""
    return live.document("caller")


def test_r08_an_arriving_call_shows_queue_state_caller_and_original_target(live: LiveStage) -> None:
    on_duty(live, "ann")
    live.calls("caller", NUMBERS["sales"])
    live.until(e.CallOffered)
    shown = {name: card(live)[name] for name in ("queue_name", "state", "caller", "dialled")}
    assert shown == {
        "queue_name": "Myynti",
        "state": "offered",
        "caller": "+358491234567",
        "dialled": "+358992451001",
    }


def test_r09_a_call_is_put_on_hold_and_the_phone_is_free(live: LiveStage) -> None:
    ann_talks(live)
    live.take(i.HoldCall("ann", "caller"))
    live.hears("caller", "hold music")
    live.handset("ann").wait_idle()
    assert card(live)["state"] == "held"


def test_r09_a_call_is_hung_up_and_both_phones_are_free(live: LiveStage) -> None:
    ann_talks(live)
    live.take(i.HangUpCall("ann", "caller"))
    live.handset("ann").wait_idle()
    live.caller("caller").wait_idle()


def test_r10_a_call_goes_to_a_colleagues_number_and_the_sender_is_free_at_once(live: LiveStage) -> None:
    live.phone("bo", RINGS_ON)
    transferred(live, "102", ANSWERS)
    live.handset("ann").wait_idle()
    live.handset("bo").wait_ringing()
    live.hears("caller", "transfer music")
    live.handset("bo").answer()
    live.hears("caller", "agent bo")
    assert live.handset("bo").hears("caller")


@pytest.mark.parametrize("target", ["Tuki", "09 9245 1002"])
def test_r11_a_call_goes_to_another_queue_by_its_name_or_its_number(live: LiveStage, target: str) -> None:
    live.phone("cy", ANSWERS)
    on_duty(live, "cy")
    transferred(live, target, ANSWERS)
    live.hears("caller", "agent cy")
    assert (card(live)["queue_name"], card(live)["first_queue_name"]) == ("Tuki", "Myynti")


def test_r12_a_queue_that_is_not_in_the_list_takes_a_transfer_all_the_same(live: LiveStage) -> None:
    live.take(i.DefineQueue(queue="vip", name="Avainasiakkaat", number="0992451004", listed=False))
    transferred(live, "Avainasiakkaat", ANSWERS)
    live.hears("caller", "queue music")
    assert card(live)["queue_name"] == "Avainasiakkaat"


@pytest.mark.parametrize("typed", ["049 111 2222", "+358 49 1112222", "00358491112222"])
def test_r13_a_call_goes_to_any_number_typed(live: LiveStage, typed: str) -> None:
    transferred(live, typed, ANSWERS)
    live.hears("caller", "target")
    invite = live.handset("outside").call.invite
    assert invite
    assert invite.start.startswith(f"INVITE sip:{OUTSIDE}@")


def test_r14_taken_off_hold_the_phone_rings_again_like_for_a_new_call(live: LiveStage) -> None:
    ann_talks(live)
    live.take(i.HoldCall("ann", "caller"))
    live.handset("ann").wait_idle()
    live.phone("ann", RINGS_ON)
    live.take(i.UnholdCall("ann", "caller"))
    live.handset("ann").wait_ringing()
    assert card(live)["state"] == "offered"
    live.handset("ann").answer()
    live.hears("caller", "agent ann")
    assert live.handset("ann").calls == 2


def test_r15_a_target_that_does_not_answer_returns_the_call_marked_and_its_phone_stops(
    live: LiveStage,
) -> None:
    rings_out_soon(live, transfers=True)
    transferred(live, OUTSIDE, RINGS_ON)
    live.handset("outside").wait_ringing()
    live.until(e.CallReturned)
    live.handset("outside").wait_idle()
    live.hears("caller", "queue music")
    mark = card(live)["returned"]
    assert (mark["by_name"], mark["target"], mark["reason"]) == ("Anni Aalto", OUTSIDE, "no_answer")
