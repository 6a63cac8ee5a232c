"""The core's emergency numbers are the library's; here, since tests/core run also where there is none."""

from __future__ import annotations

import phonenumbers
import pytest
from benedesk.core.emergency import EVERYWHERE, NUMBERS
from benedesk.core.errors import Refused
from benedesk.core.numbers import to_dial
from phonenumbers import SUPPORTED_REGIONS, PhoneMetadata

COUNTRIES = sorted({phonenumbers.country_code_for_region(region) for region in SUPPORTED_REGIONS})


def emergency_numbers(country: int) -> set[str]:
    known: set[str] = set()
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country]:
        short = PhoneMetadata.short_metadata_for_region(region)
        lengths = (short.emergency.possible_length or ()) if short and short.emergency else ()
        every = (f"{number:0{digits}}" for digits in lengths for number in range(10**digits))
        known |= {number for number in every if phonenumbers.is_emergency_number(number, region)}
    return known


def test_emergency_numbers_are_those_of_the_phonenumbers_library_in_every_country() -> None:
    ours = {country: set(NUMBERS.get(str(country), "").split()) for country in COUNTRIES}
    theirs = {country: emergency_numbers(country) - {EVERYWHERE} for country in COUNTRIES}
    assert ours == theirs


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("999", "353"), ("144", "43"), ("118", "39"), ("117", "41"), ("150", "420"), ("190", "55"),
        ("9112", "358"), ("99112", "358"), ("9911", "1"), ("358112", "358"), ("+358 0112", "358"),
        ("+35800112", "358"), ("+4690000", "46"), ("0 112", "358"),
    ],
)  # fmt: skip
def test_an_emergency_number_is_refused_in_every_country_and_behind_every_prefix(
    written: str, country: str
) -> None:
    with pytest.raises(Refused) as refused:
        to_dial(written, country)
    assert refused.value.code in ("emergency_number", "bad_number")


def test_a_colleague_whose_number_looks_like_one_can_be_sent_a_call_all_the_same() -> None:
    from benedesk.core import inputs as i

    from tests.lab.call_log import CallLog

    log = CallLog()
    bo = i.DefineAgent(agent="bo", name="Bo Berg", number="9112", phone="phone-bo", skills={"sales": 1})
    log.happens(bo)
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target="9112"))
    assert log.agent("bo").call == "c1"
