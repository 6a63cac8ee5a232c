"""Scenarios of transfers: to a queue, to a number outside, to a colleague; taken and not taken."""

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
    OUTSIDE,
    RINGS_ON,
    WRONG_NUMBER,
    Stage,
    on_duty,
    rings_out_soon,
)

from .calls import ann_talks, returned, scenario, transferred


@scenario
def a_transfer_to_another_queue_is_answered_there(stage: Stage) -> None:
    ann_talks(stage)
    stage.phone("cy", ANSWERS)
    stage.phone("ann", RINGS_ON)
    stage.take(i.SetReceiving("ann", on=False))
    on_duty(stage, "cy")
    stage.take(i.TransferCall(agent="ann", call="caller", target="Tuki"))
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
    stage.take(i.TransferCall(agent="ann", call="caller", target=OUTSIDE))
    stage.until(e.CallReturned)
    stage.until(e.CallConnected)
    stage.hears("caller", "agent ann")
    stage.phone("outside", ANSWERS)
    stage.take(i.TransferCall(agent="ann", call="caller", target=OUTSIDE))
    stage.until_all_is_over()
    stage.hears("caller", "target")
    stage.target_hangs_up("caller")
