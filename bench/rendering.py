"""The panel's queue table in a real Chromium, against plain JavaScript that renders the same table anew.

Both make the same rows: the JavaScript of `rendering.js` from a template string and innerHTML, the panel
with its own views, painter and patch. A first render is into an empty table; an update is of rows that are
shown, and JavaScript renders those anew. Layout is forced after each, outside the times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from .figures import Figure, percentile, ratio
from .pages import served
from .startup import chromium

ROUNDS = {50: 101, 1000: 15}
FIGURES = {
    "first render, plain JavaScript's": "plain",
    "first render": "full",
    "first render, its painting": "painting",
    "first render, its crossing": "crossing",
    "first render, its patch": "patch",
    "update": "update",
    "plain JavaScript anew": "again",
}
HERE = Path(__file__).parent
RUSH_ROWS, RUSH_CHANGES, RUSH_S = 500, 50, 3


def measure() -> Iterator[Figure]:
    with sync_playwright() as playwright, served() as address:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(f"{address}isolated/?scenario=quiet&lang=fi")
        page.locator('html[data-ready="1"]').wait_for()
        page.evaluate(f"() => {{{(HERE / 'rendering.js').read_text()}}}")  # the page's policy takes no tag
        _python(page)
        for rows, rounds in ROUNDS.items():
            times = _call(page, "compare", rows, rounds)
            name = f"rendering, {rows} rows"
            first, update = (
                ratio(times[ours], times[theirs]) for ours, theirs in (("full", "plain"), ("update", "again"))
            )
            yield Figure(f"{name}: first render / plain JavaScript's", first, "×", 1.5)
            goal = 0.5 if rows == 50 else 0.1
            yield Figure(f"{name}: update of 2 rows / plain JavaScript anew", update, "×", goal)
            for what, key in FIGURES.items():
                yield Figure(f"{name}: {what}", median(times[key]), "ms")
        rush = _call(page, "rush", RUSH_ROWS, RUSH_CHANGES, RUSH_S)
        name = f"rendering, {RUSH_ROWS} rows, {RUSH_CHANGES} changes a second"
        for what in ("script", "layout"):
            yield Figure(f"{name}: {what} of one, p50", median(rush[what]), "ms")
        both = [script + layout for script, layout in zip(rush["script"], rush["layout"], strict=True)]
        yield Figure(f"{name}: script and layout of one, p99", percentile(both, 0.99), "ms", 16)
        frames, idle = percentile(rush["frames"], 0.99), percentile(rush["idle"], 0.99)
        yield Figure(f"{name}: time between frames, p99 / with no change", frames / idle, "×", 1.05)
        yield Figure(f"{name}: time between frames, p99", frames, "ms")
        browser.close()


def _python(page: Page) -> None:
    """Hand the page our Python side, through the interpreter that runs the panel."""
    page.evaluate("source => benchPython(source)", (HERE / "rendering_page.py").read_text())


def _call(page: Page, function: str, *arguments: int) -> dict[str, list[float]]:
    found: dict[str, Any] = json.loads(
        page.evaluate("async ([name, given]) => JSON.stringify(await globalThis[name](...given))",
                      [function, list(arguments)])
    )  # fmt: skip
    return found
