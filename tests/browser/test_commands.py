"""Keys that work all over the browser, with the panel open or closed."""

from __future__ import annotations

import pytest

from tests.lab.browser.background import KEYS, NOTIFICATIONS, Background, in_chrome, links
from tests.lab.browser.bidi import until
from tests.lab.browser.extension import Extension
from tests.lab.browser.firefox import Firefox
from tests.lab.browser.panel import Panel
from tests.lab.server import Server, event_types

COMMANDS = "async () => (await chrome.commands.getAll()).map(({ name, shortcut }) => [name, shortcut])"
POPUPS = "async () => (await chrome.windows.getAll({ windowTypes: ['popup'] })).length"
HOLDS = "(side) => side.document.body.innerText.includes('Pidossa')"


@pytest.fixture
def talking(signed_in: Background, server: Server) -> Background:
    """Aino talks with a caller; her panel is closed, and some other page is in front."""
    signed_in.run("async () => (await chrome.tabs.create({ url: 'about:blank' })).id")
    server.calls("c1")
    signed_in.shows("1")
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    signed_in.shows("•")
    return signed_in


def state(server: Server) -> str:
    calls = server.do(lambda: [str(call.state) for call in server.service.engine.desk.calls.values()])
    return str(*calls)


def facts(server: Server) -> list[str]:
    """What has become of the call since it was answered."""
    types = event_types(server)
    return types[types.index("CallConnected") + 1 :]


def test_the_browser_gives_every_key_that_we_suggest(background: Background) -> None:
    given = dict(background.run(COMMANDS))

    assert {name: given[name] for name in KEYS} == {name: f"Alt+Shift+{key}" for name, key in KEYS.items()}


def test_a_call_is_held_with_the_panel_closed(talking: Background, server: Server) -> None:
    talking.press("hold")

    until("it is on hold", lambda: state(server) == "held")
    talking.notifies([])


def test_a_held_call_is_taken_off_hold_by_the_same_keys(talking: Background, server: Server) -> None:
    aino = server.panel(server.sign_in())
    assert aino.command("HoldCall", call="c1").ok
    aino.close()
    until("her panel is closed", lambda: links(server) == 1)

    talking.press("hold")

    talking.shows("1")
    assert state(server) == "offered"


def test_holding_twice_in_a_hurry_is_holding_once(talking: Background, server: Server) -> None:
    for _ in range(3):
        talking.press("hold")
    until("it is on hold", lambda: state(server) == "held")
    talking.press("hold")

    talking.press("hang-up")
    talking.shows("")
    assert facts(server)[:2] == ["CallHeld", "CallEnded"]


def test_a_call_is_hung_up_with_the_panel_closed(talking: Background, server: Server) -> None:
    talking.press("hang-up")

    talking.shows("")
    assert state(server) == ""


@pytest.mark.parametrize("name", ["hold", "hang-up"])
def test_with_no_call_to_act_on_it_is_said_and_nothing_is_done(
    signed_in: Background, server: Server, name: str
) -> None:
    server.calls("c1")
    signed_in.notifies(["ring"])

    signed_in.press(name)

    until("it is said", lambda: "not-done" in signed_in.run(NOTIFICATIONS))
    assert state(server) == "offered"


def test_in_the_demo_with_the_panel_closed_it_is_said_that_nothing_was_done(background: Background) -> None:
    background.press("hold")

    background.notifies(["not-done"])


def test_the_side_panel_shows_the_call_held(chrome: Extension, server: Server) -> None:
    chrome.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    with chrome.side_panel() as page:
        panel = Panel(page)
        server.calls("c1")
        panel.rings()
        server.do(lambda: server.pbx.sim.phone_answers("aino"))
        panel.talks()

        in_chrome(chrome).press("hold")

        panel.holds()


def test_in_the_demo_the_panel_presses_its_own_buttons(chrome: Extension) -> None:
    chrome.store(lang="fi")
    with chrome.side_panel() as page:
        panel = Panel(page)
        panel.rings(timeout_s=60)
        panel.click("Vastaa")
        panel.talks()

        in_chrome(chrome).press("hold")
        panel.holds()
        in_chrome(chrome).press("hang-up")
        panel.is_free()


def test_the_sidebar_opens_and_shows_the_call_held(fox: Firefox, server: Server) -> None:
    fox.store(server=server.url.replace("http", "ws"), token=server.sign_in(), lang="fi")
    until("the background has its link", lambda: links(server) == 1)
    fox.press_alt_shift(KEYS["panel"])
    fox.in_sidebar("(side) => side.document.documentElement.dataset.connection === 'live'")
    server.calls("c1")
    fox.in_sidebar("(side) => side.document.body.innerText.includes('Soi')")
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    fox.in_sidebar("(side) => side.document.body.innerText.includes('Puhelussa')")

    fox.press_alt_shift(KEYS["hold"])

    fox.in_sidebar(HOLDS)


def test_where_no_side_panel_may_open_the_keys_open_a_small_window(chrome: Extension) -> None:
    """Dispatched as the browser does, but with no person's press, so that no side panel may open."""
    in_chrome(chrome).press("panel")

    until("it is there", lambda: chrome.context.service_workers[0].evaluate(POPUPS) == 1)
