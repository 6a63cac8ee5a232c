"""The panel on the site, with a real server behind it: signing in, a call, and a link that breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.server.settings import Settings
from playwright.sync_api import Error, Page, expect

from tests.lab.browser.bidi import BidiError
from tests.lab.browser.extension import READY
from tests.lab.browser.firefox import Firefox
from tests.lab.browser.panel import Panel
from tests.lab.browser.stranger import Stranger, stranger
from tests.lab.loop import Loop
from tests.lab.server import AINO, PASSWORD, Server, settings_in

from .conftest import DIST, Watch

SENDS = {  # how a script could carry something to another machine
    "a request": "(address) => fetch(address, { method: 'POST', mode: 'no-cors', body: 'secret' })",
    "a socket": """(address) => new Promise((done, failed) => {
        const socket = new WebSocket(address.replace('http', 'ws'));
        Object.assign(socket, { onopen: done, onerror: () => failed(new Error('no connection')) });
    })""",
    "a picture": """(address) => new Promise((done, failed) => {
        const onerror = () => failed(new Error('no picture'));
        Object.assign(new Image(), { onload: done, onerror, src: address });
    })""",
}


@pytest.fixture
def elsewhere() -> Iterator[Stranger]:
    """A server that is not ours, and keeps what it is told."""
    with stranger() as listening:
        yield listening


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path / "data", site=DIST / "site")


@pytest.fixture
def start(loop: Loop, settings: Settings) -> Iterator[Callable[..., Server]]:
    """start() -> a server that knows Aino; start(again) -> another one on the same data and port."""
    running: list[Server] = []

    def begin(before: Server | None = None) -> Server:
        changed, people = settings, (AINO,)
        if before:
            running.remove(before)
            port = int(before.url.rpartition(":")[2])
            changed = settings.model_copy(
                update={"server": settings.server.model_copy(update={"port": port})}
            )
            people = ()
        running.append(Server(loop, changed, *people))
        return running[-1]

    yield begin
    for server in running:
        server.stop()


def open_page(page: Page, server: Server) -> Panel:
    page.goto(server.url)
    page.locator(READY).wait_for()
    return Panel(page)


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Käyttäjätunnus").fill("aino")
    page.get_by_label("Salasana").fill(password)
    page.get_by_role("button", name="Kirjaudu").click()


def test_a_wrong_password_is_told_and_the_right_one_is_kept(
    page: Page, start: Callable[..., Server], watch: Watch
) -> None:
    server = start()
    open_page(page, server)
    expect(page.get_by_role("region", name="Puhelu", exact=True)).to_be_hidden()

    sign_in(page, "arvaus")
    expect(page.get_by_text("Tunnus tai salasana on väärä.")).to_be_visible()
    watch.problems.clear()  # the browser notes the 401

    sign_in(page)
    expect(page.get_by_text("Yhteydessä")).to_be_visible()
    expect(page.get_by_text("Aino Virtanen")).to_be_visible()
    expect(page.get_by_label("Salasana")).to_be_hidden()

    page.reload()
    page.locator(READY).wait_for()
    expect(page.get_by_text("Yhteydessä")).to_be_visible()


def test_a_served_page_signs_in_at_its_own_server_whatever_its_address_says(
    page: Page, start: Callable[..., Server], elsewhere: Stranger
) -> None:
    server = start()
    page.goto(f"{server.url}/?server={elsewhere.url.replace('http', 'ws')}")
    page.locator(READY).wait_for()

    sign_in(page)

    expect(page.get_by_text("Aino Virtanen")).to_be_visible()
    assert elsewhere.heard == []


@pytest.mark.parametrize("how", SENDS)
def test_no_script_of_a_served_page_reaches_another_server(
    page: Page, start: Callable[..., Server], elsewhere: Stranger, watch: Watch, how: str
) -> None:
    open_page(page, start())

    with pytest.raises(Error):
        page.evaluate(SENDS[how], elsewhere.url)

    page.wait_for_load_state("networkidle")
    assert elsewhere.heard == []
    assert any("Content Security Policy" in problem for problem in watch.problems)
    watch.problems.clear()


def test_a_page_of_the_static_demo_signs_in_nowhere(page: Page, site: str, elsewhere: Stranger) -> None:
    page.goto(f"{site}?server={elsewhere.url.replace('http', 'ws')}")
    page.locator(READY).wait_for()

    expect(page.get_by_label("Salasana")).to_have_count(0)
    expect(Panel(page).queues).to_be_visible()
    assert elsewhere.heard == []


def test_in_firefox_a_served_page_reaches_its_own_server_and_no_other(
    fox: Firefox, start: Callable[..., Server], elsewhere: Stranger
) -> None:
    server = start()
    tab = str(fox.bidi.send("browsingContext.create", type="tab")["context"])
    fox.bidi.send("browsingContext.navigate", context=tab, url=server.url, wait="complete")
    connect = f"(address) => ({SENDS['a socket']})(address).then(() => 'open')"

    assert fox.bidi.run(tab, connect, f"{server.url}/ws") == "open"
    with pytest.raises(BidiError, match="blocked"):
        fox.bidi.run(tab, connect, elsewhere.url)
    assert elsewhere.heard == []


def test_a_token_that_has_ended_asks_to_sign_in_again(page: Page, start: Callable[..., Server]) -> None:
    server = start()
    page.goto(server.url)
    server_address = server.url.replace("http", "ws")
    page.evaluate("key => localStorage.setItem(key, 'ended')", f"benedesk.token {server_address}")

    open_page(page, server)

    expect(page.get_by_text("Kirjautuminen on vanhentunut.")).to_be_visible()
    sign_in(page)
    expect(page.get_by_text("Yhteydessä")).to_be_visible()


def test_a_call_from_the_pbx_is_shown_answered_held_and_ended(
    page: Page, start: Callable[..., Server]
) -> None:
    server = start()
    panel = open_page(page, server)
    sign_in(page)
    panel.section.click()
    panel.member("Myynti").click()
    panel.receiving.click()
    expect(panel.receiving).to_have_attribute("aria-checked", "true")

    server.calls("c1")
    panel.rings()
    expect(panel.fact("Soittaja")).to_contain_text("049 812 4401")
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    panel.talks()
    panel.click("Pito")
    panel.holds()
    panel.click("Katkaise")
    panel.is_free()


def test_a_lost_server_is_told_with_the_time_and_found_again_with_the_call(
    page: Page, start: Callable[..., Server], watch: Watch
) -> None:
    server = start()
    panel = open_page(page, server)
    sign_in(page)
    expect(page.get_by_text("Yhteydessä")).to_be_visible()

    server.stop()
    expect(page.get_by_text(re.compile(r"Tiedot ovat klo \d\d\.\d\d tilanteesta"))).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Yhteys palvelimeen katkesi.")
    panel.section.click()
    panel.receiving.click()
    notices = page.locator("#notices")
    expect(notices).to_contain_text("Ei yhteyttä. Tätä ei tehty: Vastaanotto")
    expect(panel.receiving).to_have_attribute("aria-checked", "false")

    # Pressed while nobody answers: once the server is back the panel finds it by itself,
    # and may have done so before a hand gets to the button.
    page.get_by_role("button", name="Yhdistä nyt").click()
    start(server)
    expect(page.get_by_text("Yhteydessä")).to_be_visible(timeout=40_000)
    expect(notices).not_to_contain_text("Tätä ei tehty")
    panel.receiving.click()
    expect(panel.receiving).to_have_attribute("aria-checked", "true")
    watch.problems[:] = [problem for problem in watch.problems if "WebSocket" not in problem]


def test_a_server_that_is_not_there_is_named(page: Page, site: str, watch: Watch) -> None:
    page.goto(site)
    own = site.replace("http", "ws").rstrip("/")
    page.evaluate("key => localStorage.setItem(key, 'some')", f"benedesk.token {own}")
    page.goto(f"{site}panel.html")  # where nothing but files is

    expect(page.get_by_text("Palvelimeen ei saada yhteyttä.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Yhdistä nyt")).to_be_visible()
    page.goto("about:blank")
    watch.problems.clear()
