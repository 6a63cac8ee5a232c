"""What an administrator sets: the server's address and the language, locked or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.lab.browser.extension import ID as CHROME_ID
from tests.lab.browser.extension import Extension, extension
from tests.lab.browser.firefox import ID, Firefox, firefox

from .conftest import DIST, Watch

# Debian's Chromium reads policies from one folder of the machine. In a namespace of its own this one sees
# ours there, without being root.
LAUNCHER = """#!/bin/sh
exec unshare --map-root-user --mount sh -c 'mount --bind "$0" /etc/chromium && exec "$@"' \\
    {etc} {chromium} "$@"
"""
SETTINGS = "async () => (await import('./store.js')).settings()"


@pytest.fixture
def managed(firefox_path: str, tmp_path: Path) -> Iterator[Callable[..., Firefox]]:
    """managed(server=..., ...) -> a Firefox whose administrator has set this for the extension."""
    opened = []

    def start(**data: Any) -> Firefox:
        profile = tmp_path / "firefox"
        folder = profile / ".mozilla" / "managed-storage"
        folder.mkdir(parents=True)
        policy = {"name": ID, "description": "BeneDesk", "type": "storage", "data": data}
        (folder / f"{ID}.json").write_text(json.dumps(policy))
        running = firefox(firefox_path, DIST / "firefox", profile)
        opened.append(running)
        return running.__enter__()

    yield start
    for running in opened:
        running.__exit__(None, None, None)


def test_what_is_set_is_used_and_cannot_be_changed(managed: Callable[..., Firefox]) -> None:
    fox = managed(server="wss://desk.example.com/", lang="sv")

    assert fox.run(SETTINGS) | {"token": ""} == {
        "server": "wss://desk.example.com",
        "token": "",
        "agent": "",
        "lang": "sv",
        "numbers": False,
        "locked": ["server", "lang"],
    }
    shown = fox.run(
        """() => ['server', 'lang'].map((id) => [document.getElementById(id).value,
            document.getElementById(id).disabled])"""
    )
    assert shown == [["wss://desk.example.com", True], ["sv", True]]
    assert fox.run("() => document.getElementById('managed-note').checkVisibility()")
    assert fox.run("() => document.title") == "Inställningar för BeneDesk"

    fox.store(server="wss://other.example.com", lang="fi")
    assert fox.run(SETTINGS)["server"] == "wss://desk.example.com"


def test_without_a_lock_it_is_where_people_start_from(managed: Callable[..., Firefox]) -> None:
    fox = managed(server="wss://desk.example.com", lock=False)
    assert fox.run(SETTINGS)["server"] == "wss://desk.example.com"
    assert not fox.run("() => document.getElementById('server').disabled")

    fox.store(server="wss://other.example.com")
    assert fox.run(SETTINGS)["server"] == "wss://other.example.com"
    assert fox.run(SETTINGS)["locked"] == []


def test_a_token_is_never_shown_to_another_server_than_gave_it(managed: Callable[..., Firefox]) -> None:
    fox = managed(server="wss://desk.example.com")
    fox.store(server="wss://old.example.com", token="secret", issuer="wss://old.example.com")
    assert fox.run(SETTINGS)["token"] == ""

    fox.store(token="secret", issuer="wss://desk.example.com")
    assert fox.run(SETTINGS)["token"] == "secret"


@pytest.fixture
def policy(tmp_path: Path) -> Callable[..., None]:
    """policy(server=..., ...) sets this for the extension in Chromium, before it starts or while it runs."""
    folder = tmp_path / "etc" / "policies" / "managed"
    folder.mkdir(parents=True)

    def write(**data: Any) -> None:
        policies = {"3rdparty": {"extensions": {CHROME_ID: data}}}
        (folder / "benedesk.json").write_text(json.dumps(policies))

    return write


@pytest.fixture
def launcher(chromium_path: str, tmp_path: Path, policy: Callable[..., None]) -> str:
    """Starts a Chromium that has the policies of `policy`, and leaves the machine's own alone."""
    script = tmp_path / "chromium"
    script.write_text(LAUNCHER.format(etc=tmp_path / "etc", chromium=chromium_path))
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def start_chrome(
    playwright: Playwright, launcher: str, tmp_path: Path, watch: Watch, policy: Callable[..., None]
) -> Iterator[Callable[..., Extension]]:
    """start_chrome(server=..., ...) -> a Chromium whose administrator has set this for the extension."""
    with ExitStack() as opened:

        def start(**data: Any) -> Extension:
            policy(**data)
            chrome = opened.enter_context(
                extension(playwright, launcher, DIST / "chrome", tmp_path / "profile")
            )
            watch.over(chrome.context)
            return chrome

        yield start


def test_in_chrome_what_is_set_is_used_and_cannot_be_changed(start_chrome: Callable[..., Extension]) -> None:
    options = start_chrome(server="wss://desk.example.com/", lang="sv").options()

    expect(options).to_have_title("Inställningar för BeneDesk")
    for field, value in (("#server", "wss://desk.example.com"), ("#lang", "sv")):
        expect(options.locator(field)).to_have_value(value)
        expect(options.locator(field)).to_be_disabled()
    expect(options.locator("#managed-note")).to_be_visible()


def test_in_chrome_without_a_lock_it_is_where_people_start_from(
    start_chrome: Callable[..., Extension],
) -> None:
    chrome = start_chrome(server="wss://desk.example.com", lock=False)
    options = chrome.options()
    expect(options.locator("#server")).to_have_value("wss://desk.example.com")
    expect(options.locator("#server")).to_be_enabled()

    chrome.store(server="wss://other.example.com")
    assert options.evaluate(SETTINGS)["server"] == "wss://other.example.com"


def test_in_chrome_a_change_is_shown_at_once(
    start_chrome: Callable[..., Extension], policy: Callable[..., None]
) -> None:
    options = start_chrome(server="wss://desk.example.com", lang="sv").options()
    expect(options.locator("#server")).to_have_value("wss://desk.example.com")

    policy(server="wss://new.example.com", lang="fi")

    expect(options).to_have_title("BeneDeskin asetukset", timeout=60_000)
    expect(options.locator("#server")).to_have_value("wss://new.example.com")
