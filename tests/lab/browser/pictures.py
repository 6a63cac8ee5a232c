"""Pictures of every state of the panel, to be looked at.

`python -m tests.lab.browser.pictures FOLDER [STATE]`, with PYTHONPATH=pysrc and a built site, takes each
state of tests/lab/panel/states.py in every language, at three widths, light, dark and in forced colours; and
makes of each state one sheet with all of them.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benedesk.panel.state.scene import Scene
from benedesk.panel.text.words import LANGUAGES
from playwright.sync_api import Page, Route, sync_playwright

from tests.lab.panel.documents import NOW
from tests.lab.panel.states import states

from .built import DIST, StaticFiles, find_chromium
from .still import document

WIDTHS = (320, 360, 1000)
HEIGHT = 760
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
SHEET = """<!doctype html><meta charset="utf-8"><title>{state}</title>
<style>body {{ margin: 16px; font: 14px sans-serif; background: #888 }} div {{ display: flex; gap: 12px;
margin-block-end: 12px }} div {{ align-items: start }} img {{ zoom: 0.62 }}</style><h1>{state}</h1>{rows}"""


@contextmanager
def site() -> Iterator[str]:
    """The built site's address."""
    files = functools.partial(StaticFiles, directory=str(DIST / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), files) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def take(page: Page, address: str, folder: Path, state: str) -> None:
    """All pictures of one state, and their sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    shown: dict[str, str] = {}
    page.unroute_all()
    page.route("**/still.html", lambda route: answer(route, shown["document"]))
    for language in LANGUAGES:
        shown["document"] = document(states(language)[state])
        for look, media in LOOKS.items():
            page.emulate_media(**media)
            page.goto(f"{address}still.html")  # anew: colours that were forced leave traces
            page.wait_for_function("() => globalThis.benedeskPage !== undefined")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.screenshot(
                    path=folder / f"{language}-{look}-{width}.png", animations="disabled", full_page=True
                )
    rows = "".join(
        "<div>" + "".join(f'<img src="{lang}-{look}-{width}.png">' for width in WIDTHS for lang in LANGUAGES)
        + "</div>"
        for look in LOOKS
    )  # fmt: skip
    sheet = folder / "index.html"
    sheet.write_text(SHEET.format(state=state, rows=rows), encoding="utf-8")
    page.emulate_media(**LOOKS["light"])
    page.set_viewport_size({"width": 3300, "height": 800})
    page.goto(sheet.resolve().as_uri())
    page.screenshot(path=folder.with_suffix(".png"), full_page=True)


def answer(route: Route, text: str) -> None:
    route.fulfill(body=text, content_type="text/html; charset=utf-8")


def main(folder: Path, chosen: list[str]) -> None:
    """Take the pictures of the chosen states, or of all."""
    every: dict[str, Scene] = states("fi")
    with site() as address, sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        page = browser.new_page()
        page.clock.install(time=NOW - 60)
        page.clock.pause_at(NOW)
        for state in chosen or every:
            take(page, address, folder / state.replace(" ", "-"), state)
            print(state, flush=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
