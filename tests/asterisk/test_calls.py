"""The port by itself on a real Asterisk: orders in, what is told out, and who hears whom."""

from __future__ import annotations

import pytest
from benedesk.core.effects import Connect, HangUp, PlayMusic, Release
from benedesk.core.inputs import (
    CallerArrived,
    CallerHungUp,
    PbxSynced,
    PhoneAnswered,
    PhoneFailed,
    PhoneHungUp,
)

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import QUEUE, Phones, arrive, connect, ring

pytestmark = pytest.mark.asterisk


def test_a_caller_arrives_with_numbers_and_name_and_is_not_answered_before_the_desk_says_so(
    driver: Driver, caller: Handset
) -> None:
    driver.expect(PbxSynced, lines=())
    caller.dial(QUEUE, "Virtanen Oy")
    arrived = driver.expect(CallerArrived, dialled=QUEUE, caller="0491234567", caller_name="Virtanen Oy")
    driver.expect_no_more()
    assert not caller.talks
    driver.order(PlayMusic(arrived.call, "queue"))
    caller.wait_talking()
    assert caller.hears("queue")


def test_the_number_of_a_caller_who_withholds_it_is_not_told(driver: Driver, caller: Handset) -> None:
    driver.expect(PbxSynced)
    identity = '"Virtanen" <sip:0491234567@operator.example>'
    caller.dial(QUEUE, extra=(f"P-Asserted-Identity: {identity}", "Privacy: id"))
    driver.expect(CallerArrived, caller="", caller_name="")


