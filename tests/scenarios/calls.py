"""The scenarios: short stories of callers, agents and phones, to be played on any stage."""

from __future__ import annotations

from collections.abc import Callable

from benedesk.core import events as e
from benedesk.core import inputs as i

from .stage import (
    ANSWERS,
    AWAY,
    BUSY,
    DECLINES,
    NO_SUCH,
    NOBODY,
    NUMBERS,
    OUTSIDE,
    RINGS_ON,
    WRONG_NUMBER,
    Behaviour,
    Stage,
    on_duty,
    rings_out_soon,
)  # fmt: skip

SCENARIOS: list[Callable[[Stage], None]] = []


def scenario(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
    SCENARIOS.append(play)
    return play


def ann_talks(stage: Stage) -> None:
    """Ann is on duty and has just answered the caller."""
    stage.phone("ann", ANSWERS)
    on_duty(stage, "ann")
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")


def transferred(stage: Stage, target: str, behaviour: Behaviour) -> None:
    """Ann sends her caller to `target`; whatever is outside behaves so, and Ann's phone rings on."""
    ann_talks(stage)
    stage.phone("outside", behaviour)
    stage.phone("ann", RINGS_ON)
    stage.take(i.TransferCall("ann", "caller", target))


def returned(stage: Stage) -> None:
    """The transfer failed: the call is back in the queue and Ann's phone rings for it again (R15)."""
    stage.until(e.CallReturned)
    stage.until(e.CallOffered)
    stage.hears("caller", "queue music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


# -- arriving and being answered -------------------------------------------------------------------


@scenario
def the_caller_ends_the_talk(stage: Stage) -> None:
    ann_talks(stage)
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def the_agents_phone_ends_the_talk(stage: Stage) -> None:
    ann_talks(stage)
    stage.phone_hangs_up("ann")
    stage.until_all_is_over()


@scenario
def the_panel_ends_the_talk(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HangUpCall("ann", "caller"))
    stage.until_all_is_over()


@scenario
def the_caller_gives_up_in_an_empty_queue(stage: Stage) -> None:
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallArrived)
    stage.hears("caller", "queue music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def the_caller_gives_up_while_a_phone_rings(stage: Stage) -> None:
    on_duty(stage, "ann")
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallOffered)
    stage.hears("caller", "queue music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_closed_queue_turns_the_caller_away(stage: Stage) -> None:
    stage.calls("caller", NUMBERS["night"])
    stage.until(e.CallTurnedAway)


@scenario
def a_number_that_is_no_queue_turns_the_caller_away(stage: Stage) -> None:
    stage.calls("caller", "0992451999")
    stage.until(e.CallTurnedAway)


@scenario
def an_offer_rings_out_and_the_next_agent_takes_it(stage: Stage) -> None:
    rings_out_soon(stage, offers=True)
    stage.phone("ann", RINGS_ON)
    stage.phone("bo", ANSWERS)
    on_duty(stage, "ann", "bo")
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallConnected)
    stage.hears("caller", "agent bo")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


def _next_agent_takes_it(stage: Stage, behaviour: Behaviour) -> None:
    stage.phone("ann", behaviour)
    stage.phone("bo", ANSWERS)
    on_duty(stage, "ann", "bo")
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.OfferFailed)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent bo")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_declined_offer_goes_to_the_next_agent(stage: Stage) -> None:
    _next_agent_takes_it(stage, DECLINES)


@scenario
def a_busy_phone_passes_the_offer_on(stage: Stage) -> None:
    _next_agent_takes_it(stage, BUSY)


@scenario
def a_phone_that_is_away_passes_the_offer_on(stage: Stage) -> None:
    _next_agent_takes_it(stage, AWAY)


@scenario
def a_phone_that_is_not_signed_in_passes_the_offer_on(stage: Stage) -> None:
    stage.phone("bo", ANSWERS)
    on_duty(stage, "dora", "bo")
    stage.calls("caller", NUMBERS["sales"])
    stage.until(e.CallConnected)
    stage.hears("caller", "agent bo")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def the_second_caller_waits_until_the_agent_is_free(stage: Stage) -> None:
    ann_talks(stage)
    stage.calls("caller2", NUMBERS["support"])
    stage.until(e.CallArrived)
    stage.hears("caller2", "queue music")
    stage.take(i.HangUpCall("ann", "caller"))
    stage.until(e.CallConnected)
    stage.hears("caller2", "agent ann")
    stage.caller_hangs_up("caller2")
    stage.until_all_is_over()


# -- hold ------------------------------------------------------------------------------------------


@scenario
def a_held_call_is_offered_again_and_taken(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HoldCall("ann", "caller"))
    stage.hears("caller", "hold music")
    stage.take(i.UnholdCall("ann", "caller"))
    stage.until(e.CallOffered)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")
    stage.take(i.HangUpCall("ann", "caller"))
    stage.until_all_is_over()


