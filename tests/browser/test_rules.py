"""The fifteen rules of the guide, on the demo page in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.lab.browser.panel import Panel

Open = Callable[..., Page]
SOON_MS = 10_000


@pytest.fixture
def panel(open_panel: Open) -> Panel:
    """The demo with one caller, who comes after two seconds and waits for long."""
    return Panel(open_panel(scenario="hold", seed=1))


@pytest.fixture
def talking(panel: Panel) -> Panel:
    panel.answer_demo_call()
    return panel


def test_r01_the_part_sarjassa_is_collapsed_at_first_and_opens_to_the_queue_log_in(panel: Panel) -> None:
    expect(panel.page.get_by_text("BeneCC", exact=True).first).to_be_visible()
    expect(panel.section).to_have_attribute("aria-expanded", "false")
    expect(panel.receiving).to_be_hidden()

    panel.section.click()

    expect(panel.section).to_have_attribute("aria-expanded", "true")
    expect(panel.receiving).to_be_visible()


def test_r02_the_master_switch_says_kylla_or_ei(panel: Panel) -> None:
    panel.section.click()
    expect(panel.receiving).to_have_attribute("aria-checked", "true")

    panel.receiving.click()

    expect(panel.receiving).to_have_attribute("aria-checked", "false")
    expect(panel.receiving).to_contain_text("Ei")
    panel.receiving.click()
    expect(panel.receiving).to_contain_text("Kyllä")


def test_r03_every_queue_i_may_serve_has_its_own_switch(panel: Panel) -> None:
    panel.section.click()
    expect(panel.page.get_by_role("switch")).to_have_count(1 + 3)
    expect(panel.member("Asiakaspalvelu")).to_have_attribute("aria-checked", "true")
    expect(panel.member("Vaihde")).to_have_attribute("aria-checked", "false")

    panel.member("Vaihde").click()

    expect(panel.member("Vaihde")).to_have_attribute("aria-checked", "true")


def test_r04_membership_alone_brings_no_call(open_panel: Open) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1, speed=0.2))  # the caller comes after ten seconds
    panel.section.click()
    panel.receiving.click()
    expect(panel.receiving).to_have_attribute("aria-checked", "false")

    expect(panel.row("Asiakaspalvelu")).to_contain_text("1", timeout=15_000)
    panel.is_free()

    panel.receiving.click()
    panel.rings()


def test_r05_the_availability_has_to_allow_calls(open_panel: Open) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1, speed=0.2))
    panel.availability.select_option(label="Älä häiritse")

    expect(panel.row("Asiakaspalvelu")).to_contain_text("1", timeout=15_000)
    panel.is_free()

    panel.availability.select_option(label="Tavoitettavissa")
    panel.rings()


def test_r06_the_list_shows_the_queues_as_they_are_now(open_panel: Open) -> None:
    panel = Panel(open_panel(scenario="rush", seed=1, speed=4))
    lengths = panel.queues.get_by_role("row")
    expect(lengths).to_have_count(1 + 5)
    before = panel.queues.inner_text()

    expect(panel.queues).not_to_have_text(re.compile(re.escape(before)), timeout=SOON_MS)
    expect(panel.row("Asiakaspalvelu").get_by_role("cell").first).not_to_have_text("0", timeout=SOON_MS)


def test_r07_the_help_opens_from_the_question_mark(panel: Panel) -> None:
    with panel.page.context.expect_page() as opened:
        panel.page.get_by_role("link", name="Ohje").or_(panel.button("Ohje")).first.click()

    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    expect(opened.value.locator("body")).to_contain_text("Sarjassa")


def test_r08_an_arriving_call_shows_queue_state_caller_and_original_target(panel: Panel) -> None:
    panel.rings()

    expect(panel.fact("Palvelusarja")).to_have_text("Asiakaspalvelu")
    expect(panel.fact("Tila")).to_contain_text("Soi")
    expect(panel.fact("Soittaja")).to_contain_text(re.compile(r"0\d{1,2} \d{3}"))
    expect(panel.fact("Alkuperäinen kohde")).to_contain_text("09 9245 1000")


def test_r09_a_call_is_put_on_hold(talking: Panel) -> None:
    talking.click("Pito")
    talking.holds()


def test_r09_a_call_is_hung_up(talking: Panel) -> None:
    talking.click("Katkaise")
    talking.is_free()


def test_r09_a_call_is_transferred(talking: Panel) -> None:
    talking.transfer("Laskutus")
    talking.is_free()


def test_r10_a_persons_number_moves_to_the_field_and_only_siirra_transfers(talking: Panel) -> None:
    talking.find("eero kor")
    talking.number_of("Eero Korhonen").click()

    expect(talking.field).to_have_value("09 9245 1102")
    talking.talks()

    talking.click("Siirrä")
    talking.is_free()


def test_r11_another_queue_is_found_in_the_directory(talking: Panel) -> None:
    talking.find("tekninen")
    talking.number_of("Tekninen tuki").click()
    talking.talks()

    talking.click("Siirrä")
    talking.is_free()
    expect(talking.row("Tekninen tuki").get_by_role("cell").first).to_contain_text("1")


def test_r11_another_queue_is_a_click_on_its_name_in_the_list(talking: Panel) -> None:
    talking.click("Laskutus")
    expect(talking.field).to_have_value("Laskutus")
    talking.talks()

    talking.click("Siirrä")
    talking.is_free()
    expect(talking.row("Laskutus").get_by_role("cell").first).to_contain_text("1")


def test_r12_a_queue_that_is_not_in_my_list_is_in_the_directory(panel: Panel) -> None:
    expect(panel.row("Johdon linja")).to_have_count(0)
    panel.find("johdon")
    expect(panel.number_of("Johdon linja")).to_be_visible()


def test_r13_any_number_can_be_typed(talking: Panel) -> None:
    talking.transfer("+358 49 555 0199")
    talking.is_free()


def test_r13_what_is_no_number_is_refused_and_the_call_stays(talking: Panel) -> None:
    talking.field.fill("ei numero")
    expect(talking.page.locator("#target-hint")).to_have_text("Ei ole numero, nimi eikä palvelusarja")
    expect(talking.button("Siirrä")).to_be_disabled()
    talking.field.press("Enter")
    talking.talks()
    expect(talking.field).to_have_value("ei numero")


def test_r14_a_held_call_taken_off_hold_rings_again(talking: Panel) -> None:
    talking.click("Pito")
    talking.holds()

    talking.click("Pois pidosta")
    talking.rings()
    expect(talking.button("Vastaa")).to_be_visible()

    talking.click("Vastaa")
    talking.talks()


def test_r15_a_call_that_nobody_takes_comes_back_with_a_double_arrow(open_panel: Open) -> None:
    panel = Panel(open_panel(scenario="return", seed=1, speed=3))
    panel.answer_demo_call()
    expect(panel.returned).to_have_count(0)

    panel.find("saarinen")
    panel.number_of("Kerttu Saarinen").click()
    panel.click("Siirrä")
    panel.is_free()

    panel.rings()
    expect(panel.returned).to_be_visible()
    expect(panel.card).to_contain_text("Ei vastannut")
    panel.click("Vastaa")
    panel.talks()
    expect(panel.returned).to_be_visible()
