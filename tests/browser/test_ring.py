"""Calls tell of themselves while the panel is closed: badge, notification, sound; in both browsers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.browser.background import BADGE, NOTIFICATIONS, Background, links
from tests.lab.browser.bidi import until
from tests.lab.browser.extension import ID, Extension
from tests.lab.browser.firefox import Firefox
from tests.lab.loop import Loop
from tests.lab.server import AINO, Server, settings_in

IS_READY = "() => document.documentElement.dataset.ready === '1'"
OPEN_SETTINGS = "() => { document.querySelector('[data-act=settings]').click(); return true }"
CHOOSE_VOLUME = """() => {
    const slider = document.querySelector('input[type=range]');
    slider.value = 25;
    for (const type of ['input', 'change']) slider.dispatchEvent(new Event(type, { bubbles: true }));
    return JSON.parse(localStorage['benedesk.preferences']).volume === 25;
}"""
COUNT_QUESTIONS = """() => {
    globalThis.asked = 0;
    browser.runtime.onMessage.addListener(({ to }) => { asked += to === 'panel'; });
}"""
NOTIFY = """async () => browser.notifications.create(
    'ring', { type: 'basic', title: 'Puhelu: Myynti', message: '049 812 4401' })"""
CLICK = """() => {
    const [shown] = Services.wm.getEnumerator('alert:alert');
    if (shown?.document.readyState !== 'complete') return false; // nobody listens yet
    shown.document.getElementById('alertBox').click();
    return true;
}"""
TITLE = "async () => chrome.action.getTitle({})"
TABS = "async () => (await chrome.tabs.query({})).map(({ url }) => url)"


def test_a_call_shows_on_the_button_and_in_a_notification_and_rings_until_it_is_answered(
    signed_in: Background, server: Server
) -> None:
    server.calls("c1")

    signed_in.shows("1")
    signed_in.notifies(["ring"])
    until("it sounds", signed_in.sounds)
    assert signed_in.run(TITLE) == "Soi: Myynti, 049 812 4401"

    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    signed_in.shows("•")
    signed_in.notifies([])
    until("it is silent", lambda: not signed_in.sounds())

    server.do(lambda: server.pbx.sim.caller_hangs_up("c1"))
    signed_in.shows("")
    assert signed_in.run(TITLE) == "Avaa BeneDesk"


def test_a_caller_who_gives_up_stops_the_ring(signed_in: Background, server: Server) -> None:
    server.calls("c1")
    signed_in.notifies(["ring"])

    server.do(lambda: server.pbx.sim.caller_hangs_up("c1"))

    signed_in.shows("")
    signed_in.notifies([])
    until("it is silent", lambda: not signed_in.sounds())


def test_a_call_that_a_colleague_sends_rings_like_any_other(signed_in: Background, server: Server) -> None:
    aino = server.panel(server.sign_in())
    assert aino.command("SetReceiving", on=False).ok
    aino.close()
    eero = server.panel(server.sign_in("eero"))
    eero.at_work("myynti")
    server.calls("c1")
    eero.until_call("c1", "offered")
    server.do(lambda: server.pbx.sim.phone_answers("eero"))
    eero.until_call("c1", "connected")

    assert eero.command("TransferCall", call="c1", target="09 9245 1101").ok

    signed_in.shows("1")
    signed_in.notifies(["ring"])
    until("it sounds", signed_in.sounds)


def test_it_rings_as_loud_as_was_chosen_in_the_panel(signed_in: Background, server: Server) -> None:
    signed_in.visit("panel.html", IS_READY, OPEN_SETTINGS, CHOOSE_VOLUME)
    until("the panel is closed", lambda: links(server) == 1)

    server.calls("c1")

    until("it sounds", signed_in.sounds)
    until("as loud as that", lambda: signed_in.volume() == "0.25")


@pytest.mark.parametrize("kept", ["{", "null", '{"volume": "loud"}'])
def test_it_rings_as_usual_where_nothing_sensible_is_kept(
    signed_in: Background, server: Server, kept: str
) -> None:
    signed_in.visit("options.html", f"() => localStorage['benedesk.preferences'] = {json.dumps(kept)}")

    server.calls("c1")

    until("it sounds", signed_in.sounds)
    until("as loud as usual", lambda: signed_in.volume() == "0.6")


def test_while_a_window_is_open_that_one_rings_and_the_background_only_shows_the_badge(
    signed_in: Background, server: Server
) -> None:
    window = server.panel(server.sign_in())
    server.calls("c1")

    signed_in.shows("1")
    assert signed_in.run(NOTIFICATIONS) == []
    assert not signed_in.sounds()

    window.close()
    signed_in.notifies(["ring"])


def test_signing_out_closes_the_link_and_clears_everything(signed_in: Background, server: Server) -> None:
    server.calls("c1")
    signed_in.notifies(["ring"])

    signed_in.store(token="")

    signed_in.shows("")
    signed_in.notifies([])
    until("the link is closed", lambda: links(server) == 0)


def test_settings_that_change_nothing_open_no_second_link(signed_in: Background, server: Server) -> None:
    for lang in ("sv", "en", "fi"):
        signed_in.store(lang=lang)
    server.calls("c1")

    signed_in.shows("1")
    assert links(server) == 1


def test_a_server_that_went_away_is_found_again(background: Background, loop: Loop, tmp_path: Path) -> None:
    origins = ["moz-extension://*", f"chrome-extension://{ID}"]
    settings = settings_in(tmp_path / "again", origins=origins)
    first = Server(loop, settings, AINO)
    token, url = first.sign_in(), first.url
    background.store(server=url.replace("http", "ws"), token=token, lang="fi")
    until("the background has its link", lambda: links(first) == 1)

    first.stop()
    port = int(url.rsplit(":", 1)[1])
    second = Server(loop, settings_in(tmp_path / "again", origins=origins, port=port))
    try:
        until("the background has its link again", lambda: links(second) == 1, 40)
    finally:
        second.stop()


def test_a_click_on_the_notification_opens_a_panel_even_where_the_browser_allows_none_beside_the_page(
    chrome: Extension,
) -> None:
    """Dispatched as the browser does, but with no person's click, so that no side panel may open."""
    worker = chrome.context.service_workers[0]
    worker.evaluate("() => chrome.notifications.onClicked.dispatch('ring')")
    panel = chrome.address("panel.html")
    until("a window shows it", lambda: panel in worker.evaluate(TABS))

    worker.evaluate("() => chrome.notifications.onClicked.dispatch('ring')")
    worker.evaluate("() => chrome.notifications.onClicked.dispatch('ring')")
    until("only one does", lambda: worker.evaluate(TABS).count(panel) == 1)


