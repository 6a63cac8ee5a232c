"""Scenarios in which the desk loses its PBX for a while."""

from __future__ import annotations

from benedesk.core import events as e
from benedesk.core import inputs as i

from tests.lab.stage.stage import OUTSIDE, RINGS_ON, Stage

from .calls import ann_talks, scenario, transferred


@scenario
def a_talk_outlives_a_lost_connection(stage: Stage) -> None:
    ann_talks(stage)
    stage.away()
    stage.back()
    stage.hears("caller", "agent ann")
    stage.phone_hangs_up("ann")
    stage.until_all_is_over()


@scenario
def a_caller_who_left_while_the_desk_was_away_is_gone(stage: Stage) -> None:
    ann_talks(stage)
    stage.away()
    stage.caller_hangs_up("caller")
    stage.back()
    stage.until_all_is_over()


@scenario
def a_caller_whose_agent_left_while_the_desk_was_away_is_back_in_the_queue(stage: Stage) -> None:
    ann_talks(stage)
    stage.phone("ann", RINGS_ON)
    stage.take(i.SetReceiving("ann", on=False))
    stage.away()
    stage.phone_hangs_up("ann")
    stage.back()
    stage.until(e.CallMoved)
    stage.hears("caller", "queue music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_transfer_under_way_outlives_a_lost_connection(stage: Stage) -> None:
    transferred(stage, OUTSIDE, RINGS_ON)
    stage.hears("caller", "transfer music")
    stage.away()
    stage.back()
    stage.hears("caller", "transfer music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_held_call_outlives_a_lost_connection(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HoldCall("ann", "caller"))
    stage.hears("caller", "hold music")
    stage.away()
    stage.back()
    stage.hears("caller", "hold music")
    stage.take(i.UnholdCall("ann", "caller"))
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_call_hung_up_while_the_desk_was_away_does_not_come_back(stage: Stage) -> None:
    ann_talks(stage)
    stage.away()
    stage.take(i.HangUpCall("ann", "caller"))
    stage.back()
    stage.until_all_is_over()
