"""The extension's options page, on a real server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benedesk.core.errors import Refused
from playwright.sync_api import Page, expect

from tests.lab.browser.extension import Extension
from tests.lab.loop import Loop
from tests.lab.server import AINO, PASSWORD, Server, settings_in

from .conftest import Watch


@pytest.fixture
def server(chrome: Extension, tmp_path: Path) -> Iterator[Server]:
    """A server that lets this extension in, and knows Aino."""
    loop = Loop()
    settings = settings_in(tmp_path / "data", origins=[f"chrome-extension://{chrome.id}"])
    server = Server(loop, settings, AINO)
    yield server
    server.stop()
    loop.stop()


def give_address(options: Page, address: str) -> None:
    options.get_by_label("Palvelimen osoite").fill(address)
    options.get_by_role("button", name="Tallenna").click()


def sign_in(options: Page, user: str, password: str) -> None:
    options.get_by_label("Käyttäjätunnus").fill(user)
    options.get_by_label("Salasana").fill(password)
    options.get_by_role("button", name="Kirjaudu sisään").click()


@pytest.mark.parametrize(
    "address",
    [
        "ws://desk.example.com",
        "https://desk.example.com",
        "wss://",
        "wss://a b",
        "wss://desk.example.com?x=1",
    ],
)
def test_an_address_that_would_send_the_token_in_the_clear_or_is_none_is_refused(
    chrome: Extension, address: str
) -> None:
    options = chrome.options()
    give_address(options, address)

    expect(options.get_by_text("Osoitteen alussa on wss://")).to_be_visible()
    assert "server" not in chrome.stored()


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        (" desk.example.com/ ", "wss://desk.example.com"),
        ("wss://Desk.example.com:8443/bene/", "wss://desk.example.com:8443/bene"),
        ("ws://127.0.0.1:8080", "ws://127.0.0.1:8080"),
        ("", ""),
    ],
)
def test_a_good_address_is_stored_in_its_one_form(chrome: Extension, address: str, stored: str) -> None:
    options = chrome.options()
    give_address(options, address)

    expect(options.get_by_text("Tallennettu.")).to_be_visible()
    assert chrome.stored().get("server", "") == stored


def test_without_a_server_there_is_a_demo_and_nothing_to_sign_in_to(chrome: Extension) -> None:
    options = chrome.options()

    expect(options.get_by_text("Esittelyyn ei kirjauduta")).to_be_visible()
    expect(options.get_by_label("Salasana")).to_be_hidden()
    with chrome.side_panel() as panel:
        expect(panel.get_by_text("Demo", exact=True)).to_be_visible()


def test_a_wrong_password_is_told_and_the_right_one_brings_the_panel_alive(
    chrome: Extension, server: Server, watch: Watch
) -> None:
    options = chrome.options()
    give_address(options, server.url.replace("http", "ws"))

    sign_in(options, "aino", "arvaus")
    expect(options.get_by_text("Käyttäjätunnus tai salasana on väärä.")).to_be_visible()
    assert "token" not in {name for name, value in chrome.stored().items() if value}
    watch.problems.clear()  # the browser notes the 401

    sign_in(options, "aino", PASSWORD)
    expect(options.get_by_text("Kirjautuneena: Aino Virtanen")).to_be_visible()
    assert chrome.stored()["token"]
    with chrome.side_panel() as panel:
        expect(panel.get_by_text("Aino Virtanen")).to_be_visible()
        expect(panel.get_by_text("Yhteydessä")).to_be_visible()


def test_signing_out_forgets_the_token_here_and_on_the_server(chrome: Extension, server: Server) -> None:
    options = chrome.options()
    give_address(options, server.url.replace("http", "ws"))
    sign_in(options, "aino", PASSWORD)
    expect(options.get_by_role("button", name="Kirjaudu ulos")).to_be_visible()
    token = chrome.stored()["token"]

    options.get_by_role("button", name="Kirjaudu ulos").click()

    expect(options.get_by_label("Salasana")).to_be_visible()
    assert chrome.stored()["token"] == ""
    with pytest.raises(Refused, match="sign in again"):
        server.do(lambda: server.service.auth.agent_of(token, time.time()))


def test_a_server_that_is_not_there_is_told(chrome: Extension, watch: Watch) -> None:
    options = chrome.options()
    give_address(options, "ws://127.0.0.1:9")

    sign_in(options, "aino", PASSWORD)

    expect(options.get_by_text("Palvelimeen ei saada yhteyttä")).to_be_visible()
    watch.problems.clear()  # the browser notes the refused connection


def test_another_server_ends_the_sign_in(chrome: Extension) -> None:
    chrome.store(server="wss://one.example.com", token="secret", agent="Aino Virtanen")
    options = chrome.options()

    give_address(options, "wss://other.example.com")

    expect(options.get_by_text("Tallennettu.")).to_be_visible()
    assert chrome.stored()["token"] == ""


@pytest.mark.parametrize(
    ("code", "title"),
    [("fi", "BeneDeskin asetukset"), ("sv", "Inställningar för BeneDesk"), ("en", "BeneDesk settings")],
)
def test_the_language_is_chosen_here_for_the_panel_too(chrome: Extension, code: str, title: str) -> None:
    options = chrome.options()

    options.locator("#lang").select_option(code)

    expect(options.get_by_role("heading", name=title)).to_be_visible()
    expect(options.locator("html")).to_have_attribute("lang", code)
    assert chrome.stored()["lang"] == code


def test_every_text_is_there_in_all_three_languages(chrome: Extension) -> None:
    options = chrome.options()
    keys = options.evaluate(
        "async () => Object.values((await import('./texts.js')).TEXTS).map(t => Object.keys(t).sort())"
    )

    assert len(keys) == 3
    assert keys[0] == keys[1] == keys[2]
