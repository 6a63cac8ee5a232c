"""The extension's background in either browser: what it shows, whether it sounds, and its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.lab.server import Server

from .bidi import until
from .extension import Extension
from .firefox import Firefox

BADGE = "async () => chrome.action.getBadgeText({})"
NOTIFICATIONS = "async () => Object.keys(await chrome.notifications.getAll())"
KEYS = {"hold": "J", "hang-up": "L", "panel": "D"}  # with Alt and Shift
PRESSED = """async (name) => {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    chrome.commands.onCommand.dispatch(name, tab);
}"""
VOLUME = "(view) => view.document.documentElement.dataset.ringing"
VIEW = "chrome.extension.getViews().find((view) => view.location.pathname === '/sound.html')"
OFFSCREEN = """async () =>
    (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length"""


@dataclass
class Background:
    """`run` calls a function where it has `chrome`; `press` presses the keys of a command."""

    run: Callable[[str], Any]
    store: Callable[..., None]
    sounds: Callable[[], bool]
    press: Callable[[str], None]
    visit: Callable[..., Any]  # visit(page, function, ...): a page of the extension, open till all come true
    volume: Callable[[], str | None]  # of the ring, 0 to 1; None while it is silent

    def shows(self, badge: str) -> None:
        until(f"the badge says {badge!r}", lambda: self.run(BADGE) == badge)

    def notifies(self, ids: list[str]) -> None:
        until(f"notifications are {ids}", lambda: self.run(NOTIFICATIONS) == ids)

    def sign_in(self, server: Server) -> None:
        """Signed in, as Aino whose panel is closed."""
        self.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
        until("the background has its link", lambda: links(server) == 1)


def in_chrome(chrome: Extension) -> Background:
    worker = chrome.context.service_workers[0]

    def visit(name: str, *functions: str) -> Any:
        page = chrome.context.new_page()
        page.goto(chrome.address(name))
        answers = [page.wait_for_function(function).json_value() for function in functions]
        page.close()
        return answers[-1]

    return Background(
        worker.evaluate,
        chrome.store,
        sounds=lambda: bool(worker.evaluate(OFFSCREEN)),
        press=lambda name: worker.evaluate(PRESSED, name),
        visit=visit,
        volume=lambda: visit(
            "options.html", f"() => {{ const view = {VIEW}; return view && ({VOLUME})(view); }}"
        ),
    )


def in_firefox(fox: Firefox) -> Background:
    def visit(name: str, *functions: str) -> Any:
        fox.go(name)
        answers = [fox.wait(function) for function in functions]
        fox.go("options.html")
        return answers[-1]

    return Background(
        fox.run,
        fox.store,
        sounds=lambda: fox.background(VOLUME) is not None,
        press=lambda name: fox.press_alt_shift(KEYS[name]),
        visit=visit,
        volume=lambda: fox.background(VOLUME),
    )


def links(server: Server) -> int:
    """How many links the server holds."""
    sessions = server.service.engine.hub._sessions
    return int(server.do(lambda: sum(map(len, sessions.values()))))