@scenario
def a_held_call_that_is_not_taken_again_goes_to_the_queue(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HoldCall("ann", "caller"))
    stage.hears("caller", "hold music")
    rings_out_soon(stage, offers=True)
    stage.phone("ann", RINGS_ON)
    stage.take(i.UnholdCall("ann", "caller"))
    stage.until(e.OfferFailed)
    stage.hears("caller", "queue music")
    stage.phone("bo", ANSWERS)
    on_duty(stage, "bo")
    stage.until(e.CallConnected)
    stage.hears("caller", "agent bo")
    stage.phone_hangs_up("bo")
    stage.until_all_is_over()


@scenario
def the_caller_gives_up_on_hold(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HoldCall("ann", "caller"))
    stage.hears("caller", "hold music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_held_call_is_hung_up(stage: Stage) -> None:
    ann_talks(stage)
    stage.take(i.HoldCall("ann", "caller"))
    stage.hears("caller", "hold music")
    stage.take(i.HangUpCall("ann", "caller"))
    stage.until_all_is_over()


# -- transfer --------------------------------------------------------------------------------------


@scenario
def a_transfer_to_another_queue_is_answered_there(stage: Stage) -> None:
    ann_talks(stage)
    stage.phone("cy", ANSWERS)
    stage.phone("ann", RINGS_ON)
    stage.take(i.SetReceiving("ann", on=False))
    on_duty(stage, "cy")
    stage.take(i.TransferCall("ann", "caller", "Tuki"))
    stage.until(e.CallMoved)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent cy")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_transfer_to_an_outside_number_is_answered(stage: Stage) -> None:
    transferred(stage, OUTSIDE, ANSWERS)
    stage.until_all_is_over()
    stage.hears("caller", "target")
    stage.target_hangs_up("caller")


@scenario
def a_transfer_to_an_outside_number_is_not_answered(stage: Stage) -> None:
    rings_out_soon(stage, transfers=True)
    transferred(stage, OUTSIDE, RINGS_ON)
    returned(stage)


@scenario
def a_transfer_to_a_busy_number_returns(stage: Stage) -> None:
    transferred(stage, OUTSIDE, BUSY)
    returned(stage)


@scenario
def a_declined_transfer_returns(stage: Stage) -> None:
    transferred(stage, OUTSIDE, DECLINES)
    returned(stage)


@scenario
def a_transfer_to_a_number_that_is_away_returns(stage: Stage) -> None:
    transferred(stage, OUTSIDE, AWAY)
    returned(stage)


@scenario
def a_transfer_to_a_wrong_number_returns(stage: Stage) -> None:
    transferred(stage, OUTSIDE, WRONG_NUMBER)
    returned(stage)


@scenario
def a_transfer_to_a_phone_that_is_not_signed_in_returns(stage: Stage) -> None:
    transferred(stage, NOBODY, RINGS_ON)
    returned(stage)


@scenario
def a_transfer_to_an_internal_number_that_does_not_exist_returns(stage: Stage) -> None:
    transferred(stage, NO_SUCH, RINGS_ON)
    returned(stage)


@scenario
def the_caller_gives_up_while_the_target_rings(stage: Stage) -> None:
    transferred(stage, OUTSIDE, RINGS_ON)
    stage.hears("caller", "transfer music")
    stage.caller_hangs_up("caller")
    stage.until_all_is_over()


@scenario
def a_transfer_to_a_colleague_is_answered(stage: Stage) -> None:
    stage.phone("bo", ANSWERS)
    transferred(stage, "102", RINGS_ON)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent bo")
    stage.phone_hangs_up("bo")
    stage.until_all_is_over()


@scenario
def a_transfer_to_a_colleague_is_not_answered(stage: Stage) -> None:
    rings_out_soon(stage, transfers=True)
    stage.phone("bo", RINGS_ON)
    transferred(stage, "102", RINGS_ON)
    returned(stage)


@scenario
def a_transfer_to_a_colleague_is_declined(stage: Stage) -> None:
    stage.phone("bo", DECLINES)
    transferred(stage, "102", RINGS_ON)
    returned(stage)


@scenario
def a_returned_call_is_answered_and_transferred_again(stage: Stage) -> None:
    rings_out_soon(stage, transfers=True)
    ann_talks(stage)
    stage.phone("outside", RINGS_ON)
    stage.take(i.TransferCall("ann", "caller", OUTSIDE))
    stage.until(e.CallReturned)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")
    stage.phone("outside", ANSWERS)
    stage.take(i.TransferCall("ann", "caller", OUTSIDE))
    stage.until_all_is_over()
    stage.hears("caller", "target")
    stage.target_hangs_up("caller")


# -- the desk loses its PBX for a while ------------------------------------------------------------


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
