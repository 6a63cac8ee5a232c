"""An agent calls out: whose phone rings when, who hears whom, and how it can end."""

from __future__ import annotations

import pytest
from benedesk.core.effects import Connect, DialTarget, HangUp, PlayMusic, Release, RingAgent
from benedesk.core.inputs import (
    CallerHungUp,
    PbxSynced,
    PhoneAnswered,
    PhoneFailed,
    PhoneHungUp,
    TargetAnswered,
    TargetFailed,
)

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import Phones
from tests.lab.asterisk.moves_out import CALL, NUMBER, SHOWN, all_is_over, dialling, place, talking
from tests.lab.loop import until

pytestmark = pytest.mark.asterisk


def test_the_agents_phone_rings_first_then_the_others_and_then_both_hear_each_other(
    driver: Driver, phones: Phones, outside: Handset
) -> None:
    driver.expect(PbxSynced, lines=())
    phones["101"].will_ring()
    outside.will_ring()
    place(driver)
    phones["101"].wait_ringing()
    assert f"<sip:{NUMBER}@" in phones["101"].call.caller_id
    driver.expect_no_more()
    assert outside.calls == 0
    phones["101"].answer()
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    outside.wait_ringing()
    invite = outside.call.invite
    assert invite
    assert invite.start.startswith(f"INVITE sip:{NUMBER}@")
    assert f"<sip:{SHOWN}@" in outside.call.caller_id
    assert phones["101"].hears("ringing")
    driver.expect_no_more()
    outside.answer()
    driver.expect(TargetAnswered, call=CALL)
    assert outside.hears("101")
    assert phones["101"].hears("outside")
    driver.expect_no_more()


