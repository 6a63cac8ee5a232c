"""Wherever the panel is seen, under one handle: a page, Chrome's real side panel, Firefox's real sidebar.

A browser gives the pages of extensions a style sheet of its own and a size of its own: what a page looks like
says nothing of them. So whatever judges the look can be asked in all three.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from benedesk.panel.page import root_of
from benedesk.panel.prerender import filled
from benedesk.panel.state.scene import Scene
from playwright.sync_api import Browser, Page, Playwright

from tests.lab.panel.documents import NOW

from .built import DIST
from .extension import READY, Extension, extension
from .firefox import firefox

WINDOW = {"width": 1280, "height": 800}
SIZE = {"width": 360, "height": 665}  # of the side panel in a window of 1280 x 800
SIZES = ((360, 665), (320, 600))  # and the narrowest, in a small window
# Firefox's sidebar is as wide as its box; its window is made as much higher or lower as the panel has to be.
RESIZE = """(width, by) => {
  const box = document.getElementById('sidebar-box');
  Object.assign(box.style, { width: `${width}px`, minWidth: `${width}px`, maxWidth: `${width}px` });
  window.resizeBy(0, by);
}"""

# One turn of the window's script: the panel's Python draws in others, and so never comes between.
SHOWN = """(view, attributes, body, judge) => {
  const root = view.document.documentElement;
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
  view.document.body.innerHTML = body;
  return { judged: (%s)(view) };
}"""


@dataclass(frozen=True)
class Housing:
    """A window that shows the live panel."""

    name: str
    run: Callable[..., Any]  # run(function, argument...): the function is given the window, and answers truly
    resize: Callable[[int, int], None]  # resize(width, height), in CSS pixels

    def judge(self, scene: Scene, judge: str) -> Any:
        """What a function of the window says of the panel when it shows this scene."""
        root = root_of(scene, (NOW, time.time(), 1.0))
        return self.run(SHOWN % judge, root, filled(scene))["judged"]


def of_page(name: str, page: Page) -> Housing:
    """A window that Playwright drives."""

    def run(function: str, *arguments: Any) -> Any:
        return page.evaluate(f"(given) => ({function})(globalThis, ...given)", list(arguments))

    def resize(width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})

    return Housing(name, run, resize)


@pytest.fixture(scope="module")
def on_page(browser: Browser, site: str) -> Iterator[Housing]:
    """The demo page, of the side panel's size."""
    context = browser.new_context(viewport=SIZE, locale="fi-FI")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}?scenario=quiet")
    page.locator(READY).wait_for()
    yield of_page("page", page)
    context.close()


@pytest.fixture(scope="module")
def side_panel(
    playwright: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Extension, Page]]:
    """Chromium with the extension in it, and its own side panel, open."""
    profile = tmp_path_factory.mktemp("profile")
    with (
        extension(playwright, chromium_path, DIST / "chrome", profile, viewport=WINDOW) as chrome,
        chrome.side_panel() as panel,
    ):
        yield chrome, panel


@pytest.fixture(scope="module")
def in_side_panel(side_panel: tuple[Extension, Page]) -> Housing:
    """Chrome's own side panel."""
    return of_page("side panel", side_panel[1])


@pytest.fixture(scope="module")
def in_sidebar(firefox_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Housing]:
    """Firefox's own sidebar."""
    profile: Path = tmp_path_factory.mktemp("firefox")
    with firefox(firefox_path, DIST / "firefox", profile) as fox:
        fox.press_toolbar_button()
        fox.in_sidebar("(view) => view.document.documentElement.dataset.ready === '1'")

        def resize(width: int, height: int) -> None:
            [[_, before]] = fox.in_sidebar("(view) => [[view.innerWidth, view.innerHeight]]")
            fox.in_window(RESIZE, width, height - before)
            fox.in_sidebar(f"(view) => view.innerWidth === {width} && view.innerHeight === {height}")

        yield Housing("sidebar", fox.in_sidebar, resize)


# For indirect parameters of `housing`.
IN_EXTENSIONS = [
    pytest.param("in_side_panel", marks=pytest.mark.chromium),
    pytest.param("in_sidebar", marks=pytest.mark.firefox),
]
EVERYWHERE = [pytest.param("on_page", marks=pytest.mark.chromium), *IN_EXTENSIONS]


@pytest.fixture(scope="module")
def housing(request: pytest.FixtureRequest) -> Housing:
    """The one that the test's parameter names."""
    found: Housing = request.getfixturevalue(request.param)
    return found
