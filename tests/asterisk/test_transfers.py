"""Transfer targets outside the desk, and what the phones' own buttons do."""

from __future__ import annotations

import pytest
from benedesk.core.effects import Connect, DialTarget, PlayMusic, Release
from benedesk.core.inputs import CallerHungUp, PhoneAnswered, PhoneHungUp, TargetAnswered, TargetFailed

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import Phones, arrive, connect, ring
from tests.lab.loop import until

pytestmark = pytest.mark.asterisk

NUMBER = "+358491112222"


def dial(driver: Driver, call: str, number: str = NUMBER) -> None:
    driver.order(
        PlayMusic(call, "transfer"),
        DialTarget(
            call=call, ringing="target", number=number, caller="+358491234567", caller_name="Virtanen Oy"
        ),
    )


def hand_over(driver: Driver, caller: Handset, outside: Handset) -> str:
    call = arrive(driver, caller)
    dial(driver, call)
    driver.expect(TargetAnswered, call=call)
    assert caller.hears("outside")
    return call


def test_the_agent_is_free_at_once_and_the_caller_hears_music_until_the_target_answers(
    driver: Driver, caller: Handset, phones: Phones, outside: Handset
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    outside.will_ring()
    driver.order(PlayMusic(call, "transfer"), Release(call, "anna"))
    driver.order(
        DialTarget(
            call=call, ringing="target", number=NUMBER, caller="+358491234567", caller_name="Virtanen Oy"
        )
    )
    phones["101"].wait_idle()
    outside.wait_ringing()
    assert caller.hears("transfer")
    assert outside.call.invite
    assert outside.call.invite.start.startswith(f"INVITE sip:{NUMBER}@")
    assert '"Virtanen Oy" <sip:+358491234567@' in outside.call.caller_id
    outside.answer()
    driver.expect(TargetAnswered, call=call)
    assert caller.hears("outside")
    assert outside.hears("caller")
    driver.expect_no_more()


def test_after_the_hand_over_the_target_hangs_up_and_the_caller_is_free_too(
    driver: Driver, caller: Handset, outside: Handset, pbx: Asterisk
) -> None:
    hand_over(driver, caller, outside)
    outside.hang_up()
    caller.wait_idle()
    driver.expect_no_more()
    assert (pbx.channels, pbx.bridges) == (0, 0)


def test_after_the_hand_over_the_caller_hangs_up_and_the_target_is_free_too(
    driver: Driver, caller: Handset, outside: Handset, pbx: Asterisk
) -> None:
    hand_over(driver, caller, outside)
    caller.hang_up()
    outside.wait_idle()
    driver.expect_no_more()
    assert (pbx.channels, pbx.bridges) == (0, 0)


def test_an_internal_number_is_dialled_inside_the_house(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    dial(driver, call, "102")
    driver.expect(TargetAnswered, call=call)
    assert caller.hears("102")
    assert phones["102"].hears("caller")


@pytest.mark.parametrize(
    ("status", "after_s", "reason"),
    [
        (486, 0.0, "busy"),
        (600, 0.0, "busy"),
        (603, 0.3, "declined"),
        (404, 0.0, "bad_number"),
        (484, 0.0, "bad_number"),
        (480, 0.0, "unreachable"),
        (480, 0.3, "no_answer"),
        (503, 0.0, "unreachable"),
    ],
)
def test_a_target_that_refuses_is_told_with_the_reason_and_the_caller_stays(
    driver: Driver, caller: Handset, outside: Handset, status: int, after_s: float, reason: str
) -> None:
    call = arrive(driver, caller)
    outside.will_reject(status, after_s)
    dial(driver, call)
    driver.expect(TargetFailed, call=call, reason=reason)
    driver.order(PlayMusic(call, "queue"))
    assert caller.hears("queue")
    driver.expect_no_more()


@pytest.mark.parametrize(
    ("number", "reason"),
    [("104", "unreachable"), ("199", "bad_number"), ("10A", "bad_number"), ("101@trunk", "bad_number")],
)
def test_a_number_that_asterisk_cannot_dial_fails_at_once(
    driver: Driver, caller: Handset, number: str, reason: str
) -> None:
    call = arrive(driver, caller)
    dial(driver, call, number)
    driver.expect(TargetFailed, within_s=1.0, call=call, reason=reason)
    assert caller.hears("transfer")


def test_nobody_at_the_other_end_of_the_trunk_is_unreachable(driver: Driver, caller: Handset) -> None:
    call = arrive(driver, caller)
    dial(driver, call)
    driver.expect(TargetFailed, within_s=10.0, call=call, reason="unreachable")


def test_a_target_that_does_not_answer_is_released_and_can_be_dialled_again(
    driver: Driver, caller: Handset, outside: Handset
) -> None:
    call = arrive(driver, caller)
    outside.will_ring()
    dial(driver, call)
    outside.wait_ringing()
    driver.order(Release(call, "target"), PlayMusic(call, "queue"))
    outside.wait_idle()
    assert caller.hears("queue")
    driver.expect_no_more()
    outside.will_answer()
    dial(driver, call)
    driver.expect(TargetAnswered, call=call)
    assert caller.hears("outside")


def test_a_target_that_answers_in_the_moment_it_is_given_up_talks_on(
    driver: Driver, caller: Handset, outside: Handset, phones: Phones
) -> None:
    call = hand_over(driver, caller, outside)
    driver.order(Release(call, "target"), PlayMusic(call, "queue"))
    ring(driver, call)
    assert caller.hears("outside")
    assert outside.hears("caller")
    assert phones["101"].calls == 0
    caller.hang_up()
    outside.wait_idle()
    driver.expect_no_more()


def test_dialling_twice_is_done_once(driver: Driver, caller: Handset, outside: Handset) -> None:
    call = arrive(driver, caller)
    outside.will_ring()
    dial(driver, call)
    dial(driver, call)
    outside.wait_ringing()
    outside.answer()
    driver.expect(TargetAnswered)
    dial(driver, call)
    assert caller.hears("outside")
    assert outside.calls == 1


def test_the_caller_gives_up_while_the_target_rings_and_it_stops(
    driver: Driver, caller: Handset, outside: Handset
) -> None:
    call = arrive(driver, caller)
    outside.will_ring()
    dial(driver, call)
    outside.wait_ringing()
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    outside.wait_idle()
    driver.expect_no_more()


def test_a_transfer_to_an_agent_rings_his_phone_while_the_caller_hears_music(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    phones["102"].will_ring()
    driver.order(PlayMusic(call, "transfer"), Release(call, "anna"))
    ring(driver, call, "bengt", "102")
    phones["102"].wait_ringing()
    assert caller.hears("transfer")
    phones["102"].answer()
    driver.expect(PhoneAnswered, ringing="bengt", call=call)
    driver.order(Connect(call, "bengt"))
    assert caller.hears("102")
    assert phones["102"].hears("caller")


def test_the_hold_button_of_the_phone_plays_music_and_tells_nothing(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    phones["101"].hold()
    assert caller.hears("default")
    phones["101"].hold(on=False)
    assert caller.hears("101")
    driver.expect_no_more()
    phones["101"].hang_up()
    driver.expect(PhoneHungUp, call=call)


def test_the_transfer_button_of_the_phone_is_refused_and_the_talk_goes_on(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    assert phones["101"].transfer("102") == 202
    until(lambda: any("503" in body for body in phones["101"].call.notified), "the phone's notice of failure")
    assert caller.hears("101")
    assert phones["101"].hears("caller")
    assert phones["102"].calls == 0
    driver.expect_no_more()