def test_a_placed_call_is_held_taken_again_and_handed_over_like_any_other(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    talking(driver, phones, outside)
    driver.order(PlayMusic(CALL, "hold"), Release(CALL, "anna"))
    phones["101"].wait_idle()
    assert outside.hears("hold")
    driver.order(
        RingAgent(call=CALL, ringing="anna", agent="anna", phone="101", caller=NUMBER, caller_name="")
    )
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    driver.order(Connect(CALL, "anna"))
    assert outside.hears("101")
    driver.order(
        PlayMusic(CALL, "transfer"),
        Release(CALL, "anna"),
        DialTarget(call=CALL, ringing="target", number="102", caller=NUMBER, caller_name=""),
    )
    driver.expect(TargetAnswered, call=CALL)
    assert outside.hears("102")
    assert phones["102"].hears("outside")
    phones["102"].hang_up()
    all_is_over(driver, phones, outside, pbx)


def test_a_placed_call_goes_on_to_another_agent(driver: Driver, phones: Phones, outside: Handset) -> None:
    talking(driver, phones, outside)
    driver.order(PlayMusic(CALL, "transfer"), Release(CALL, "anna"))
    driver.order(
        RingAgent(call=CALL, ringing="bengt", agent="bengt", phone="102", caller=NUMBER, caller_name="")
    )
    driver.expect(PhoneAnswered, ringing="bengt", call=CALL)
    driver.order(Connect(CALL, "bengt"))
    assert outside.hears("102")
    assert phones["102"].hears("outside")


def test_a_number_of_the_house_is_dialled_inside_it(driver: Driver, phones: Phones) -> None:
    driver.expect(PbxSynced, lines=())
    place(driver, "102")
    driver.expect(PhoneAnswered)
    driver.expect(TargetAnswered)
    assert phones["102"].hears("101")
    assert phones["101"].hears("102")


def test_the_other_hangs_up(driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk) -> None:
    talking(driver, phones, outside)
    outside.hang_up()
    driver.expect(CallerHungUp, call=CALL)
    all_is_over(driver, phones, outside, pbx)


def test_the_other_hangs_up_on_hold(driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk) -> None:
    talking(driver, phones, outside)
    driver.order(PlayMusic(CALL, "hold"), Release(CALL, "anna"))
    assert outside.hears("hold")
    outside.hang_up()
    driver.expect(CallerHungUp, call=CALL)
    all_is_over(driver, phones, outside, pbx)


def test_the_agent_hangs_up_and_the_desk_ends_it(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    talking(driver, phones, outside)
    phones["101"].hang_up()
    driver.expect(PhoneHungUp, ringing="anna", call=CALL)
    driver.order(HangUp(CALL))
    all_is_over(driver, phones, outside, pbx)


@pytest.mark.parametrize(
    ("status", "after_s", "reason"),
    [(486, 0.0, "busy"), (603, 0.3, "declined"), (480, 0.0, "unreachable"), (480, 0.3, "no_answer")],
)
def test_the_agents_phone_does_not_take_it_and_nobody_is_dialled(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk, status: int, after_s: float, reason: str
) -> None:
    driver.expect(PbxSynced, lines=())
    phones["101"].will_reject(status, after_s)
    place(driver)
    driver.expect(PhoneFailed, ringing="anna", call=CALL, reason=reason)
    all_is_over(driver, phones, outside, pbx)
    assert outside.calls == 0


def test_a_phone_that_is_not_signed_in_fails_at_once(driver: Driver) -> None:
    driver.expect(PbxSynced, lines=())
    place(driver, phone="104")
    driver.expect(PhoneFailed, within_s=1.0, ringing="anna", call=CALL, reason="unreachable")
    driver.expect_no_more()


@pytest.mark.parametrize(
    ("status", "after_s", "reason"),
    [
        (486, 0.0, "busy"),
        (603, 0.3, "declined"),
        (404, 0.0, "bad_number"),
        (503, 0.0, "unreachable"),
        (480, 0.3, "no_answer"),
    ],
)
def test_the_other_is_not_reached_and_the_agents_phone_is_free(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk, status: int, after_s: float, reason: str
) -> None:
    driver.expect(PbxSynced, lines=())
    outside.will_reject(status, after_s)
    place(driver)
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    driver.expect(TargetFailed, call=CALL, reason=reason)
    all_is_over(driver, phones, outside, pbx)


@pytest.mark.parametrize(
    ("number", "reason"), [("104", "unreachable"), ("199", "bad_number"), ("1x", "bad_number")]
)
def test_a_number_that_asterisk_cannot_dial_fails_when_the_agent_has_answered(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk, number: str, reason: str
) -> None:
    driver.expect(PbxSynced, lines=())
    place(driver, number)
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    driver.expect(TargetFailed, within_s=1.0, call=CALL, reason=reason)
    all_is_over(driver, phones, outside, pbx)


def test_the_agent_gives_up_while_the_other_rings(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    phones["101"].hang_up()
    driver.expect(PhoneHungUp, ringing="anna", call=CALL)
    all_is_over(driver, phones, outside, pbx)


def test_the_desk_ends_it_while_the_agents_phone_rings(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    driver.expect(PbxSynced, lines=())
    phones["101"].will_ring()
    place(driver)
    phones["101"].wait_ringing()
    driver.order(HangUp(CALL))
    all_is_over(driver, phones, outside, pbx)
    assert outside.calls == 0


def test_the_desk_ends_it_while_the_other_rings(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.order(HangUp(CALL))
    all_is_over(driver, phones, outside, pbx)


def test_placing_twice_is_done_once(driver: Driver, phones: Phones, outside: Handset) -> None:
    driver.expect(PbxSynced, lines=())
    outside.will_ring()
    place(driver)
    place(driver)
    driver.expect(PhoneAnswered)
    outside.wait_ringing()
    place(driver)
    outside.answer()
    driver.expect(TargetAnswered)
    place(driver)
    assert outside.hears("101")
    driver.expect_no_more()
    assert (phones["101"].calls, outside.calls) == (1, 1)


def test_the_transfer_button_of_the_agents_phone_is_refused_and_the_talk_goes_on(
    driver: Driver, phones: Phones, outside: Handset
) -> None:
    talking(driver, phones, outside)
    phones["101"].transfer("102")
    until(lambda: any("503" in body for body in phones["101"].call.notified), "the phone's notice of failure")
    assert outside.hears("101")
    assert phones["102"].calls == 0
    driver.expect_no_more()


def test_the_transfer_button_of_a_called_phone_of_the_house_is_refused_too(
    driver: Driver, phones: Phones
) -> None:
    driver.expect(PbxSynced, lines=())
    place(driver, "102")
    driver.expect(PhoneAnswered)
    driver.expect(TargetAnswered)
    assert phones["101"].hears("102")
    phones["102"].transfer("103")
    until(lambda: any("503" in body for body in phones["102"].call.notified), "the phone's notice of failure")
    assert phones["101"].hears("102")
    assert phones["103"].calls == 0
    driver.expect_no_more()
