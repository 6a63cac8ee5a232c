"""The core's emergency numbers are the library's; here, since tests/core run also where there is none."""

from __future__ import annotations

import phonenumbers
import pytest
from benedesk.core.numbers import EMERGENCY
from phonenumbers import PhoneMetadata

from tests.lab.panel.formats import REGIONS


@pytest.mark.parametrize("region", REGIONS)
def test_emergency_numbers_are_those_of_the_phonenumbers_library(region):
    country = str(phonenumbers.country_code_for_region(region))
    lengths = PhoneMetadata.short_metadata_for_region(region).emergency.possible_length
    short = [f"{number:0{digits}}" for digits in lengths for number in range(10**digits)]
    known = {number for number in short if phonenumbers.is_emergency_number(number, region)}
    assert {"112", *EMERGENCY.get(country, "").split()} == known
