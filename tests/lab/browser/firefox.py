"""The unpacked extension in a real Firefox, and its real sidebar."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed

from .bidi import Bidi, until
from .extension import free_port

ID = "panel@benedesk.example"
SIDEBAR = "panel_benedesk_example-sidebar-action"
BUTTON = "#panel_benedesk_example-browser-action .unified-extensions-item-action-button"
PREFERENCES: dict[str, Any] = {
    "extensions.webextOptionalPermissionPrompts": False,  # whoever is asked says yes
    "alerts.useSystemBackend": False,  # this machine may have no desktop
    "sidebar.revamp": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/",
    "intl.accept_languages": "fi",
    "intl.locale.requested": "fi",
}
KEYS = """(letter) => {
    const keyboard = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
    keyboard.beginInputTransactionForTests(window);
    const keys = [['Alt', 'AltLeft'], ['Shift', 'ShiftLeft'], [letter, `Key${letter}`]]
        .map(([key, code]) => new KeyboardEvent('', { key, code }));
    for (const key of keys) keyboard.keydown(key);
    for (const key of keys.reverse()) keyboard.keyup(key);
}"""  # as Firefox's own tests type: through the page that has the focus, as a person's keys go
# What Firefox calls an extension, and keeps its data under: another each time, so nothing is found again.
NAME = """(id, name) => {
    Services.prefs.setStringPref('extensions.webextensions.uuids', JSON.stringify({ [id]: name }));
}"""
TIDY = """() => {
    for (const other of Services.wm.getEnumerator(null)) if (other !== window) other.close();
    const blank = gBrowser.addTrustedTab('about:blank');
    gBrowser.selectedTab = blank;
    for (const tab of [...gBrowser.tabs]) if (tab !== blank) gBrowser.removeTab(tab, { animate: false });
}"""
ONE_TAB = "() => [...Services.wm.getEnumerator(null)].length === 1 && gBrowser.tabs.length === 1"
SIDE = "browser.extension.getViews({ type: 'sidebar' })[0]"


@dataclass
class Firefox:
    """A Firefox with the extension in it. `tab` shows one of its pages, from which all else is reached."""

    bidi: Bidi
    tab: str
    origin: str

    def go(self, name: str) -> None:
        """Show a page of the extension in the tab."""
        address = f"{self.origin}/{name}"
        self.bidi.send("browsingContext.navigate", context=self.tab, url=address, wait="none")
        loaded = f"() => location.href === {json.dumps(address)} && document.readyState === 'complete'"
        until(f"{name} is loaded", lambda: self.bidi.run(self.tab, loaded))

    def run(self, function: str, *arguments: Any) -> Any:
        """Call a function in the tab."""
        return self.bidi.run(self.tab, function, *arguments)

    def click(self, selector: str) -> None:
        self.bidi.click(self.tab, selector)

    def wait(self, function: str, *arguments: Any, timeout_s: float = 20.0) -> Any:
        """What the function answers in the tab as soon as that is true."""
        return until(function, lambda: self.run(function, *arguments), timeout_s)

    def store(self, **settings: Any) -> None:
        """Put settings where the options page would."""
        self.run("(settings) => browser.storage.local.set(settings)", settings)

    def in_window(self, function: str, *arguments: Any) -> Any:
        """Call a function in Firefox's own window."""
        return in_window(self.bidi, function, *arguments)

    def press_alt_shift(self, letter: str) -> None:
        """Press these keys in Firefox's own window."""
        self.in_window(KEYS, letter)

    def press_toolbar_button(self) -> None:
        """Click the extension's button in Firefox's own window."""
        self.in_window("(button) => { document.querySelector(button).click() }", BUTTON)

    def in_sidebar(self, function: str, *arguments: Any, timeout_s: float = 20.0) -> Any:
        """Call a function with the sidebar's window, as soon as its answer is true."""
        call = f"(...given) => {{ const view = {SIDE}; return view && ({function})(view, ...given); }}"
        return self.wait(call, *arguments, timeout_s=timeout_s)

    def sidebar_is_open(self) -> bool:
        return bool(self.run("() => browser.sidebarAction.isOpen({})"))

    def background(self, function: str, *arguments: Any) -> Any:
        """Call a function with the event page's window."""
        call = f"async (...given) => ({function})(await browser.runtime.getBackgroundPage(), ...given)"
        return self.run(call, *arguments)


def in_window(bidi: Bidi, function: str, *arguments: Any) -> Any:
    tree = bidi.send("browsingContext.getTree", **{"moz:scope": "chrome"})
    return bidi.run(str(tree["contexts"][0]["context"]), function, *arguments)


@dataclass
class Browser:
    """A running Firefox, in which one extension after the other is installed."""

    bidi: Bidi
    process: subprocess.Popen[bytes]

    @property
    def works(self) -> bool:
        return self.process.poll() is None

    @contextlib.contextmanager
    def installed(self, folder: Path) -> Iterator[Firefox]:
        """Install the unpacked extension of `folder`; afterwards nothing is left of it, and one blank tab."""
        name = str(uuid.uuid4())
        in_window(self.bidi, NAME, ID, name)
        self.bidi.send("webExtension.install", extensionData={"type": "path", "path": str(folder)})
        tab = self.bidi.send("browsingContext.getTree")["contexts"][0]["context"]
        fox = Firefox(self.bidi, tab, f"moz-extension://{name}")
        fox.go("options.html")
        fox.wait("() => !document.querySelector('main').hidden")
        try:
            yield fox
        finally:
            self._tidy()

    def _tidy(self) -> None:
        in_window(self.bidi, TIDY)  # first: with its last tab, Firefox ends
        self.bidi.send("webExtension.uninstall", extension=ID)  # with all that it has stored and been granted
        until("one blank tab is left", lambda: in_window(self.bidi, ONE_TAB))
        self.bidi.events.clear()


@contextlib.contextmanager
def browser(program: str, profile: Path) -> Iterator[Browser]:
    """Start Firefox; `profile` is also its home."""
    profile.mkdir(exist_ok=True)
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines))
    port = free_port()
    with (profile / "firefox.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(program, "--headless", "--no-remote", "--profile", str(profile)),
                # The second: pages of extensions are out of reach without it.
                *(f"--remote-debugging-port={port}", "--remote-allow-system-access"),
            ],
            stdout=log,
            stderr=log,
            env={**os.environ, "HOME": str(profile)},
        )
    bidi = None
    try:
        bidi = _connected(port)
        yield Browser(bidi, process)
    finally:
        if bidi:
            with contextlib.suppress(ConnectionClosed):
                bidi.send("browser.close")
        else:
            process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def firefox(program: str, folder: Path, profile: Path) -> Iterator[Firefox]:
    """A Firefox of its own, with the unpacked extension of `folder`."""
    with browser(program, profile) as one, one.installed(folder) as fox:
        yield fox


def _connected(port: int) -> Bidi:
    def attempt() -> Bidi | None:
        try:
            return Bidi(port)
        except OSError:
            return None

    found: Bidi = until("Firefox listens", attempt, 60)
    return found
