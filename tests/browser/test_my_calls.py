"""Omat puhelut in a real browser: a call is listed, noted on, and called back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.lab.browser.panel import Panel


def test_a_call_that_was_taken_is_listed_noted_on_and_called_back(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1, speed=2))
    panel.answer_demo_call()
    panel.page.locator("#availability").select_option("busy")  # no caller comes in between
    panel.click("Katkaise")
    panel.is_free()

    panel.click("Omat puhelut")
    rows = panel.page.locator("#diary-rows li")
    expect(rows).to_have_count(1 + 5)  # and yesterday's
    row = rows.first
    expect(row).to_contain_text("Vastattu")

    panel.button("Omat puhelut").press("Tab")
    row.get_by_role("button", name="Muistiinpano").click()
    note = row.get_by_role("textbox", name="Muistiinpano")
    expect(note).to_be_focused()
    note.fill("ei tätä")
    note.press("Escape")
    expect(note).to_have_count(0)
    expect(row.get_by_role("button", name="Muistiinpano")).to_be_focused()
    row.get_by_role("button", name="Muistiinpano").press("Enter")
    note.fill("Soittaa huomenna")
    note.press("Enter")
    expect(row).to_contain_text("Soittaa huomenna")
    expect(row.get_by_role("button", name="Muistiinpano")).to_be_focused()

    expect(panel.card).to_contain_text("Varattu")  # the wrap-up is over: no press is meant for that call
    row.get_by_role("button", name="Soita").click()
    panel.click("Vastaa")
    expect(panel.fact("Tila")).to_contain_text("Soitetaan")
    panel.talks()
    expect(panel.page.locator("#diary-rows li").first).to_contain_text("Soitettu")


def test_a_note_on_the_current_call_loses_nothing_when_the_call_ends(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()
    height = panel.card.bounding_box()
    panel.page.keyboard.press("Alt+M")
    note = panel.card.get_by_role("textbox", name="Muistiinpano")
    expect(note).to_be_focused()
    note.press_sequentially("Soit")
    note.press("Alt+K")
    panel.is_free()
    expect(note).to_be_focused()
    note.press_sequentially("taa huomenna")
    assert panel.card.bounding_box() == height

    note.press("Enter")
    expect(note).to_have_count(0)
    panel.click("Omat puhelut")
    expect(panel.page.locator("#diary-rows li").first).to_contain_text("Soittaa huomenna")


def test_a_note_is_kept_while_it_is_typed(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()
    panel.click("Omat puhelut")
    note = panel.card.get_by_role("textbox", name="Muistiinpano")
    note.press_sequentially("Haluaa hyv")

    expect(panel.page.locator("#diary-rows li").first).to_contain_text("Haluaa hyv")
    expect(note).to_be_focused()
    note.press("Shift+Enter")
    note.press_sequentially("itys ")
    expect(panel.page.locator("#diary-rows li").first).to_contain_text("itys")
    expect(note).to_have_value("Haluaa hyv\nitys ")


def test_a_note_in_the_card_is_saved_when_the_focus_leaves_it(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()
    panel.click("Omat puhelut")
    panel.card.get_by_role("textbox", name="Muistiinpano").fill("Tärkeä")
    panel.field.click()

    expect(panel.page.locator("#diary-rows li").first).to_contain_text("Tärkeä")
    expect(panel.field).to_be_focused()


def test_a_transfer_and_a_star_are_there_after_a_reload(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.answer_demo_call()
    panel.find("eero kor")
    panel.button("Suosikki: Eero Korhonen").click()
    expect(panel.button("Suosikki: Eero Korhonen")).to_have_attribute("aria-pressed", "true")
    panel.transfer("Myynti")
    expect(panel.field).to_have_value("")

    panel = Panel(open_panel(scenario="hold", seed=1))
    expect(panel.page.locator("#target-rows li")).to_contain_text(["Eero Korhonen", "Myynti"])
    expect(panel.page.locator("#target-rows li").first.locator(".dot[data-availability]")).to_be_visible()


def test_a_part_that_is_open_is_open_after_a_reload(open_panel: Callable[..., Page]) -> None:
    panel = Panel(open_panel(scenario="hold", seed=1))
    panel.click("Omat puhelut")

    panel = Panel(open_panel(scenario="hold", seed=1))
    expect(panel.button("Omat puhelut")).to_have_attribute("aria-expanded", "true")
    expect(panel.section).to_have_attribute("aria-expanded", "false")
