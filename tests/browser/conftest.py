"""What every browser test stands on: the built packages, a static file server, a real Chromium.

Nothing may be asked of any other machine: a page that tries fails its test.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
)

from tests.conftest import WITH_BROWSER
from tests.lab.browser.background import Background, in_chrome, in_firefox
from tests.lab.browser.built import DIST, StaticFiles, find_chromium
from tests.lab.browser.extension import ID, NOWHERE, READY, Chromium, Extension, chromium
from tests.lab.browser.firefox import Browser, Firefox
from tests.lab.browser.firefox import browser as a_firefox
from tests.lab.browser.pages import Pages, pages
from tests.lab.kept import Kept
from tests.lab.loop import Loop
from tests.lab.server import AINO, EERO, Server, settings_in

expect.set_options(timeout=30_000)  # what is waited for comes, also on a busy machine


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around all others: marks before they choose, order after
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Whatever starts a browser needs one: `--without chromium` or `firefox` leaves it out.

    Playwright's tests come last: it keeps its event loop in the main thread to the end of the session,
    and no other could be run there.
    """
    for item in items:
        for browser in ("chromium", "firefox"):
            if f"{browser}_path" in getattr(item, "fixturenames", ()):
                item.add_marker(browser)
    yield
    items.sort(key=lambda item: item.path.parent.name in WITH_BROWSER)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of Chromium."""
    return find_chromium()


@pytest.fixture(scope="session")
def firefox_path() -> str:
    """The Firefox that build.py found or installed."""
    found = os.environ.get("BENEDESK_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert found, "no Firefox: `python3 build.py setup` gets one"
    return found


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """serve(folder) -> the address under which its files are served, until the end of the session."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(StaticFiles, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(serve: Callable[[Path], str]) -> str:
    """The address of the demo page, on a static file server."""
    assert (DIST / "site" / "index.html").is_file(), "nothing is built: `python3 build.py build`"
    return serve(DIST / "site")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path,
        "args": ["--no-sandbox", "--disable-gpu", NOWHERE],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 360, "height": 800}, "locale": "fi-FI"}


