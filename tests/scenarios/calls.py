"""Scenarios: short stories of callers, agents and phones, to be played on any stage.

Here are those of arriving, answering and hold, and what all of them begin with.
"""

from __future__ import annotations

from collections.abc import Callable

from benedesk.core import events as e
from benedesk.core import inputs as i

from tests.lab.stage.stage import (
    ANSWERS,
    AWAY,
    BUSY,
    DECLINES,
    NUMBERS,
    RINGS_ON,
    Behaviour,
    Stage,
    on_duty,
    rings_out_soon,
)

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
    stage.take(i.TransferCall(agent="ann", call="caller", target=target))


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
