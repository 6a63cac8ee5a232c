"""The core and the directory search in the panel's own interpreter, Pyodide in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from .figures import Figure
from .pages import served
from .startup import chromium

HERE = Path(__file__).parent
PURE = ("figures", "people", "rush")  # of bench, that the page's side needs
RUN = """async ([source, given]) => {
  const { loadPyodide } = await import(new URL('python.mjs', location));
  const python = await loadPyodide({});
  return python.runPython(source, { globals: python.toPy({ __name__: 'bench_page', given }) });
}"""


def measure() -> Iterator[Figure]:
    with sync_playwright() as playwright, served() as address:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(f"{address}ours/?scenario=quiet&lang=fi")
        page.locator('html[data-ready="1"]').wait_for()
        sources = {f"bench.{name}": (HERE / f"{name}.py").read_text() for name in PURE}
        script = (HERE / "pyodide_page.py").read_text()
        found: dict[str, Any] = json.loads(page.evaluate(RUN, [script, json.dumps(sources)]))
        browser.close()
    name = "pyodide: one input"
    yield Figure(f"{name}, 5,000 agents / 50", found["share"], "×", 1.3)
    for agents, each in found["inputs"].items():
        yield Figure(f"{name}, {agents} agents", each, "/s")
    name = "pyodide: search, 50,000 entries"
    yield Figure(f"{name}: slowest key press ({found['worst']!r})", found["slowest_ms"], "ms")
    yield Figure(f"{name}: key presses, p50", found["p50_ms"], "ms")
    yield Figure(f"{name}: building it", found["build_s"], "s")
    yield Figure(f"{name}: memory beside the entries", found["held_mb"], "MB")
