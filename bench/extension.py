"""From the click that opens the side panel to the panel that answers, against a bare `loadPyodide()`.

Both are pages of one real extension in a real Chromium: ours its side panel, opened by a trusted click; the
bare one a tab with stock Pyodide, from the start of its loading. Cold is the first time in a fresh profile,
warm the third.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.lab.browser.extension import Extension, extension

from .figures import Figure, ratio
from .pages import BARE, ONE_STACK, SITE, STOCK
from .startup import chromium

ROUNDS, TIMES = 3, 3
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
# The options page and the panel share what the extension keeps on this machine.
CLICKED = """addEventListener('click', ({ target }) => {
  if (target.closest('#open-panel')) localStorage.setItem('clicked', Date.now());
}, true);"""
READY = """() => performance.timeOrigin + performance.getEntriesByName('ready')[0].startTime
  - Number(localStorage.getItem('clicked'))"""
CLOSE = """async () => {
  await chrome.sidePanel.setOptions({ enabled: false });
  await chrome.sidePanel.setOptions({ enabled: true });
  const open = () => chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] });
  while ((await open()).length) await new Promise((done) => setTimeout(done, 50));
}"""


def measure() -> Iterator[Figure]:
    loads: dict[str, list[list[float]]] = {"ours": [], "bare": []}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        package = _package(Path(folder) / "package")
        for turn in range(ROUNDS):
            for name, load in sorted({"ours": _panel, "bare": _bare}.items(), reverse=turn % 2 == 0):
                with extension(playwright, chromium(), package, Path(folder) / f"{name} {turn}") as browser:
                    browser.context.add_init_script(CLICKED)
                    loads[name].append([load(browser) for _ in range(TIMES)])
    for kind, place in {"cold": 0, "warm": TIMES - 1}.items():
        ours = [times[place] for times in loads["ours"]]
        bare = [times[place] for times in loads["bare"]]
        yield Figure(f"extension, {kind}: from click to a panel that answers / bare", ratio(ours, bare), "×")
        yield Figure(f"extension, {kind}: from click to a panel that answers", median(ours), "ms")
        yield Figure(f"extension, {kind}: bare loadPyodide()", median(bare), "ms")


def _package(folder: Path) -> Path:
    """Our extension with one page more, the bare one."""
    shutil.copytree(SITE.parent / "chrome", folder)
    page, _, rest = BARE.partition('<script type="module">')
    (folder / "bare").mkdir()
    (folder / "bare/index.html").write_text(f'{page}<script type="module" src="bare.js"></script>')
    (folder / "bare/bare.js").write_text(rest.replace("</script>", ""))
    for file in (ONE_STACK, *(STOCK / name for name in PYODIDE)):
        shutil.copyfile(file, folder / "bare" / file.name)
    return folder


def _panel(browser: Extension) -> float:
    with browser.side_panel() as panel:
        took = float(panel.evaluate(READY))
        panel.wait_for_timeout(500)  # the browser writes what it has compiled once the page is quiet
    browser.context.service_workers[0].evaluate(CLOSE)
    return took


def _bare(browser: Extension) -> float:
    page = browser.context.new_page()
    page.goto(browser.address("bare/index.html"))
    page.wait_for_function("() => globalThis.answered")
    took = float(page.evaluate("() => globalThis.answered"))
    page.wait_for_timeout(500)
    page.close()
    return took
