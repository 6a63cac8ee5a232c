"""The company's own page about who calls, opened for real, by a page of the site and by the extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.server.settings import CallerLinkSection
from playwright.sync_api import Page, expect

from tests.lab.browser.bidi import until
from tests.lab.browser.extension import ID, READY, Extension
from tests.lab.browser.firefox import Firefox
from tests.lab.browser.panel import Panel
from tests.lab.browser.stranger import Stranger, stranger
from tests.lab.loop import Loop
from tests.lab.server import AINO, Server, settings_in

from .conftest import DIST

LIVE = "(side) => side.document.documentElement.dataset.connection === 'live'"
ASKED = "GET /find?phone=%2B358498124401 HTTP/1.1"


@pytest.fixture
def crm() -> Iterator[Stranger]:
    """The company's own pages."""
    with stranger() as listening:
        yield listening


@pytest.fixture
def start(loop: Loop, tmp_path: Path, crm: Stranger) -> Iterator[Callable[[str], Server]]:
    """start(opens) -> a server that opens the company's page about a caller then, with Aino at work."""
    running = []

    def begin(opens: str) -> Server:
        origins = ["moz-extension://*", f"chrome-extension://{ID}"]
        settings = settings_in(tmp_path / "data", ring_s=600, origins=origins, site=DIST / "site")
        link = CallerLinkSection(address=f"{crm.url}/find?phone={{number}}", opens=opens)
        running.append(Server(loop, settings.model_copy(update={"caller_link": link}), AINO))
        worker = running[-1].panel(running[-1].sign_in())
        worker.at_work("myynti")
        worker.close()
        return running[-1]

    yield begin
    for server in running:
        server.stop()


def asked(crm: Stranger) -> int:
    return crm.heard.count(ASKED)


def test_the_sign_on_the_card_opens_it(
    chrome: Extension, start: Callable[[str], Server], crm: Stranger
) -> None:
    server = start("press")
    chrome.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    with chrome.side_panel() as page:
        server.calls("c1")
        Panel(page).rings()
        assert asked(crm) == 0

        page.get_by_role("link", name="Avaa soittajan tiedot").click()

        until("the page has been asked for", lambda: asked(crm) == 1)


def test_when_it_rings_the_side_panel_opens_it_once(
    chrome: Extension, start: Callable[[str], Server], crm: Stranger
) -> None:
    server = start("ring")
    chrome.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    with chrome.side_panel() as page:
        panel = Panel(page)
        panel.is_free()
        server.calls("c1")
        panel.rings()
        until("the page has been asked for", lambda: asked(crm) > 0)

        server.do(lambda: server.pbx.sim.phone_answers("aino"))
        panel.talks()

    assert asked(crm) == 1


def test_when_it_is_answered_the_sidebar_opens_it(
    fox: Firefox, start: Callable[[str], Server], crm: Stranger
) -> None:
    server = start("answer")
    fox.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    fox.press_toolbar_button()
    fox.in_sidebar(LIVE)
    server.calls("c1")
    fox.in_sidebar("(side) => side.document.body.innerText.includes('Soi')")
    assert asked(crm) == 0

    server.do(lambda: server.pbx.sim.phone_answers("aino"))

    until("the page has been asked for", lambda: asked(crm) == 1)


def test_a_page_of_the_site_opens_it_when_it_rings(
    page: Page, start: Callable[[str], Server], crm: Stranger
) -> None:
    server = start("ring")
    page.goto(server.url)
    page.locator(READY).wait_for()
    page.get_by_label("Käyttäjätunnus").fill("aino")
    page.get_by_label("Salasana").fill("kuutamo ja kallio")
    page.get_by_role("button", name="Kirjaudu").click()
    expect(page.get_by_text("Yhteydessä")).to_be_visible()

    with page.expect_popup():
        server.calls("c1")

    until("the page has been asked for", lambda: asked(crm) == 1)
