"""The panel's queue table in a real Chromium, against plain JavaScript that renders the same table anew.

Both make the same rows: the JavaScript of `rendering.js` from a template string and innerHTML, the panel
with its own views, painter and patch. Layout is forced after each, outside the times: it costs both the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from .figures import Figure, percentile
from .pages import served
from .startup import chromium

ROUNDS = {50: 31, 1000: 9}
HERE = Path(__file__).parent
RUSH_ROWS, RUSH_CHANGES, RUSH_S = 500, 50, 3


def measure() -> Iterator[Figure]:
    with sync_playwright() as playwright, served() as address:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.goto(f"{address}ours/?scenario=quiet&lang=fi")
        page.locator('html[data-ready="1"]').wait_for()
        page.evaluate(f"() => {{{(HERE / 'rendering.js').read_text()}}}")  # the page's policy takes no tag
        _python(page)
        for rows, rounds in ROUNDS.items():
            times = _call(page, "compare", rows, rounds)
            for what, goal in {"full": 1.5, "update": 0.5 if rows == 50 else 0.1}.items():
                share = median(
                    ours / theirs for ours, theirs in zip(times[what], times["plain"], strict=True)
                )
                name = "first render" if what == "full" else "update of 2 rows"
                yield Figure(f"rendering, {rows} rows: {name} / plain JavaScript anew", share, "×", goal)
            yield Figure(f"rendering, {rows} rows: plain JavaScript anew", median(times["plain"]), "ms")
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
