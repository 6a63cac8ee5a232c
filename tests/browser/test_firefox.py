"""The extension in a real Firefox: its sidebar, its options page, a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.browser.bidi import until
from tests.lab.browser.firefox import Firefox
from tests.lab.loop import Loop
from tests.lab.server import AINO, PASSWORD, SALES, Server, settings_in

READY = "(side) => side.document.documentElement.dataset.ready === '1'"
SAYS = "(side, text) => side.document.body.innerText.includes(text)"
BUTTON = (
    "(side, name) => [...side.document.querySelectorAll('button')].find((b) => b.innerText.trim() === name)"
)
CALL = 'side.document.querySelector(\'section[aria-label="Puhelu"], [role=region][aria-label="Puhelu"]\')'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that lets every Firefox in, and knows Aino."""
    loop = Loop()
    server = Server(loop, settings_in(tmp_path / "data", origins=["moz-extension://*"]), AINO)
    yield server
    server.stop()
    loop.stop()


@pytest.fixture
def sidebar(fox: Firefox) -> Firefox:
    """The sidebar, opened from the toolbar, with Python live in it."""
    fox.press_toolbar_button()
    fox.in_sidebar(READY)
    return fox


def press(sidebar: Firefox, name: str) -> None:
    sidebar.in_sidebar(
        f"(side, name) => {{ const b = ({BUTTON})(side, name); b?.click(); return Boolean(b); }}", name
    )


def test_the_toolbar_button_opens_the_sidebar_with_python_live_in_it_and_closes_it(fox: Firefox) -> None:
    assert not fox.sidebar_is_open()

    fox.press_toolbar_button()
    fox.in_sidebar(READY)
    assert fox.sidebar_is_open()
    assert fox.in_sidebar("(side) => side.innerWidth") < 500

    fox.press_toolbar_button()
    until("the sidebar is closed", lambda: not fox.sidebar_is_open())


def test_a_call_of_the_demo_is_answered_in_the_sidebar(sidebar: Firefox) -> None:
    sidebar.in_sidebar(SAYS, "Demo")
    sidebar.in_sidebar(
        f"(side) => !({BUTTON})(side, 'Vastaa').matches('[disabled], [aria-disabled=true]')", timeout_s=60
    )
    press(sidebar, "Vastaa")
    sidebar.in_sidebar(SAYS, "Puhelussa")


def test_help_opens_from_the_sidebar(sidebar: Firefox) -> None:
    sidebar.in_sidebar(
        "(side) => { side.document.querySelector('a[href*=\"help/\"]').click(); return true; }"
    )

    def opened() -> bool:
        tabs = sidebar.bidi.send("browsingContext.getTree")["contexts"]
        return any("/help/fi.html" in tab["url"] for tab in tabs)

    until("the help is open", opened)


def test_signed_in_on_the_options_page_the_sidebar_shows_a_real_call(fox: Firefox, server: Server) -> None:
    fox.run(
        """(address) => {
            document.getElementById('server').value = address;
            document.getElementById('server-form').requestSubmit();
        }""",
        server.url.replace("http", "ws"),
    )
    fox.wait("() => document.getElementById('credentials').checkVisibility()")
    fox.run(
        """(password) => {
            document.getElementById('user').value = 'aino';
            document.getElementById('password').value = password;
            document.getElementById('sign-in-form').requestSubmit();
        }""",
        PASSWORD,
    )
    fox.wait("() => document.getElementById('signed-in-as').innerText.includes('Aino Virtanen')")
    fox.press_toolbar_button()
    fox.in_sidebar(SAYS, "Yhteydessä")
    worker = server.panel(server.sign_in())
    worker.at_work("myynti")
    worker.close()

    server.calls("c1", SALES)
    fox.in_sidebar(SAYS, "Soi")
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    fox.in_sidebar(SAYS, "Puhelussa")
    press(fox, "Katkaise")
    fox.in_sidebar(SAYS, "Ei puhelua")
