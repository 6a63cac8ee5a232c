"""Scenarios in which an agent calls out: answered and what follows, not answered, given up, cut off."""

from __future__ import annotations

from benedesk.core import events as e
from benedesk.core import inputs as i

from tests.lab.stage.stage import (
    ANSWERS,
    AWAY,
    BUSY,
    DECLINES,
    NO_SUCH,
    NOBODY,
    NUMBERS,
    OUTSIDE,
    PLACED,
    RINGS_ON,
    WRONG_NUMBER,
    Behaviour,
    Stage,
    on_duty,
)

from .calls import ann_talks, scenario


def ann_calls(stage: Stage, ann: Behaviour, other: Behaviour, number: str = OUTSIDE) -> None:
    """Ann calls out; her phone and the other's do that."""
    stage.phone("ann", ann)
    stage.phone("outside", other)
    stage.take(i.PlaceCall("ann", number, "sales", "Huolto Oy"))
    stage.until(e.CallPlaced)


def the_other_rings(stage: Stage) -> None:
    ann_calls(stage, ANSWERS, RINGS_ON)
    stage.phone_rings("outside")


def ann_talks_out(stage: Stage) -> None:
    ann_calls(stage, ANSWERS, ANSWERS)
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent ann")


# -- answered --------------------------------------------------------------------------------------


