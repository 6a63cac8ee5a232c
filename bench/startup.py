"""From opening the page to the first answered click, against a bare `loadPyodide()` of stock Pyodide.

Cold is the first load in a fresh profile, by a browser that has come to rest; warm the third and later ones,
when it has kept the files and what it compiled. Ours, the bare one, and the floor (Pyodide with our archive,
and nothing else) take turns, each in a profile of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Page, Playwright, sync_playwright

from .figures import Figure, ratio
from .pages import served

ROUNDS = 4
# A press as soon as there is something to press; its answer is the section that opens.
PRESS = """
localStorage.clear(); // a part that was left open would open by itself
document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('[data-act="section"]');
  if (!button) return;
  new MutationObserver(() => {
    if (!button.isConnected || button.ariaExpanded !== 'true' || globalThis.answered) return;
    globalThis.answered = performance.now();
    console.log('answered');
  }).observe(document.body, { subtree: true, attributes: true, childList: true });
  button.click();
});
"""
LOADS, WARM = 5, slice(2, None)
REST_MS = 2500  # a browser that has just started is busy with pages of its own
Load = tuple[float, float]  # ms to the answer, ms to the first paint


def chromium() -> str:
    """The browser that build.py found or installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BENEDESK_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: `python3 build.py setup` gets one"
    return found


def measure() -> Iterator[Figure]:
    loads: dict[str, list[list[Load]]] = {"ours": [], "bare": [], "floor": []}
    with sync_playwright() as playwright, served() as address:
        for turn in range(ROUNDS):
            for name in sorted(loads, reverse=turn % 2 == 0):
                loads[name].append(_profile(playwright, f"{address}{name}/"))
    for kind, place, goal in (("cold", slice(1), 0.50), ("warm", WARM, 0.30)):
        answer, paint = (
            {
                name: [load[what] for one in profiles for load in one[place]]
                for name, profiles in loads.items()
            }
            for what in (0, 1)
        )
        bare = answer["bare"]
        name = f"start-up, {kind}"
        yield Figure(
            f"{name}: first click answered / bare loadPyodide()", ratio(answer["ours"], bare), "×", goal
        )
        yield Figure(f"{name}: Pyodide with our library alone / bare", ratio(answer["floor"], bare), "×")
        yield Figure(f"{name}: first paint / bare loadPyodide()", ratio(paint["ours"], bare), "×", 0.05)
        yield Figure(f"{name}: first paint of a page with one word / bare", ratio(paint["bare"], bare), "×")
        yield Figure(f"{name}: first click answered", median(answer["ours"]), "ms")
        yield Figure(f"{name}: bare loadPyodide()", median(bare), "ms")


def _profile(playwright: Playwright, address: str) -> list[Load]:
    """The loads of one fresh profile, in order."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            page = context.pages[0]
            page.add_init_script(PRESS)
            page.wait_for_timeout(REST_MS)
            return [_load(page, address) for _ in range(LOADS)]
        finally:
            context.close()


def _load(page: Page, address: str) -> Load:
    # Asked nothing meanwhile: the driver's own script would come into the time.
    with page.expect_console_message(lambda message: message.text == "answered"):
        page.goto(address, wait_until="commit")
    paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    answered, painted = page.evaluate(f"() => [globalThis.answered, {paint}]")
    page.wait_for_timeout(500)  # the browser writes what it has compiled once the page is quiet
    page.goto("about:blank")
    return answered, painted
