"""A Chromium that shows one test's pages after another's, and compiles Python once for all of them.

A page in a process of its own costs four seconds of a processor until it is ready; in one where another
has Python already, less than two. So all pages share one (`--process-per-site`), and one page stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from .extension import READY


@dataclass
class Pages:
    """A browser with a profile of its own. `held` is the page that stays."""

    context: BrowserContext
    held: Page
    works: bool = True

    @contextmanager
    def opened(self) -> Iterator[BrowserContext]:
        """The browser; afterwards no page is left, and nothing that one has stored or been granted."""
        try:
            yield self.context
        finally:
            if self.works:
                self.tidy()

    def tidy(self) -> None:
        for page in self.context.pages:
            if page is not self.held:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(self.held)
        session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage"})
        session.detach()

    def ended(self) -> None:
        self.works = False


@contextmanager
def pages(playwright: Playwright, profile: Path, site: str, settings: dict[str, Any]) -> Iterator[Pages]:
    """Start it; `settings` are those of a launch and of a context."""
    args = [*settings["args"], "--process-per-site"]
    context = playwright.chromium.launch_persistent_context(profile, **settings | {"args": args})
    one = Pages(context, context.pages[0])
    context.on("close", lambda _: one.ended())
    try:
        one.held.goto(f"{site}panel.html")  # nobody is signed in there, and it does nothing
        one.held.locator(READY).wait_for()
        one.held.wait_for_function(
            "() => localStorage.getItem('benedesk.seen')"
        )  # it has visited; nobody else has
        one.tidy()
        yield one
    finally:
        context.close()
