"""One agent with four windows open: two side panels of Chrome, a sidebar of Firefox, and the plain page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.lab.browser.background import in_chrome, in_firefox, links
from tests.lab.browser.bidi import until
from tests.lab.browser.extension import READY, Extension
from tests.lab.browser.firefox import SIDE, Firefox
from tests.lab.patience import Patience
from tests.lab.server import Server, event_types

LIVE = "(view) => view.document.documentElement.dataset.connection === 'live'"
CARD = "(view) => view.document.getElementById('card').innerText"
HOLD = "(view) => { view.document.getElementById('hold').click(); return true }"
BUSY = "(view) => view.document.querySelector('[aria-busy=true]') !== null"
NOTICE = "(view) => view.document.querySelector('[data-key=notice]').innerText"
RINGS = "(view) => view.document.documentElement.dataset.ringing !== undefined"
BACKGROUNDS = 2  # each browser's own link
WITHIN_S = 1.0


@dataclass
class Window:
    """`look` calls a function with the panel's window; `close` closes it as a person would."""

    name: str
    look: Callable[[str], Any]
    close: Callable[[], None]

    def shows(self, text: str) -> bool:
        return text in self.look(CARD)


def of_page(name: str, page: Page, close: Callable[[], None]) -> Window:
    return Window(name, lambda function: page.evaluate(f"() => ({function})(window)"), close)


@dataclass
class Desktop:
    """Everything that Aino has open."""

    server: Server
    chrome: Extension
    fox: Firefox
    windows: list[Window]

    def all_show(self, text: str, within_s: float = WITHIN_S) -> None:
        """Each of the windows shows it, in time."""
        patience = Patience(within_s)
        missing = self.windows
        while missing and not patience.over:
            missing = [window for window in missing if not window.shows(text)]
        assert [window.name for window in missing] == []

    def ringing(self) -> list[str]:
        """What makes a sound: windows, or the backgrounds of the browsers."""
        sounding = [window.name for window in self.windows if window.look(RINGS)]
        backgrounds = {"Chrome": in_chrome(self.chrome), "Firefox": in_firefox(self.fox)}
        return sounding + [name for name, background in backgrounds.items() if background.sounds()]

    def close(self, window: Window) -> None:
        window.close()
        self.windows.remove(window)
        open_lines = len(self.windows) + BACKGROUNDS
        until(f"{window.name} is gone", lambda: links(self.server) == open_lines)

    def open_sidebar(self) -> None:
        self.fox.press_toolbar_button()
        self.fox.in_sidebar(LIVE)
        self.windows.append(
            Window(
                "sidebar",
                lambda function: self.fox.run(f"() => ({function})({SIDE})"),
                self.fox.press_toolbar_button,
            )
        )

    def open_page(self) -> None:
        page = self.chrome.context.new_page()
        page.goto(self.server.url)
        line = self.server.url.replace("http", "ws")
        token = self.server.sign_in()
        page.evaluate("(given) => localStorage.setItem(...given)", [f"benedesk.token {line}", token])
        page.goto(f"{self.server.url}/?lang=fi")
        page.locator(READY).wait_for()
        page.wait_for_function(f"() => ({LIVE})(window)")
        self.windows.append(of_page("page", page, page.close))


@pytest.fixture
def desktop(server: Server, chrome: Extension, fox: Firefox) -> Iterator[Desktop]:
    in_chrome(chrome).sign_in(server)
    fox.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    desktop = Desktop(server, chrome, fox, [])
    with ExitStack() as opened:
        for name, own_window in (("panel", False), ("other panel", True)):
            panel = opened.enter_context(chrome.side_panel(own_window=own_window))
            panel.wait_for_function(f"() => ({LIVE})(window)")
            desktop.windows.append(of_page(name, panel, lambda p=panel: p.evaluate("() => window.close()")))
        desktop.open_sidebar()
        desktop.open_page()
        until("all have a link", lambda: links(server) == len(desktop.windows) + BACKGROUNDS)
        yield desktop


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Whatever reaches the server meanwhile reaches it at the same moment: it stands still."""
    inside, go_on = threading.Event(), threading.Event()

    def stand_still() -> None:
        inside.set()
        go_on.wait(10)

    standing = threading.Thread(target=server.do, args=[stand_still])
    standing.start()
    inside.wait()
    yield
    go_on.set()
    standing.join()


def test_all_show_one_call_and_one_rings_and_hold_pressed_in_all_at_once_is_done_once(
    desktop: Desktop,
) -> None:
    desktop.server.calls("c1")
    desktop.all_show("049 812 4401")
    until("one rings", lambda: len(desktop.ringing()) == 1)

    desktop.server.do(lambda: desktop.server.pbx.sim.phone_answers("aino"))
    desktop.all_show("Puhelussa")
    until("none rings", lambda: desktop.ringing() == [])

    with stopped(desktop.server):
        for window in desktop.windows:
            assert window.look(HOLD)
    desktop.all_show("Pidossa")
    until("all have their answer", lambda: not any(window.look(BUSY) for window in desktop.windows))
    assert event_types(desktop.server).count("CallHeld") == 1
    assert [window.look(NOTICE) for window in desktop.windows] == ["", "", "", ""]


def test_windows_close_one_by_one_and_the_call_and_its_ring_go_on_in_the_others(desktop: Desktop) -> None:
    desktop.server.calls("c1")
    while desktop.windows:
        desktop.all_show("Soi")
        until("one rings", lambda: len(desktop.ringing()) == 1)
        [rings] = desktop.ringing()
        desktop.close(next(window for window in desktop.windows if window.name == rings))
    until("a background rings", lambda: len(desktop.ringing()) == 1)

    desktop.open_sidebar()
    desktop.open_page()
    desktop.all_show("Soi")
    until("one rings", lambda: len(desktop.ringing()) == 1)
    assert desktop.ringing()[0] in ("sidebar", "page")
    assert event_types(desktop.server).count("CallOffered") == 1
