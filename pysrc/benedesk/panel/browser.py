"""The browser, for the rest of the panel: the only module that knows JavaScript and Pyodide."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import js
import pyodide_js
from pyodide.ffi import create_proxy

from ..core.record import Record
from .link import LinkListener
from .page import News, crossing
from .state import preferences

if TYPE_CHECKING:
    from .crossing import BellOrder, SoundNews, Stroke


class PageSettings(Record, kw_only=True):
    """Where this panel belongs. `server` is empty for the demo, `token` while nobody is signed in."""

    server: str
    token: str
    language: str
    demo: bool
    in_extension: bool


class Browser:
    """What the panel asks of its surroundings."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self.settings = PageSettings(
            server=settings.server,
            token=settings.token,
            language=settings.lang,
            demo=settings.demo,
            in_extension=settings.place == "extension",
        )

    @classmethod
    async def open(cls) -> Browser:
        """The browser around us, its settings read (web/settings.js)."""
        return cls(await js.benedeskSettings)

    @staticmethod
    def failed() -> None:
        """Let the page say that the panel has not started."""
        js.benedeskFailed()

    def language(self) -> str:
        """The first of the reader's languages; the page speaks its own if it does not know that one."""
        return str(js.navigator.language).split("-")[0]

    async def painted(self) -> None:
        """Let the browser show what has changed; in a page that nobody sees, just go on."""
        await js.benedeskPainted()

    def query(self, name: str) -> str:
        """A parameter of the page's address; empty if it has none."""
        return js.URLSearchParams.new(js.location.search).get(name) or ""

    def patch(self, news: News) -> None:
        """Change the page: see web/patch.js."""
        js.benedeskPage.patch(*crossing(news))

    def listen(self, told: Callable[[dict[str, Any]], None]) -> None:
        """Be told what the agent presses and types."""
        js.benedeskPage.listen(create_proxy(lambda act: told(json.loads(act))))

    def on_number(self, told: Callable[[dict[str, Any]], None]) -> None:
        """Be told of a number that was pressed on a web page (web/settings.js)."""

        def tell(event: Any) -> None:
            told({"act": "number", "number": event.detail.number, "what": event.detail.act})

        js.document.addEventListener("benedesk:number", create_proxy(tell))

    def on_sound(self, told: Callable[[SoundNews], None]) -> None:
        """Be told what the browser lets us sound, now and when that changes (web/bell.js)."""
        js.benedeskBell.listen(create_proxy(lambda news: told(json.loads(news))))

    def on_key(self, told: Callable[[Stroke], bool]) -> None:
        """Be told of keystrokes that may be shortcuts; the answer says whether one was."""
        js.benedeskBell.onKey(create_proxy(lambda stroke: told(json.loads(stroke))))

    def on_front(self, told: Callable[[], None]) -> None:
        """Be told when the agent looks at this window."""
        js.benedeskBell.onFront(create_proxy(told))

    def is_in_front(self) -> bool:
        return bool(js.document.hasFocus())

    def ring(self, order: BellOrder) -> None:
        """Ring, or be silent: see web/bell.js."""
        js.benedeskBell.set(json.dumps(order))

    def bell(self, what: str) -> None:
        """`test` the bell, or `find` its devices."""
        getattr(js.benedeskBell, what)()

    def show_page(self, address: str) -> None:
        """Open an address in a tab of its own, at nobody's press; browsers may refuse that to a web page."""
        self._settings.showPage(address)

    def stored_preferences(self) -> str | None:
        stored: str | None = js.localStorage.getItem(preferences.KEY)
        return stored

    def save_preferences(self, text: str) -> None:
        js.localStorage.setItem(preferences.KEY, text)

    def on_network(self, told: Callable[[bool], None]) -> None:
        """Be told when the machine goes on- or offline."""
        js.addEventListener("online", create_proxy(lambda _: told(True)))
        js.addEventListener("offline", create_proxy(lambda _: told(False)))

    def save_language(self, language: str) -> None:
        self._settings.saveLang(language)

    def save_token(self, token: str) -> None:
        """Keep the token for next time; an empty one forgets it."""
        self._settings.saveToken(token)

    def recall(self, name: str) -> str:
        """What `keep` was given under this name, on this machine; empty if nothing was."""
        return js.localStorage.getItem(f"benedesk.{name}") or ""

    def keep(self, name: str, text: str) -> None:
        """Keep a text on this machine."""
        js.localStorage.setItem(f"benedesk.{name}", text)

    def sign_in_elsewhere(self) -> None:
        """Open the page where an extension signs in."""
        self._settings.signIn()

    async def post(self, address: str, body: dict[str, str]) -> dict[str, Any]:
        """POST JSON and read the JSON that comes back, an error's too. Raises OSError without a network."""
        from pyodide.http import pyfetch  # costs a start 20 ms, and few starts need it

        headers = {"content-type": "application/json"}
        answer = await pyfetch(address, method="POST", headers=headers, body=json.dumps(body))
        return {"ok": answer.ok, **await answer.json()}

    async def read(self, address: str) -> str | None:
        """A text that lies beside the page; None if it does not."""
        answer = await js.fetch(address)
        return str(await answer.text()) if answer.ok else None

    async def install(self, wheel: str) -> None:
        """Install a wheel that lies beside the page."""
        await pyodide_js.loadPackage("micropip")
        micropip = importlib.import_module("micropip")
        # Relative: micropip takes no address of an extension.
        await micropip.install(f"./{wheel}")

    def connect(self, address: str, listener: LinkListener) -> Socket:
        """Open a WebSocket; the listener is told what becomes of it."""
        return Socket(address, listener)


class Socket:
    """One WebSocket. After `close` the listener hears nothing more of it."""

    def __init__(self, address: str, listener: LinkListener) -> None:
        self._proxies = [
            create_proxy(lambda _: listener.opened()),
            create_proxy(lambda event: listener.received(event.data)),
            create_proxy(lambda _: listener.closed()),
        ]
        self._socket = js.WebSocket.new(address)
        self._socket.onopen, self._socket.onmessage, self._socket.onclose = self._proxies

    def send(self, frame: str) -> None:
        self._socket.send(frame)

    def close(self) -> None:
        self._socket.onopen = self._socket.onmessage = self._socket.onclose = None
        self._socket.close()
        for proxy in self._proxies:
            proxy.destroy()
        self._proxies.clear()