class Watch:
    """Notes what a context does that it must not: reach out, fail a request, complain on the console."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._watched: list[BrowserContext] = []
        self._heard: dict[Any, Callable[[Any], None]] = {
            "request": self._asked,
            "console": self._console,
            "weberror": self._uncaught,
            "requestfailed": self._failed,
        }

    def over(self, context: BrowserContext) -> None:
        self._watched.append(context)
        for event, hear in self._heard.items():
            context.on(event, hear)

    def end(self) -> None:
        """Look away: a browser that stays is another test's."""
        for context in self._watched:
            for event, hear in self._heard.items():
                context.remove_listener(event, hear)
        self._watched.clear()

    @staticmethod
    def _is_elsewhere(url: str) -> bool:
        here = (
            "http://127.0.0.1:",
            "http://localhost:",
            "ws://127.0.0.1:",
            "chrome-extension://",
            "data:",
            "blob:",
        )
        return not url.startswith(here)

    def _asked(self, request: Request) -> None:
        # Noted, not stopped: a route would take the browser its cache. It finds no other name (NOWHERE).
        if self._is_elsewhere(request.url):
            self.problems.append(f"asked another machine: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        # A browser that closes says so to what the extension still asks of it.
        if message.type in ("error", "warning") and "browser is shutting down" not in message.text:
            self.problems.append(f"{message.type}: {message.text}")

    def _uncaught(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error}")

    def _failed(self, request: Request) -> None:
        # A page that is closed or left aborts what it still loads.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url} ({request.failure})")


WATCH = pytest.StashKey[Watch]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """With the test, the watch ends: that its server stops before its browser is no problem of a page."""
    if watch := item.stash.get(WATCH, None):
        watch.end()


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """Fails the test for any problem seen. A test that provokes one takes it out of `watch.problems`."""
    watch = request.node.stash[WATCH] = Watch()
    yield watch
    assert watch.problems == []


@pytest.fixture(scope="session")
def pages_kept(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    site: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Kept[Pages]]:
    """The one Chromium of this run that shows pages."""
    settings = browser_type_launch_args | browser_context_args
    kept = Kept(lambda: pages(playwright, tmp_path_factory.mktemp("pages"), site, settings))
    yield kept
    kept.close()


@pytest.fixture
def context(request: pytest.FixtureRequest, watch: Watch) -> Iterator[BrowserContext]:
    """A browser that has seen no page of the test before, but keeps what it has compiled of them.

    Where a test stops the clock it is another each time, as nobody could set it going again; and where one
    measures (`undisturbed`).
    """
    if {"still", "undisturbed"} & {*request.fixturenames}:
        context = request.getfixturevalue("new_context")()
        watch.over(context)
        yield context
        return
    kept: Kept[Pages] = request.getfixturevalue("pages_kept")
    with kept.use() as one, one.opened() as context:
        watch.over(context)
        yield context


@pytest.fixture
def undisturbed() -> None:
    """The test measures: its page shares a process with no other."""


@pytest.fixture
def open_panel(page: Page, site: str) -> Callable[..., Page]:
    """open_panel(scenario="hold", seed=1, ...) -> the demo page, ready."""

    def start(**query: str | int) -> Page:
        page.goto(site + "?" + "&".join(f"{name}={value}" for name, value in query.items()))
        page.locator(READY).wait_for()
        return page

    return start


@pytest.fixture(scope="session")
def chromium_kept(
    playwright: Playwright, chromium_path: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept[Chromium]]:
    """The one Chromium of this run that takes extensions."""
    kept = Kept(lambda: chromium(playwright, chromium_path, tmp_path_factory.mktemp("chromium")))
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def firefox_kept(firefox_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept[Browser]]:
    """The one Firefox of this run."""
    kept = Kept(lambda: a_firefox(firefox_path, tmp_path_factory.mktemp("firefox")))
    yield kept
    kept.close()


@pytest.fixture
def chrome_with(chromium_kept: Kept[Chromium], watch: Watch) -> Iterator[Callable[[Path], Extension]]:
    """chrome_with(folder) -> Chromium with the unpacked extension of the folder, freshly installed."""
    with ExitStack() as installed:

        def install(folder: Path) -> Extension:
            chromium = installed.enter_context(chromium_kept.use())
            watch.over(chromium.context)
            return installed.enter_context(chromium.installed(folder))

        yield install


@pytest.fixture
def chrome(chrome_with: Callable[[Path], Extension]) -> Extension:
    """Chromium with the built extension in it, freshly installed."""
    assert (DIST / "chrome" / "manifest.json").is_file(), "nothing is built: `python3 build.py build`"
    return chrome_with(DIST / "chrome")


@pytest.fixture
def fox(firefox_kept: Kept[Browser]) -> Iterator[Firefox]:
    """Firefox with the built extension in it, freshly installed."""
    assert (DIST / "firefox" / "manifest.json").is_file(), "nothing is built: `python3 build.py build`"
    with firefox_kept.use() as one, one.installed(DIST / "firefox") as fox:
        yield fox


@pytest.fixture(
    params=[
        pytest.param("chrome", marks=pytest.mark.chromium),
        pytest.param("firefox", marks=pytest.mark.firefox),
    ]
)
def background(request: pytest.FixtureRequest) -> Background:
    """The extension's background, in each browser."""
    if request.param == "chrome":
        return in_chrome(request.getfixturevalue("chrome"))
    return in_firefox(request.getfixturevalue("fox"))


@pytest.fixture
def server(loop: Loop, tmp_path: Path) -> Iterator[Server]:
    """A server that lets every extension in, with Aino at work, and no window of hers open."""
    origins = ["moz-extension://*", f"chrome-extension://{ID}"]
    # It rings until it is answered, however slow the machine.
    settings = settings_in(tmp_path / "data", ring_s=600, origins=origins, site=DIST / "site")
    server = Server(loop, settings, AINO, EERO)
    worker = server.panel(server.sign_in())
    worker.at_work("myynti")
    worker.close()
    yield server
    server.stop()


@pytest.fixture
def signed_in(background: Background, server: Server) -> Background:
    """The background, of a signed-in Aino whose panel is closed."""
    background.sign_in(server)
    return background
