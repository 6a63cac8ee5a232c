"""The demo as a visitor finds it: another day at a choice, a caller at a press, in their own language."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.lab.browser.panel import Panel


def test_another_day_begins_at_once_and_the_one_before_is_gone(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="hold", seed=1)
    panel = Panel(page)
    panel.answer_demo_call()

    page.get_by_label("Demon päivä").select_option("Ruuhka")

    panel.rings()
    expect(page.locator("#queues-head .total")).to_contain_text("jonossa")
    assert "hold" in page.url  # it is not loaded anew


def test_a_press_rings_the_phone(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="hold", seed=1, speed=0.2)
    panel = Panel(page)
    panel.is_free()

    panel.click("Soita minulle")

    panel.rings()


def test_queues_and_titles_speak_the_language_that_is_chosen(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="hold", seed=1)
    expect(page.locator("#queues")).to_contain_text("Laskutus")

    page.locator(".language").select_option("English")

    expect(page.locator("#queues")).to_contain_text("Invoicing")
    page.get_by_role("searchbox").fill("kerttu")
    expect(page.locator("#entries")).to_contain_text("managing director")


def test_yesterdays_calls_are_in_my_calls(open_panel: Callable[..., Page]) -> None:
    page = open_panel(scenario="hold", seed=1)

    page.get_by_role("button", name="Omat puhelut").click()

    expect(page.locator("#diary-rows li")).to_have_count(5)
    expect(page.locator("#diary-rows")).to_contain_text("eilen")
