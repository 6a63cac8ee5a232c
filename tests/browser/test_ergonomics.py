"""What a task costs an operator, in keys and clicks, in Chrome's own side panel: docs/ergonomics.md."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.lab.browser.extension import READY, Extension
from tests.lab.browser.housings import side_panel  # noqa: F401
from tests.lab.browser.panel import Panel

from .conftest import DIST

PAGE = (DIST.parent / "docs" / "ergonomics.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| ([^|]+?) \| (\d+)(?: \+ t)? \|", PAGE, re.MULTILINE))
pytestmark = pytest.mark.chromium


class Hand:
    """Counts what it does, but for the letters and digits that it types."""

    def __init__(self, page: Page) -> None:
        self.panel = Panel(page)
        self.page = page
        self.strokes = 0

    def key(self, keys: str) -> None:
        self.strokes += 1
        self.page.keyboard.press(keys)

    def click(self, what: Locator) -> None:
        self.strokes += 1
        what.click()

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def hit(self, name: str) -> Locator:
        return self.page.locator("#entries li").filter(has_text=name)

    def sent_to(self, whom: str) -> None:
        expect(self.panel.card).to_contain_text(f"Siirretty: {whom}")


def answer(hand: Hand) -> None:
    """The demo's phone is pressed in the page; a real one is lifted."""
    hand.panel.talks()


def by_name_with_the_mouse(hand: Hand) -> None:
    hand.types("eero")
    hand.click(hand.hit("Eero Korhonen").get_by_role("button", name="Siirrä: Eero Korhonen"))
    hand.sent_to("Eero Korhonen")


def by_name_with_the_keyboard(hand: Hand) -> None:
    hand.types("eero")
    expect(hand.hit("Eero Korhonen")).to_be_visible()
    hand.key("Control+Enter")
    hand.sent_to("Eero")


def by_name_seen_first(hand: Hand) -> None:
    hand.types("eero kor")
    expect(hand.hit("Eero Korhonen")).to_be_visible()
    hand.key("Enter")
    expect(hand.page.locator("#target-hint")).to_contain_text("Eero Korhonen")
    hand.key("Enter")
    hand.sent_to("Eero Korhonen")


def the_third_hit(hand: Hand) -> None:
    hand.types("mäk")
    expect(hand.page.locator("#entries li").nth(1)).to_be_visible()
    hand.key("ArrowDown")
    hand.key("ArrowDown")
    hand.key("Control+Enter")
    expect(hand.panel.card).to_contain_text("Siirretty: ")


def to_a_listed_queue(hand: Hand) -> None:
    hand.click(hand.panel.queues.get_by_role("button", name="Laskutus"))
    hand.click(hand.panel.button("Siirrä"))
    hand.sent_to("Laskutus")


def a_typed_number(hand: Hand) -> None:
    hand.types("0495550199")
    expect(hand.page.locator("#directory-foot")).to_contain_text("Ei osumia")
    hand.key("Control+Enter")
    hand.sent_to("049 555 0199")


def a_note(hand: Hand) -> None:
    hand.key("Alt+M")
    hand.types("Haluaa hyvityksen")
    hand.page.get_by_role("button", name="Omat puhelut").click()
    expect(hand.page.locator("#diary-rows li").first).to_contain_text("Haluaa hyvityksen")


TASKS: dict[str, Callable[[Hand], None]] = {
    "answer": answer,
    "transfer by name, mouse": by_name_with_the_mouse,
    "transfer by name, keyboard": by_name_with_the_keyboard,
    "transfer by name, seen before it goes": by_name_seen_first,
    "third hit, keyboard": the_third_hit,
    "to a listed queue": to_a_listed_queue,
    "typed number": a_typed_number,
    "note": a_note,
}


def opened(side_panel: tuple[Extension, Page], scenario: str, speed: int = 1) -> Hand:
    page = side_panel[1]
    page.goto(f"{page.url.split('?')[0]}?scenario={scenario}&seed=1&speed={speed}&lang=fi")
    page.locator(READY).wait_for()
    return Hand(page)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_costs_what_the_table_says(side_panel: tuple[Extension, Page], task: str) -> None:
    hand = opened(side_panel, "hold")
    hand.panel.answer_demo_call()
    hand.page.evaluate("() => document.activeElement?.blur()")
    TASKS[task](hand)

    assert hand.strokes == int(TABLE[task])


def test_a_target_chosen_while_it_rings_is_kept_for_the_talk(
    side_panel: tuple[Extension, Page],
) -> None:
    hand = opened(side_panel, "hold")
    hand.panel.rings()
    hand.types("eero kor")
    expect(hand.hit("Eero Korhonen")).to_be_visible()
    hand.page.keyboard.press("Enter")
    hand.page.keyboard.press("Alt+V")
    hand.panel.talks()
    hand.key("Enter")
    hand.sent_to("Eero Korhonen")

    assert hand.strokes == int(TABLE["target chosen while ringing, kept after answering"])


def test_a_failed_transfer_is_tried_again(
    side_panel: tuple[Extension, Page],
) -> None:
    hand = opened(side_panel, "return")
    hand.panel.answer_demo_call()
    hand.panel.transfer("09 9245 1113")
    expect(hand.panel.returned).to_be_visible(timeout=60_000)
    hand.panel.answer_demo_call()
    hand.click(hand.panel.button("Yritä uudelleen"))
    hand.panel.is_free()

    assert hand.strokes == int(TABLE["retry a failed transfer"])


def test_after_a_miss_one_press_brings_the_next_call(
    side_panel: tuple[Extension, Page],
) -> None:
    hand = opened(side_panel, "hold", speed=10)
    back = hand.panel.button("Olen paikalla")
    expect(back).to_be_visible(timeout=60_000)
    hand.click(back)
    hand.panel.rings()

    assert hand.strokes == int(TABLE["after a miss: back"])


def test_at_360_by_665_five_hits_are_in_sight_below_the_card_in_a_call(
    side_panel: tuple[Extension, Page],
) -> None:
    hand = opened(side_panel, "hold")
    size = hand.page.evaluate("() => [innerWidth, innerHeight]")
    assert size[0] <= 360 and size[1] <= 665
    hand.panel.answer_demo_call()
    hand.types("m")

    for place in range(5):
        expect(hand.page.locator("#entries li").nth(place)).to_be_in_viewport(ratio=1)
    expect(hand.panel.button("Siirrä")).to_be_in_viewport(ratio=1)
    expect(hand.panel.card.locator("#card-title")).to_be_in_viewport(ratio=1)
