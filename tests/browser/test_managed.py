"""What an administrator sets: the server's address and the language, locked or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import DIST
from .firefox import ID, Firefox, firefox

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
