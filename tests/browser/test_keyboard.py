"""A caller served by keyboard alone, and the shortcuts made one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.lab.browser.extension import READY
from tests.lab.browser.panel import Panel

Open = Callable[..., Page]


@pytest.fixture
def panel(open_panel: Open) -> Panel:
    return Panel(open_panel(scenario="hold", seed=1))


def test_a_caller_is_answered_held_taken_back_and_sent_on_without_a_mouse(panel: Panel) -> None:
    keyboard = panel.page.keyboard
    panel.rings()
    keyboard.press("Alt+v")
    panel.talks()

    keyboard.press("Alt+p")
    panel.holds()
    keyboard.press("Alt+p")
    panel.rings()
    keyboard.press("Alt+v")
    panel.talks()

    keyboard.press("Alt+h")
    expect(panel.search).to_be_focused()
    keyboard.type("eero kor")
    expect(panel.number_of("Eero Korhonen")).to_be_visible()
    keyboard.press("Enter")
    expect(panel.field).to_be_focused()
    keyboard.press("Enter")

    expect(panel.card).to_contain_text("Siirretty: Eero Korhonen")


def test_a_caller_is_hung_up_on_from_within_a_text_field(panel: Panel) -> None:
    keyboard = panel.page.keyboard
    panel.rings()
    keyboard.press("Alt+v")
    panel.talks()
    keyboard.press("Alt+s")
    expect(panel.field).to_be_focused()
    keyboard.type("pkv 040")  # letters of shortcuts, typed
    expect(panel.field).to_have_value("pkv 040")
    panel.talks()

    keyboard.press("Alt+k")

    panel.is_free()


def test_shortcuts_are_told_changed_and_switched_off_for_this_browser(panel: Panel) -> None:
    page = panel.page
    expect(panel.search).to_have_attribute("aria-keyshortcuts", "Alt+H")
    panel.click("Ääni ja näppäimet")
    mine = page.get_by_role("textbox", name="Siirry hakemistoon")
    mine.focus()
    page.keyboard.press("Control+Shift+F")
    expect(mine).to_have_value("Control+Shift+F")
    page.keyboard.press("Tab")
    expect(mine).not_to_be_focused()

    page.reload()
    page.locator(READY).wait_for()
    expect(panel.search).to_have_attribute("title", "Hakemisto (Control+Shift+F)")
    page.keyboard.press("Control+Shift+F")
    expect(panel.search).to_be_focused()
    page.get_by_role("checkbox", name="Käytössä").click()
    expect(panel.search).not_to_have_attribute("aria-keyshortcuts", "Control+Shift+F")
    page.keyboard.press("Control+Shift+F")
    expect(panel.search).not_to_be_focused()


@pytest.mark.parametrize("name", ["#availability", "#scenario"])
def test_a_name_that_is_typed_on_a_list_of_choices_is_searched_for_and_chooses_nothing(
    open_panel: Callable[..., Page], name: str
) -> None:
    page = open_panel(scenario="hold", seed=1)
    choices = page.locator(name)
    before = choices.input_value()
    choices.focus()

    page.keyboard.type("pohj")

    expect(page.get_by_role("searchbox")).to_have_value("pohj")
    assert choices.input_value() == before
