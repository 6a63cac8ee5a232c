"""The page's own ring: only while a call rings, only where the browser and the agent allow it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.lab.browser.panel import Panel

Open = Callable[..., Page]

# Whatever Playwright evaluates counts as a press; here only a real one does.
UNTOUCHED = """let touched = false;
addEventListener('pointerup', () => (touched = true), true);
Object.defineProperty(UserActivation.prototype, 'hasBeenActive', { get: () => touched });"""


def bell(page: Page) -> Locator:
    """The page while it rings."""
    return page.locator("html[data-ringing]")


def test_the_page_rings_from_the_first_press_until_the_answer(page: Page, open_panel: Open) -> None:
    page.add_init_script(UNTOUCHED)
    panel = Panel(open_panel(scenario="hold", seed=1))
    asks = panel.page.get_by_text("Napsauta kerran, niin soitto kuuluu")
    expect(asks).to_be_visible()
    panel.rings()
    expect(bell(panel.page)).to_have_count(0)

    panel.page.get_by_role("heading", name="BeneDesk").click()
    expect(asks).to_be_hidden()
    expect(bell(panel.page)).to_have_count(1)
    assert panel.page.title().startswith("Soi: ")

    panel.click("Vastaa")
    expect(bell(panel.page)).to_have_count(0)
    panel.talks()


def test_the_agent_hears_a_test_ring_as_loud_as_the_chosen_volume(open_panel: Open) -> None:
    page = open_panel(scenario="quiet", speed=0.1)
    panel = Panel(page)
    panel.click("Ääni ja näppäimet")
    volume = page.get_by_role("slider", name="Voimakkuus")
    expect(volume).to_have_value("10")
    volume.focus()
    page.keyboard.press("End")
    expect(volume).to_have_value("100")

    panel.click("Koesoitto")
    expect(bell(page)).to_have_count(1)
    expect(bell(page)).to_have_count(0)

    assert page.evaluate("() => JSON.parse(localStorage['benedesk.preferences']).volume") == 100
