"""Chromium samples what a page allocates, in a part of all its sessions that it draws by chance.

Its sampler walks the stack of whoever allocates. With Python on a second stack, which is what JSPI does, it
walked past that one's end, and the tab was gone: in six of ten openings of a page with calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from .conftest import Watch

OPENINGS, AT_ONCE = 15, 3
RUNG = "[data-face=set_aside]"  # a call has come and rung in vain: that stays
LONGEST_MS = 120_000  # it is slow where so much is sampled, and slower on a busy machine
TOLD = ("stable-probability/1", "nonstable-probability/1")  # this session is drawn
OFTEN = [f"{name}/20000" for name in ("sampling-rate", "stable-sampling-rate", "nonstable-sampling-rate")]
FEATURE = "HeapProfilerReporting:" + "/".join([*TOLD, *OFTEN])


@pytest.fixture
def sampled(
    playwright: Playwright, chromium_path: str, tmp_path: Path, watch: Watch
) -> Iterator[BrowserContext]:
    """A Chromium that samples often, with a profile: it keeps what it has compiled, as a person's does."""
    options = ["--no-sandbox", "--disable-gpu", f"--enable-features={FEATURE}"]
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium_path, args=options, locale="fi-FI"
    )
    watch.over(context)
    yield context
    context.close()


def test_no_tab_crashes_in_a_browser_that_samples_what_pages_allocate(
    sampled: BrowserContext, site: str
) -> None:
    for first in range(0, OPENINGS, AT_ONCE):
        pages = [sampled.new_page() for _ in range(AT_ONCE)]
        for seed, page in enumerate(pages, first):
            page.goto(f"{site}?scenario=rush&speed=30&seed={seed}", wait_until="commit", timeout=LONGEST_MS)
        for page in pages:
            page.locator(RUNG).wait_for(timeout=LONGEST_MS)  # a tab that crashes ends it with an error
        for page in pages:
            page.close()