def test_an_agents_phone_rings_shows_the_caller_and_both_hear_each_other(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    assert caller.hears("queue")
    phones["101"].will_ring()
    ring(driver, call)
    phones["101"].wait_ringing()
    assert '"Virtanen Oy" <sip:+358491234567@' in phones["101"].call.caller_id
    assert caller.hears("queue")
    phones["101"].answer()
    driver.expect(PhoneAnswered, ringing="anna", call=call)
    driver.order(Connect(call, "anna"))
    assert caller.hears("101")
    assert phones["101"].hears("caller")


def test_released_for_hold_the_agent_is_free_and_the_caller_hears_the_hold_music_until_rung_again(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    driver.order(PlayMusic(call, "hold"), Release(call, "anna"))
    phones["101"].wait_idle()
    assert caller.hears("hold")
    driver.expect_no_more()
    connect(driver, call)
    assert caller.hears("101")
    assert phones["101"].hears("caller")
    assert phones["101"].calls == 2


def test_an_agents_phone_stops_ringing_when_it_is_released(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    phones["101"].will_ring()
    ring(driver, call)
    phones["101"].wait_ringing()
    driver.order(Release(call, "anna"))
    phones["101"].wait_idle()
    driver.expect_no_more()
    assert caller.hears("queue")


@pytest.mark.parametrize(
    ("status", "after_s", "reason"),
    [
        (486, 0.0, "busy"),
        (486, 0.3, "busy"),
        (603, 0.3, "declined"),
        (480, 0.0, "unreachable"),
        (480, 0.3, "no_answer"),
    ],
)
def test_an_agents_phone_that_refuses_is_told_with_the_reason(
    driver: Driver, caller: Handset, phones: Phones, status: int, after_s: float, reason: str
) -> None:
    call = arrive(driver, caller)
    phones["101"].will_reject(status, after_s)
    ring(driver, call)
    driver.expect(PhoneFailed, ringing="anna", call=call, reason=reason)
    assert caller.hears("queue")


def test_a_phone_that_is_not_registered_is_unreachable_at_once(driver: Driver, caller: Handset) -> None:
    call = arrive(driver, caller)
    ring(driver, call, phone="104")
    driver.expect(PhoneFailed, within_s=1.0, ringing="anna", call=call, reason="unreachable")


def test_a_phone_without_a_network_is_unreachable_after_six_seconds(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    phones["101"].will_ignore()
    ring(driver, call)
    driver.expect(PhoneFailed, within_s=10.0, ringing="anna", call=call, reason="unreachable")


def test_the_agents_phone_hangs_up_and_the_caller_stays_until_the_desk_decides(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    phones["101"].hang_up()
    driver.expect(PhoneHungUp, ringing="anna", call=call)
    assert caller.hears()
    driver.order(HangUp(call))
    caller.wait_idle()
    driver.expect_no_more()


def test_hanging_up_ends_every_phone_and_nothing_is_told(
    driver: Driver, caller: Handset, phones: Phones, pbx: Asterisk
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    driver.order(HangUp(call))
    caller.wait_idle()
    phones["101"].wait_idle()
    driver.expect_no_more()
    assert (pbx.channels, pbx.bridges) == (0, 0)


def test_a_call_can_be_turned_away_before_it_was_answered(driver: Driver, caller: Handset) -> None:
    driver.expect(PbxSynced)
    caller.dial(QUEUE)
    driver.order(HangUp(driver.expect(CallerArrived).call))
    caller.wait_idle()
    assert caller.call.status >= 400
    driver.expect_no_more()


def test_the_caller_gives_up_before_anybody_answered_him(driver: Driver, caller: Handset) -> None:
    driver.expect(PbxSynced)
    caller.dial(QUEUE)
    call = driver.expect(CallerArrived).call
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    driver.expect_no_more()


def test_the_caller_gives_up_in_the_queue(driver: Driver, caller: Handset) -> None:
    call = arrive(driver, caller)
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    driver.expect_no_more()


def test_the_caller_gives_up_while_a_phone_rings_and_it_stops(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    phones["101"].will_ring()
    ring(driver, call)
    phones["101"].wait_ringing()
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    phones["101"].wait_idle()
    driver.expect_no_more()


def test_the_caller_hangs_up_a_talk_and_the_agents_phone_ends_with_it(
    driver: Driver, caller: Handset, phones: Phones, pbx: Asterisk
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert phones["101"].hears("caller")
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    phones["101"].wait_idle()
    driver.expect_no_more()
    assert pbx.bridges == 0


def test_the_caller_hangs_up_on_hold(driver: Driver, caller: Handset, phones: Phones) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    driver.order(PlayMusic(call, "hold"), Release(call, "anna"))
    assert caller.hears("hold")
    caller.hang_up()
    driver.expect(CallerHungUp, call=call)
    driver.expect_no_more()


def test_every_order_given_twice_is_done_once(driver: Driver, caller: Handset, phones: Phones) -> None:
    call = arrive(driver, caller)
    driver.order(PlayMusic(call, "queue"))
    ring(driver, call)
    ring(driver, call)
    driver.expect(PhoneAnswered, ringing="anna", call=call)
    driver.order(Connect(call, "anna"), Connect(call, "anna"))
    assert caller.hears("101")
    driver.order(PlayMusic(call, "hold"), PlayMusic(call, "hold"))
    driver.order(Release(call, "anna"), Release(call, "anna"))
    assert caller.hears("hold")
    assert phones["101"].calls == 1
    driver.order(HangUp(call), HangUp(call))
    caller.wait_idle()
    driver.expect_no_more()


def test_orders_for_a_call_that_is_gone_are_dropped(driver: Driver, caller: Handset, phones: Phones) -> None:
    call = arrive(driver, caller)
    caller.hang_up()
    driver.expect(CallerHungUp)
    phones["101"].will_ring()
    ring(driver, call)
    driver.order(PlayMusic(call, "hold"), Connect(call, "anna"), HangUp(call))
    driver.expect_no_more()
    assert phones["101"].calls == 0


def test_two_calls_do_not_disturb_each_other(
    driver: Driver, caller: Handset, new_caller, phones: Phones
) -> None:
    first = arrive(driver, caller)
    other = new_caller("caller2", "0497654321")
    other.dial(QUEUE)
    second = driver.expect(CallerArrived, caller="0497654321").call
    driver.order(PlayMusic(second, "queue"))
    connect(driver, first, "anna", "101")
    connect(driver, second, "bengt", "102")
    assert caller.hears("101")
    assert other.hears("102")
    assert phones["101"].hears("caller")
    assert phones["102"].hears("caller2")
    driver.order(HangUp(first))
    caller.wait_idle()
    assert other.hears("102")
