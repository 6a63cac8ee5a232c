"""An agent calls out, and the connection is lost or the server starts anew meanwhile."""

from __future__ import annotations

import pytest
from benedesk.core.effects import Connect, DialTarget, HangUp, PlayMusic, Release
from benedesk.core.inputs import CallerHungUp, PbxSynced, PhoneAnswered, TargetAnswered, TargetFailed
from benedesk.core.lines import Leg, Line

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import Phones
from tests.lab.asterisk.moves_out import CALL, NUMBER, SHOWN, all_is_over, dialling, place, talking
from tests.lab.loop import until

pytestmark = pytest.mark.asterisk

PLACING = Line(call=CALL, dialled=SHOWN, caller=NUMBER, legs=(Leg("anna"),), placing=True)
RINGS_OUTSIDE = Line(call=CALL, dialled=SHOWN, caller=NUMBER, legs=(Leg("anna", up=True),), placing=True)
TALKING = Line(call=CALL, dialled=SHOWN, caller=NUMBER, legs=(Leg("anna", up=True),))


def test_a_restarted_server_goes_on_with_a_call_for_which_the_agents_phone_rings(
    driver: Driver, phones: Phones, outside: Handset
) -> None:
    driver.expect(PbxSynced, lines=())
    phones["101"].will_ring()
    place(driver)
    phones["101"].wait_ringing()
    driver.restart()
    driver.expect(PbxSynced, lines=(PLACING,))
    phones["101"].answer()
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    driver.expect(TargetAnswered, call=CALL)
    assert f"<sip:{SHOWN}@" in outside.call.caller_id
    assert outside.hears("101")
    assert phones["101"].hears("outside")
    assert (phones["101"].calls, outside.calls) == (1, 1)


def test_a_call_whose_other_rings_goes_on_after_a_lost_connection(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.cut()
    driver.expect(PbxSynced, lines=(RINGS_OUTSIDE,))
    assert phones["101"].hears("ringing")
    place(driver)
    outside.answer()
    driver.expect(TargetAnswered, call=CALL)
    assert phones["101"].hears("outside")
    assert outside.calls == 1
    outside.hang_up()
    driver.expect(CallerHungUp, call=CALL)
    all_is_over(driver, phones, outside, pbx)


def test_the_other_who_declines_after_a_restart_is_told(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.restart()
    driver.expect(PbxSynced, lines=(RINGS_OUTSIDE,))
    outside.hang_up(603)
    driver.expect(TargetFailed, call=CALL, reason="declined")
    all_is_over(driver, phones, outside, pbx)


def test_an_agent_who_gave_up_meanwhile_leaves_nothing_behind(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.stop()
    phones["101"].hang_up()
    until(lambda: pbx.channels == 1, "the hang-up")
    driver.restart()
    driver.expect(PbxSynced, lines=())
    all_is_over(driver, phones, outside, pbx)


def test_another_who_failed_meanwhile_leaves_nothing_behind(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.stop()
    outside.hang_up(486)
    until(lambda: pbx.channels == 1, "the refusal")
    driver.restart()
    driver.expect(PbxSynced, lines=())
    all_is_over(driver, phones, outside, pbx)


def test_a_placed_talk_is_found_again_as_a_call_like_any_other(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    talking(driver, phones, outside)
    driver.restart()
    driver.expect(PbxSynced, lines=(TALKING,))
    driver.order(Connect(CALL, "anna"))
    assert outside.hears("101")
    driver.order(PlayMusic(CALL, "hold"), Release(CALL, "anna"))
    assert outside.hears("hold")
    driver.restart()
    driver.expect(PbxSynced, lines=(Line(call=CALL, dialled=SHOWN, caller=NUMBER),))
    outside.hang_up()
    driver.expect(CallerHungUp, call=CALL)
    all_is_over(driver, phones, outside, pbx)


def test_a_placed_call_that_was_handed_over_is_known_as_such_after_a_restart(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    talking(driver, phones, outside)
    driver.order(
        PlayMusic(CALL, "transfer"),
        Release(CALL, "anna"),
        DialTarget(call=CALL, ringing="target", number="102", caller=NUMBER, caller_name=""),
    )
    driver.expect(TargetAnswered, call=CALL)
    assert outside.hears("102")
    driver.restart()
    driver.expect(
        PbxSynced,
        lines=(
            Line(call=CALL, dialled=SHOWN, caller=NUMBER, legs=(Leg("target", up=True),), handed_over=True),
        ),
    )
    phones["102"].hang_up()
    all_is_over(driver, phones, outside, pbx)


def test_a_call_whose_hang_up_was_not_heard_is_told_when_the_connection_is_back_and_ended_then(
    driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk
) -> None:
    dialling(driver, phones, outside)
    driver.cut()
    driver.order(HangUp(CALL))
    (line,) = driver.expect(PbxSynced).lines
    assert (line.call, line.placing) == (CALL, True)
    driver.order(HangUp(CALL))
    all_is_over(driver, phones, outside, pbx)
