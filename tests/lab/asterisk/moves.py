"""The first moves of most tests."""

from __future__ import annotations

from benedesk.core.effects import Connect, PlayMusic, RingAgent
from benedesk.core.inputs import CallerArrived, PbxSynced, PhoneAnswered

from .driver import Driver
from .handset import Handset

Phones = dict[str, Handset]

QUEUE = "0992451000"


def arrive(driver: Driver, caller: Handset) -> str:
    """A caller comes in and hears the queue's music; answers with the call."""
    driver.expect(PbxSynced, lines=())
    caller.dial(QUEUE)
    call = driver.expect(CallerArrived).call
    driver.order(PlayMusic(call, "queue"))
    caller.wait_talking()
    return call


def ring(driver: Driver, call: str, agent: str = "anna", phone: str = "101") -> None:
    driver.order(
        RingAgent(
            call=call,
            ringing=agent,
            agent=agent,
            phone=phone,
            caller="+358491234567",
            caller_name="Virtanen Oy",
        )
    )


def connect(driver: Driver, call: str, agent: str = "anna", phone: str = "101") -> None:
    ring(driver, call, agent, phone)
    driver.expect(PhoneAnswered, ringing=agent, call=call)
    driver.order(Connect(call, agent))
