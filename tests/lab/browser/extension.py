"""The unpacked extension in a real Chromium, and its real side panel.

Playwright cannot see a side panel that opens after it has connected. So the browser is started with a
debugging port, the panel is opened by a trusted click, and only then does a second connection pick it up
as an ordinary page.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

from .bidi import until

# No name is found but this machine's: a browser asks for things by itself, and a page may.
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
ID = "bfiligmjknmkkjakindgkknffihkopfn"  # by the key in the manifest
WINDOW = "async () => (await chrome.windows.getCurrent()).id"
SIDE_PANELS = """async () =>
    (await chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })).length"""
READY = 'html[data-ready="1"]'


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Extension:
    """A browser with the extension in it."""

    playwright: Playwright
    context: BrowserContext
    port: int
    id: str

    def address(self, name: str) -> str:
        return f"chrome-extension://{self.id}/{name}"

    def options(self) -> Page:
        """The options page, in a tab."""
        page = self.context.new_page()
        page.goto(self.address("options.html"))
        page.locator("main:not([hidden])").wait_for()
        return page

    def store(self, **settings: Any) -> None:
        """Put settings where the options page would."""
        self.context.service_workers[0].evaluate("settings => chrome.storage.local.set(settings)", settings)

    def stored(self) -> dict[str, Any]:
        found: dict[str, Any] = self.context.service_workers[0].evaluate("() => chrome.storage.local.get()")
        return found

    @contextlib.contextmanager
    def side_panel(self, *, own_window: bool = False) -> Iterator[Page]:
        """Open the browser's own side panel as a person does, and drive it; it is ready when given out.

        It stands in the window that there is, or with `own_window` in another one.
        """
        options = self._options_in_a_window() if own_window else self.options()
        window = options.evaluate(WINDOW)
        options.locator("#open-panel").click()
        try:
            with self.opened_panel(window) as panel:
                yield panel
        finally:
            options.close()

    @contextlib.contextmanager
    def opened_panel(self, window: int | None = None) -> Iterator[Page]:
        """The side panel of this window, or of any, that something opens now; it is ready when given out."""
        worker = self.context.service_workers[0]
        until("a side panel is open", lambda: worker.evaluate(SIDE_PANELS))  # Chrome names no window with it
        second, panel = until("its page is there", lambda: self._connected(window))
        try:
            panel.locator(READY).wait_for()
            yield panel
        finally:
            second.close()

    def _connected(self, window: int | None) -> tuple[Browser, Page] | None:
        """A second connection, and the panel in this window or in any; None while that is on its way."""
        second = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.port}")
        for page in (page for context in second.contexts for page in context.pages):
            is_panel = page.url.startswith(self.address("panel.html"))
            if is_panel and window in (None, page.evaluate(WINDOW)):
                return second, page
        second.close()
        return None

    def _options_in_a_window(self) -> Page:
        """The options page, alone in a window that is then in front."""
        with self.context.expect_page() as opened:
            self.context.service_workers[0].evaluate(
                "async () => { await chrome.windows.create({ url: 'options.html', focused: true }); }"
            )
        opened.value.locator("main:not([hidden])").wait_for()
        return opened.value


@dataclass
class Chromium:
    """A running Chromium, in which one extension after the other is installed."""

    playwright: Playwright
    context: BrowserContext
    port: int

    @property
    def works(self) -> bool:
        return bool(self.context.browser and self.context.browser.is_connected())

    @contextlib.contextmanager
    def installed(self, folder: Path) -> Iterator[Extension]:
        """Install the unpacked extension of `folder`; afterwards nothing is left of it, and no page."""
        assert self.context.browser
        tools = self.context.browser.new_browser_cdp_session()
        known = set(self.context.service_workers)
        id_ = tools.send("Extensions.loadUnpacked", {"path": str(folder)})["id"]
        if not set(self.context.service_workers) - known:
            self.context.wait_for_event("serviceworker")
        try:
            yield Extension(self.playwright, self.context, self.port, id_)
        finally:
            self._tidy(tools, id_)

    def _tidy(self, tools: CDPSession, id_: str) -> None:
        blank, *others = self.context.new_page(), *self.context.pages
        for page in others:
            if page != blank:
                page.close()
        tools.send("Extensions.uninstall", {"id": id_})  # with all that it has stored and been granted
        tools.detach()
        everywhere = {"origin": "*", "storageTypes": "all"}
        self.context.new_cdp_session(blank).send("Storage.clearDataForOrigin", everywhere)
        self.context.clear_cookies()
        self.context.clear_permissions()


@contextlib.contextmanager
def chromium(
    playwright: Playwright, program: str, profile: Path, *arguments: str, **options: Any
) -> Iterator[Chromium]:
    """Start a Chromium that takes extensions, with a profile of its own."""
    port = free_port()
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=program,
        headless=False,  # the old headless mode has no extensions; the new one is asked for below
        ignore_default_args=["--disable-extensions"],
        args=[
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            NOWHERE,
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--lang=fi",
            "--accept-lang=fi",
            f"--remote-debugging-port={port}",
            "--enable-unsafe-extension-debugging",  # lets us install one without a person
            *arguments,
        ],
        env={**os.environ, "LANGUAGE": "fi"},
        **options,
    )
    try:
        yield Chromium(playwright, context, port)
    finally:
        context.close()


@contextlib.contextmanager
def extension(
    playwright: Playwright, program: str, folder: Path, profile: Path, **options: Any
) -> Iterator[Extension]:
    """A Chromium of its own, started with the unpacked extension of `folder` in it."""
    loaded = f"--load-extension={folder}"
    with chromium(playwright, program, profile, loaded, **options) as browser:
        workers = browser.context.service_workers or [browser.context.wait_for_event("serviceworker")]
        yield Extension(playwright, browser.context, browser.port, workers[0].url.split("/")[2])
