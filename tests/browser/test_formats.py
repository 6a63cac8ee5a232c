"""extension/formats.js groups numbers as the panel does: by the same table, held to the same examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.lab.panel.numbers import EXAMPLES

from .conftest import DIST

GROUPED = """async (examples) => {
  const { grouped } = await import('/formats.js');
  return examples.map(([country, number]) => [country, number, grouped(number, country)]);
}"""


def test_the_extension_groups_numbers_as_the_panel_does(page: Page, serve: Callable[[Path], str]) -> None:
    page.goto(serve(DIST / "chrome") + "formats.json")

    assert page.evaluate(GROUPED, EXAMPLES) == EXAMPLES
