"""What holds for every state of the panel, in every language, at every width: seen, not argued."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page

from tests.lab.browser.still import Still, still  # noqa: F401
from tests.lab.panel.documents import offered, queue, scene
from tests.lab.panel.states import states

WIDTHS = (320, 360, 400, 1000)
NO_CARD = {"signed out"}

# Elements that can be pressed and are smaller than 24 x 24 px (WCAG 2.2, 2.5.8), by what they say.
SMALL = """() => [...document.querySelectorAll('button, a[href], input, select')]
  .map(element => [element.getBoundingClientRect(), element])
  .filter(([box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([box, element]) => `${element.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)"""

# Numbers and times that are broken over two lines.
BROKEN = """() => [...document.querySelectorAll('.number, .figure, bene-clock, bene-time, .action, .key')]
  .filter(element => element.getClientRects().length > 1 || element.scrollWidth > element.clientWidth + 1)
  .filter(element => getComputedStyle(element).display !== 'inline')
  .map(element => element.outerHTML.slice(0, 80))"""

# Cells of one row that lie on each other.
PILED = """() => [...document.querySelectorAll('tr')].flatMap(row => [...row.children]
  .map(cell => [cell, cell.getBoundingClientRect()]).filter(([, box]) => box.width)
  .filter(([, box], place, all) => place && box.left < all[place - 1][1].right - 0.5)
  .map(([cell]) => cell.outerHTML.slice(0, 80)))"""

# Words that lie on others, which is how a place that is too small shows here.
LAPPED = """() => [
    ['h1', '.connection'], ['.tag', '.connection .dot'],
    ['.fact.state dd', '.note-line:not([data-writes]) .note-button']]
  .map(pair => pair.map(name => document.querySelector(name)))
  .filter(([one, other]) => one && other?.checkVisibility())
  .map(([one, other]) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    return [words.getBoundingClientRect(), other.getBoundingClientRect(), other.outerHTML.slice(0, 80)];
  })
  .filter(([a, b]) => b.width && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
  .map(([, , other]) => other)"""


def sideways(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("language", ["fi", "en", "sv"])
def test_nothing_sticks_out_jumps_or_is_too_small_to_press(still: Still, language: str) -> None:
    heights: dict[int, set[float]] = {width: set() for width in WIDTHS}
    for name, seen in states(language).items():
        page = still(seen)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 760})

            assert sideways(page) == 0, (name, width)
            assert page.evaluate(SMALL) == [], (name, width)
            assert page.evaluate(BROKEN) == [], (name, width)
            assert page.evaluate(PILED) == [], (name, width)
            assert page.evaluate(LAPPED) == [], (name, width)
            if name not in NO_CARD:
                heights[width].add(page.locator("#card").bounding_box()["height"])  # type: ignore[index]
    assert {width: len(found) for width, found in heights.items()} == dict.fromkeys(WIDTHS, 1)


def test_a_320_px_panel_at_twice_its_size_is_whole_in_one_column(still: Still) -> None:
    for name, seen in states("fi").items():
        page = still(seen)
        page.set_viewport_size({"width": 160, "height": 380})

        assert sideways(page) == 0, name


def test_larger_text_makes_larger_text(still: Still) -> None:
    page = still(states("fi")["connected"])
    number = page.locator(".caller strong")
    before = number.bounding_box()["height"]  # type: ignore[index]
    page.add_style_tag(content="html { font-size: 162.5% !important }")

    assert number.bounding_box()["height"] == pytest.approx(2 * before, rel=0.05)  # type: ignore[index]


def test_nothing_but_the_card_moves_when_a_call_arrives(open_panel) -> None:  # type: ignore[no-untyped-def]
    page = open_panel(scenario="hold", seed=1)
    where = """() => ['card', 'demo', 'queues', 'directory']
      .map(id => document.getElementById(id).getBoundingClientRect().toJSON())"""
    before = page.evaluate(where)
    page.locator('[data-face="offered"]').wait_for()

    assert page.evaluate(where) == before


def test_a_screen_reader_finds_a_table_though_its_rows_are_laid_out_as_grids(still: Still) -> None:
    page = still(scene(queues=[queue("a"), queue("b")]))
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])

    assert roles["table"] == 1
    assert roles["row"] == 3
    assert roles["rowheader"] == 2
    assert roles["cell"] == 2 * 4


def test_who_asks_for_less_motion_sees_none(still: Still) -> None:
    page = still(scene(call=offered()))
    assert page.evaluate("() => document.getAnimations().length") > 0

    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("() => document.getAnimations().length") == 0
