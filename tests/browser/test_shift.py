"""Nothing that the agent may be about to press moves when a call comes, is answered, held, or comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.lab.browser.panel import Panel

# What cannot be pressed and holds nothing that can be may grow its sign: a figure that asks for attention.
# The demo's telephone is another telephone in each state; as a whole it stays where it is.
OBSERVE = """() => {
  globalThis.shifts = [];
  const at = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const PRESSED = 'button, a[href], input, select';
  const matters = ({ node }) => node?.matches && !node.closest('#demo')
    && (node.matches(PRESSED) || node.querySelector(PRESSED));
  const described = ({ node, previousRect, currentRect }) =>
    `${(node?.outerHTML ?? node?.data ?? '').slice(0, 90)} from ${at(previousRect)} to ${at(currentRect)}`;
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries()) shifts.push(...sources.filter(matters).map(described));
  }).observe({ type: 'layout-shift' });
}"""
# Settled: what is drawn has been painted, and what it moved has been told.
SHIFTS = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => setTimeout(() => done(shifts)))))"""
PLACES = """() => Object.fromEntries(
  ['card', 'hold', 'hang-up', 'target', 'send', 'demo', 'queues', 'queue-columns', 'queue-rows', 'search',
    'section-button', 'availability', 'diary-button', 'settings-button']
  .map((id) => [id, document.getElementById(id).getBoundingClientRect().toJSON()])
  .concat([...document.querySelectorAll('#queue-rows button')]
    .map((button) => [button.id, button.getBoundingClientRect().toJSON()])))"""


class Watched:
    """A panel in which every shift of the layout is noted, and where things were at the beginning."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(OBSERVE)
        self.before: dict[str, Any] = page.evaluate(PLACES)

    def still(self, what: str) -> None:
        assert self.page.evaluate(SHIFTS) == [], what
        assert self.page.evaluate(PLACES) == self.before, what


@pytest.mark.parametrize("width", [320, 360, 1000])
def test_nothing_moves_in_the_course_of_a_call(
    page: Page, open_panel: Callable[..., Page], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    panel = Panel(open_panel(scenario="hold", seed=1))
    seen = Watched(page)

    panel.rings()
    seen.still("a call arrives")
    panel.click("Vastaa")
    panel.talks()
    seen.still("it is answered")
    panel.click("Pito")
    panel.holds()
    seen.still("it is held")
    panel.click("Pois pidosta")
    panel.rings()
    seen.still("it is taken off hold")
    panel.click("Vastaa")
    panel.talks()
    panel.click("Katkaise")
    panel.is_free()
    seen.still("it is over")


@pytest.mark.parametrize("width", [320, 360, 1000])
def test_nothing_moves_when_a_call_comes_back(
    page: Page, open_panel: Callable[..., Page], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    panel = Panel(open_panel(scenario="return", seed=1, speed=4))
    panel.answer_demo_call()
    panel.transfer("09 9245 1113")  # which makes it the first of the last targets, at the directory's end
    panel.is_free()
    panel.page.get_by_role("listitem").filter(has_text="09 9245 1113").wait_for()
    seen = Watched(page)

    panel.returned.wait_for(timeout=20_000)
    seen.still("it comes back")


@pytest.mark.parametrize(("width", "height"), [(360, 665), (320, 600), (1280, 800)])
def test_a_call_that_rings_is_in_sight_however_far_down_the_lists_are(
    page: Page, open_panel: Callable[..., Page], width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    panel = Panel(open_panel(scenario="hold", seed=1, speed=0.2))
    panel.click("Omat puhelut")
    panel.click("Ääni ja näppäimet")
    page.mouse.move(width - 20, height - 20)
    page.mouse.wheel(0, 5000)

    panel.rings()

    expect(panel.card.get_by_text("Soi puhelimessasi")).to_be_in_viewport(ratio=1)
    expect(panel.card.get_by_text("Rauha Pelkonen")).to_be_in_viewport(ratio=1)