def click_notification(fox: Firefox) -> None:
    """Let the extension notify, and click Firefox's own notification."""
    fox.run(NOTIFY)
    until("it is shown and clicked", lambda: fox.in_window(CLICK))
    fox.wait("async () => Object.keys(await browser.notifications.getAll()).length === 0")


def test_a_click_on_firefoxs_notification_opens_the_panel_in_a_small_window(fox: Firefox) -> None:
    click_notification(fox)

    fox.wait("async () => (await browser.windows.getAll({ windowTypes: ['popup'] })).length === 1")


def test_a_click_on_firefoxs_notification_opens_no_second_panel_beside_the_sidebar(fox: Firefox) -> None:
    fox.press_toolbar_button()
    fox.in_sidebar("(side) => side.document.documentElement.dataset.ready === '1'")

    fox.run(COUNT_QUESTIONS)

    for times in (1, 2):  # by the second, the first has had its effect
        click_notification(fox)
        fox.wait(f"() => globalThis.asked === {times}")

    assert fox.run("async () => (await browser.windows.getAll()).length") == 1


def test_the_background_of_firefox_may_sound_without_a_click(fox: Firefox) -> None:
    assert fox.background("(page) => page.navigator.getAutoplayPolicy('audiocontext')") == "allowed"


def test_the_demo_has_no_link_and_no_badge(background: Background) -> None:
    assert background.run(BADGE) == ""
    assert background.run(NOTIFICATIONS) == []
