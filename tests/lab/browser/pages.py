"""A Chromium that shows one test's pages after another's, and keeps what it has compiled of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"  # but this machine


@dataclass
class Pages:
    """A browser with a profile of its own. `blank` stays: with its last page a browser may end."""

    context: BrowserContext
    blank: Page
    works: bool = True

    @contextmanager
    def opened(self) -> Iterator[BrowserContext]:
        """The browser; afterwards no page is left, and nothing that one has stored or been granted."""
        try:
            yield self.context
        finally:
            if self.works:
                self._tidy()

    def _tidy(self) -> None:
        for page in self.context.pages:
            if page is not self.blank:
                page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        session = self.context.new_cdp_session(self.blank)
        session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage"})
        session.detach()

    def ended(self) -> None:
        self.works = False


@contextmanager
def pages(playwright: Playwright, profile: Path, settings: dict[str, Any]) -> Iterator[Pages]:
    """Start it; `settings` are those of a launch and of a context."""
    context = playwright.chromium.launch_persistent_context(profile, **settings)
    one = Pages(context, context.pages[0])
    context.on("close", lambda _: one.ended())
    try:
        yield one
    finally:
        context.close()
