"""The first moves, and the last, of the tests in which an agent calls out."""

from __future__ import annotations

from benedesk.core.effects import CallOut, Connect
from benedesk.core.inputs import PbxSynced, PhoneAnswered, TargetAnswered

from .asterisk import Asterisk
from .driver import Driver
from .handset import Handset
from .moves import Phones

CALL = "out-12"
NUMBER = "+358491112222"
SHOWN = "+358992451000"


def place(driver: Driver, number: str = NUMBER, phone: str = "101") -> None:
    driver.order(CallOut(call=CALL, ringing="anna", agent="anna", phone=phone, number=number, shown=SHOWN))


def dialling(driver: Driver, phones: Phones, outside: Handset) -> None:
    """Anna has lifted her phone, and the other's rings."""
    driver.expect(PbxSynced, lines=())
    outside.will_ring()
    place(driver)
    driver.expect(PhoneAnswered, ringing="anna", call=CALL)
    outside.wait_ringing()
    phones["101"].wait_talking()


def talking(driver: Driver, phones: Phones, outside: Handset) -> None:
    dialling(driver, phones, outside)
    outside.answer()
    driver.expect(TargetAnswered, call=CALL)
    driver.order(Connect(CALL, "anna"))  # as the desk does then
    assert outside.hears("101")
    assert phones["101"].hears("outside")


def all_is_over(driver: Driver, phones: Phones, outside: Handset, pbx: Asterisk) -> None:
    phones["101"].wait_idle()
    outside.wait_idle()
    driver.expect_no_more()
    assert (pbx.channels, pbx.bridges) == (0, 0)
