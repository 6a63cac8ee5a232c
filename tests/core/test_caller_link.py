"""The company's own page about who calls: what an address may be, and what becomes of it."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from benedesk.core.caller_link import CallerLink, address, fault
from hypothesis import given
from hypothesis import strategies as st

CRM = CallerLink("https://crm.example/find?phone={number}&who={name}#{queue}")


def test_the_callers_number_name_and_queue_stand_in_the_address() -> None:
    asked = address(CRM, "+358401234567", "Rauha Pelkonen", "Asiakaspalvelu")

    assert asked == "https://crm.example/find?phone=%2B358401234567&who=Rauha%20Pelkonen#Asiakaspalvelu"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_whatever_a_caller_is_called_is_one_value_of_the_address(name: str) -> None:
    before, _, after = address(CallerLink("https://crm.example/?who={name}&more=1"), "1", name, "").partition(
        "who="
    )
    value, _, rest = after.partition("&")

    assert before == "https://crm.example/?"
    assert unquote(value) == name
    assert rest == "more=1"


def test_nobody_is_looked_up_who_is_not_known() -> None:
    assert address(CRM, "", "", "Asiakaspalvelu") == ""


def test_an_address_that_asks_for_the_queue_alone_opens_for_everybody() -> None:
    guide = CallerLink("https://wiki.example/{queue}")

    assert address(guide, "", "", "Myynti ja tuki") == "https://wiki.example/Myynti%20ja%20tuki"


def test_without_an_address_there_is_no_page() -> None:
    assert address(CallerLink(), "+358401234567", "Rauha", "Myynti") == ""


@pytest.mark.parametrize(
    "template",
    ["javascript:alert('{name}')", "crm.example/{number}", "https://{name}/", "https://crm.example{number}/",
     "file:///etc/passwd", "", "https://crm.example"],
)  # fmt: skip
def test_an_address_whose_server_is_not_fixed_is_refused_and_never_opened(template: str) -> None:
    assert fault(template)
    assert address(CallerLink(template), "+358401234567", "Rauha", "Myynti") == ""


def test_a_place_that_nobody_knows_is_named() -> None:
    assert fault("https://crm.example/?n={phone}") == "knows {number}, {name} and {queue}, not {phone}"