@scenario
def a_placed_call_is_ended_by_the_other(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


@scenario
def a_placed_call_is_ended_by_the_agents_phone(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.phone_hangs_up("ann")
    stage.until_all_is_over()


@scenario
def a_placed_call_is_ended_by_the_panel(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until_all_is_over()


@scenario
def a_placed_call_is_held_and_taken_again(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.take(i.HoldCall("ann", PLACED))
    stage.hears(PLACED, "hold music")
    stage.take(i.UnholdCall("ann", PLACED))
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent ann")
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until_all_is_over()


@scenario
def the_other_gives_up_on_hold(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.take(i.HoldCall("ann", PLACED))
    stage.hears(PLACED, "hold music")
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


@scenario
def a_placed_call_is_transferred_to_a_colleague(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.phone("bo", ANSWERS)
    stage.take(i.TransferCall(agent="ann", call=PLACED, target="102"))
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent bo")
    stage.phone_hangs_up("bo")
    stage.until_all_is_over()


@scenario
def a_placed_call_whose_transfer_fails_comes_back(stage: Stage) -> None:
    on_duty(stage, "ann")
    ann_talks_out(stage)
    stage.phone("bo", DECLINES)
    stage.take(i.TransferCall(agent="ann", call=PLACED, target="102"))
    stage.until(e.CallReturned)
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent ann")
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


@scenario
def a_placed_call_is_sent_to_a_queue(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.take(i.TransferCall(agent="ann", call=PLACED, target="Tuki"))
    stage.hears(PLACED, "queue music")
    stage.phone("cy", ANSWERS)
    on_duty(stage, "cy")
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent cy")
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


@scenario
def a_caller_waits_while_the_agent_calls_out(stage: Stage) -> None:
    on_duty(stage, "ann")
    ann_talks_out(stage)
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallArrived)
    stage.hears("caller", "queue music")
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def after_a_call_the_agent_calls_out(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.SetReceiving("ann", on=False))
    stage.take(i.HangUpCall("ann", "caller"))
    stage.until_all_is_over()
    ann_talks_out(stage)
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


# -- the agent's phone does not take it ------------------------------------------------------------


def _ann_does_not_take_it(stage: Stage, behaviour: Behaviour) -> None:
    ann_calls(stage, behaviour, ANSWERS)
    stage.until_all_is_over()


@scenario
def the_agent_declines_her_own_call(stage: Stage) -> None:
    _ann_does_not_take_it(stage, DECLINES)


@scenario
def the_agents_phone_is_busy(stage: Stage) -> None:
    _ann_does_not_take_it(stage, BUSY)


@scenario
def the_agents_phone_is_away(stage: Stage) -> None:
    _ann_does_not_take_it(stage, AWAY)


@scenario
def the_agent_does_not_lift_her_phone(stage: Stage) -> None:
    ann_calls(stage, RINGS_ON, ANSWERS)
    stage.phone_rings("ann")
    stage.time_is_up(PLACED)
    stage.until_all_is_over()


@scenario
def the_agent_calls_off_before_her_phone_is_lifted(stage: Stage) -> None:
    ann_calls(stage, RINGS_ON, ANSWERS)
    stage.phone_rings("ann")
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until_all_is_over()


# -- the other is not reached ----------------------------------------------------------------------


def _nobody_is_reached(stage: Stage, behaviour: Behaviour, number: str = OUTSIDE) -> None:
    ann_calls(stage, ANSWERS, behaviour, number)
    stage.until_all_is_over()


@scenario
def the_number_called_is_busy(stage: Stage) -> None:
    _nobody_is_reached(stage, BUSY)


@scenario
def the_other_declines(stage: Stage) -> None:
    _nobody_is_reached(stage, DECLINES)


@scenario
def the_other_is_away(stage: Stage) -> None:
    _nobody_is_reached(stage, AWAY)


@scenario
def the_number_called_is_wrong(stage: Stage) -> None:
    _nobody_is_reached(stage, WRONG_NUMBER)


@scenario
def the_number_called_belongs_to_a_phone_that_is_not_signed_in(stage: Stage) -> None:
    _nobody_is_reached(stage, RINGS_ON, NOBODY)


@scenario
def the_house_does_not_have_the_number_called(stage: Stage) -> None:
    _nobody_is_reached(stage, RINGS_ON, NO_SUCH)


@scenario
def the_other_does_not_answer(stage: Stage) -> None:
    the_other_rings(stage)
    stage.time_is_up(PLACED)
    stage.until_all_is_over()


@scenario
def the_agent_hangs_up_before_the_other_answers(stage: Stage) -> None:
    the_other_rings(stage)
    stage.phone_hangs_up("ann")
    stage.until_all_is_over()


@scenario
def the_agent_calls_off_before_the_other_answers(stage: Stage) -> None:
    the_other_rings(stage)
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until_all_is_over()


# -- the desk loses its PBX ------------------------------------------------------------------------


@scenario
def a_placed_call_goes_on_when_the_connection_was_lost_while_the_agents_phone_rang(stage: Stage) -> None:
    ann_calls(stage, RINGS_ON, ANSWERS)
    stage.phone_rings("ann")
    stage.away()
    stage.back()
    stage.phone_answers("ann")
    stage.until(e.CallConnected)
    stage.hears(PLACED, "agent ann")
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()


@scenario
def a_placed_call_goes_on_when_the_connection_was_lost_while_the_other_rang(stage: Stage) -> None:
    the_other_rings(stage)
    stage.away()
    stage.back()
    stage.take(i.HangUpCall("ann", PLACED))
    stage.until_all_is_over()


@scenario
def an_agent_who_hung_up_while_the_desk_was_away_has_no_call_any_more(stage: Stage) -> None:
    the_other_rings(stage)
    stage.away()
    stage.phone_hangs_up("ann")
    stage.back()
    stage.until_all_is_over()


@scenario
def a_placed_call_that_is_called_off_while_the_desk_is_away_does_not_go_on(stage: Stage) -> None:
    the_other_rings(stage)
    stage.away()
    stage.take(i.HangUpCall("ann", PLACED))
    stage.back()
    stage.until_all_is_over()


@scenario
def a_placed_talk_outlives_a_lost_connection(stage: Stage) -> None:
    ann_talks_out(stage)
    stage.away()
    stage.back()
    stage.hears(PLACED, "agent ann")
    stage.take(i.HoldCall("ann", PLACED))
    stage.hears(PLACED, "hold music")
    stage.caller_hangs_up(PLACED)
    stage.until_all_is_over()
