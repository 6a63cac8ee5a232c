"""Connections break, servers restart, Asterisk dies: nobody is dropped, and everybody is found again."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import pytest
from benedesk.core.effects import Connect, DialTarget, HangUp, PlayMusic, Release
from benedesk.core.inputs import (
    CallerArrived,
    CallerHungUp,
    PbxLost,
    PbxSynced,
    PhoneAnswered,
    PhoneHungUp,
    TargetAnswered,
)
from benedesk.core.lines import Leg, Line

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.driver import Driver
from tests.lab.asterisk.handset import Handset
from tests.lab.asterisk.moves import QUEUE, Phones, arrive, connect, ring
from tests.lab.loop import Loop, until

pytestmark = pytest.mark.asterisk

NUMBER = "+358491112222"


def only_line(driver: Driver) -> Line:
    (line,) = driver.expect(PbxSynced).lines
    return line


def test_a_talk_goes_on_while_the_connection_is_lost_and_is_followed_again(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    driver.cut()
    line = only_line(driver)
    assert line == Line(call=call, dialled=QUEUE, caller="0491234567", legs=(Leg("anna", up=True),))
    driver.order(Connect(call, "anna"))
    assert caller.hears("101")
    assert phones["101"].hears("caller")
    phones["101"].hang_up()
    driver.expect(PhoneHungUp, call=call)


def test_a_desk_that_forgot_a_talk_finds_it_and_controls_it(
    driver: Driver, caller: Handset, phones: Phones
) -> None:
    call = arrive(driver, caller)
    connect(driver, call)
    driver.restart()
    (leg,) = only_line(driver).legs
    assert (leg.ringing, leg.up, leg.agent) == ("anna", True, "anna")
    driver.order(Connect(call, leg.ringing))
    assert caller.hears("101")
    driver.order(Release(call, leg.ringing), PlayMusic(call, "hold"))
    phones["101"].wait_idle()
    assert caller.hears("hold")


def test_what_happened_while_the_server_was_away_is_seen_when_it_is_back(
    driver: Driver, caller: Handset, phones: Phones, pbx: Asterisk, new_caller: Callable[..., Handset]
) -> None:
    gone = arrive(driver, caller)
    left_alone = new_caller("caller2", "0497654321")
    left_alone.dial(QUEUE)
    call = driver.expect(CallerArrived).call
    driver.order(PlayMusic(call, "queue"))
    connect(driver, call)
    assert left_alone.hears("101")
    driver.stop()
    caller.hang_up()
    phones["101"].hang_up()
    until(lambda: pbx.channels == 1, "both hang-ups")
    driver.restart()
    line = only_line(driver)
    assert (line.call, line.legs) == (call, ())
    assert gone != call
    driver.order(PlayMusic(call, "queue"))
    assert left_alone.hears("queue")


def test_callers_who_dial_while_the_server_is_away_are_let_in_with_how_long_they_have_waited(
    driver: Driver, new_caller: Callable[..., Handset]
) -> None:
    driver.stop()
    numbers = [f"049765432{nth}" for nth in range(4)]
    dialled_at, in_at = [], []
    for number in numbers:
        dials = new_caller("caller", number)
        dialled_at.append(monotonic())
        dials.dial(QUEUE)
        dials.wait_talking()  # with the dialplan's music
        in_at.append(monotonic())
    driver.restart()
    driver.expect(PbxSynced)
    arrived = [driver.expect(CallerArrived) for _ in numbers]
    assert all(told.waited_s > 0 for told in arrived), "since the dialplan first had them"
    again_at = monotonic()
    driver.restart()
    lines = sorted(driver.expect(PbxSynced).lines, key=lambda line: -line.waited_s)
    seen_at = monotonic()
    assert [line.caller for line in lines] == numbers
    for line, dialled, came_in in zip(lines, dialled_at, in_at, strict=True):
        assert again_at - came_in < line.waited_s < seen_at - dialled, "to the part of a second"


def test_who_dials_while_the_server_is_gone_for_good_is_put_through_to_somebody_else(
    driver: Driver, caller: Handset, outside: Handset, pbx: Asterisk
) -> None:
    driver.stop()
    away_s = pbx.cli("dialplan show globals").split("AWAY_S=")[1].split()[0]
    outside.will_answer()
    caller.dial(QUEUE)
    caller.wait_talking()
    assert caller.hears("queue")
    pbx.cli("dialplan set global AWAY_S 1")
    try:
        outside.wait_talking(timeout_s=10.0)
        assert caller.hears("outside")
    finally:
        pbx.cli(f"dialplan set global AWAY_S {away_s}")


def test_a_restarted_server_finds_callers_waiting_ringing_and_held(
    driver: Driver, caller: Handset, phones: Phones, new_caller: Callable[..., Handset]
) -> None:
    waiting = arrive(driver, caller)
    other = new_caller("caller2", "0497654321")
    other.dial(QUEUE, "Mäkinen")
    ringing = driver.expect(CallerArrived).call
    driver.order(PlayMusic(ringing, "queue"))
    phones["101"].will_ring()
    ring(driver, ringing)
    phones["101"].wait_ringing()
    driver.restart()
    lines = {line.call: line for line in driver.expect(PbxSynced).lines}
    assert lines == {
        waiting: Line(call=waiting, dialled=QUEUE, caller="0491234567"),
        ringing: Line(
            call=ringing, dialled=QUEUE, caller="0497654321", caller_name="Mäkinen", legs=(Leg("anna"),)
        ),
    }
    assert caller.hears("queue")
    ring(driver, ringing)
    phones["101"].answer()
    driver.expect(PhoneAnswered, ringing="anna", call=ringing)
    driver.order(Connect(ringing, "anna"))
    assert other.hears("101")
    assert phones["101"].calls == 1
    driver.order(PlayMusic(waiting, "hold"))
    assert caller.hears("hold")
    caller.hang_up()
    driver.expect(CallerHungUp, call=waiting)


def test_a_restarted_server_finds_a_transfer_under_way(
    driver: Driver, caller: Handset, outside: Handset
) -> None:
    call = arrive(driver, caller)
    outside.will_ring()
    driver.order(
        PlayMusic(call, "transfer"),
        DialTarget(call=call, ringing="target", number=NUMBER, caller="", caller_name=""),
    )
    outside.wait_ringing()
    driver.restart()
    assert only_line(driver).legs == (Leg("target"),)
    driver.order(DialTarget(call=call, ringing="target", number=NUMBER, caller="", caller_name=""))
    outside.answer()
    driver.expect(TargetAnswered, call=call)
    assert caller.hears("outside")
    assert outside.calls == 1


def test_a_handed_over_call_is_known_as_such_after_a_restart_and_still_ends_on_both_sides(
    driver: Driver, caller: Handset, outside: Handset
) -> None:
    call = arrive(driver, caller)
    driver.order(DialTarget(call=call, ringing="target", number=NUMBER, caller="", caller_name=""))
    driver.expect(TargetAnswered)
    assert caller.hears("outside")
    driver.restart()
    line = only_line(driver)
    assert line.handed_over
    assert line.has_up("target")
    assert caller.hears("outside")
    outside.hang_up()
    caller.wait_idle()
    driver.expect_no_more()


def test_a_handed_over_call_whose_target_left_meanwhile_is_ended_when_the_server_is_back(
    driver: Driver, caller: Handset, outside: Handset, pbx: Asterisk
) -> None:
    call = arrive(driver, caller)
    driver.order(DialTarget(call=call, ringing="target", number=NUMBER, caller="", caller_name=""))
    driver.expect(TargetAnswered)
    assert caller.hears("outside")
    driver.stop()
    outside.hang_up()
    until(lambda: pbx.channels == 1, "the hang-up")
    driver.restart()
    assert only_line(driver).handed_over
    caller.wait_idle()
    driver.expect_no_more()


def test_a_caller_who_comes_while_there_is_no_server_hears_music_and_is_let_in_when_it_is_back(
    driver: Driver, caller: Handset
) -> None:
    driver.expect(PbxSynced)
    driver.stop()
    caller.dial(QUEUE)
    caller.wait_talking()
    assert caller.hears("queue")
    driver.restart()
    driver.expect(PbxSynced, lines=())
    call = driver.expect(CallerArrived, dialled=QUEUE).call
    driver.order(PlayMusic(call, "hold"))
    assert caller.hears("hold")


def test_what_could_not_be_ordered_is_seen_when_the_connection_is_back_and_ordered_then(
    driver: Driver, caller: Handset, phones: Phones, new_caller: Callable[..., Handset]
) -> None:
    ended = arrive(driver, caller)
    other = new_caller("caller2", "0497654321")
    other.dial(QUEUE)
    held = driver.expect(CallerArrived).call
    connect(driver, held)
    assert other.hears("101")
    driver.cut()
    orders = HangUp(ended), PlayMusic(held, "hold"), Release(held, "anna")
    driver.order(*orders)
    lines = {line.call: line for line in driver.expect(PbxSynced).lines}
    assert lines.keys() == {ended, held}
    assert lines[held].has_up("anna")
    driver.order(*orders)
    caller.wait_idle()
    phones["101"].wait_idle()
    assert other.hears("hold")
    driver.expect_no_more()


def test_asterisk_is_killed_in_a_talk_and_everything_works_again_when_it_is_back(
    driver: Driver, caller: Handset, phones: Phones, pbx: Asterisk, new_caller: Callable[..., Handset]
) -> None:
    driver.watch({"anna": "101", "bengt": "104"})
    driver.wait_reachable("anna", True)
    driver.wait_reachable("bengt", False)
    call = arrive(driver, caller)
    connect(driver, call)
    assert caller.hears("101")
    pbx.kill()
    driver.expect(PbxLost)
    driver.reachable.clear()
    pbx.start()
    driver.expect(PbxSynced, within_s=10.0, lines=())
    phones["101"].register()  # as phones do by themselves; an Asterisk that was killed may have forgotten
    driver.wait_reachable("anna", True)
    again = new_caller("caller2", "0497654321")
    again.dial(QUEUE)
    call = driver.expect(CallerArrived).call
    connect(driver, call)
    assert again.hears("101")


def test_phones_are_told_reachable_and_not_as_they_come_and_go(driver: Driver, phones: Phones) -> None:
    driver.watch(
        {"anna": "101", "bengt": "PJSIP/102", "cilla": "104", "dora": "199", "eva": "PJSIP/049@trunk"}
    )
    driver.wait_reachable("anna", True)
    driver.wait_reachable("bengt", True)
    driver.wait_reachable("cilla", False)
    driver.wait_reachable("dora", False)
    assert "eva" not in driver.reachable
    phones["101"].unregister()
    driver.wait_reachable("anna", False)
    phones["101"].register()
    driver.wait_reachable("anna", True)


def test_a_second_server_takes_over_and_the_first_does_not_fight_for_it(
    loop: Loop, driver: Driver, caller: Handset, pbx: Asterisk
) -> None:
    driver.expect(PbxSynced)
    second = Driver(loop, pbx.address)
    second.start()
    second.expect(PbxSynced)
    driver.expect(PbxLost)
    caller.dial(QUEUE)
    second.expect(CallerArrived)
    second.expect_no_more(for_s=1.0)
    driver.expect_no_more()
    second.stop()


def test_a_phone_that_the_administrator_adds_later_is_found(
    driver: Driver, pbx: Asterisk, phones: Phones
) -> None:
    config = pbx.folder / "etc" / "pjsip.conf"
    complete = config.read_text()
    config.write_text(complete.split("[103](phone)")[0])
    pbx.cli("module reload res_pjsip.so")
    try:
        driver.watch({"anna": "103"})
        driver.wait_reachable("anna", False)
    finally:
        config.write_text(complete)
        pbx.cli("module reload res_pjsip.so")
    phones["103"].register()
    driver.wait_reachable("anna", True)
