"""The beginning: find out where the panel is, and connect it to the server or to the demo in the page."""

from __future__ import annotations

from ..wire.panel_session import Status
from . import addons
from .app import Panel
from .browser import Browser
from .link import ServerLink, socket_address
from .page import Page
from .state import preferences
from .state.ui import OPEN_PARTS, Ui, with_open_parts


async def start() -> None:
    """Bring the page to life, or let it say that it is not."""
    try:
        await _start()
    except Exception:
        Browser.failed()
        raise


async def _start() -> None:
    host = await Browser.open()
    kept = preferences.read(host.stored_preferences(), demo=host.settings.demo)
    ui = Ui(language=host.settings.language or host.language(), preferences=kept)
    ui = with_open_parts(ui, host.recall(OPEN_PARTS))
    panel = Panel(Page(host.patch), ui, host.settings.token, host)
    host.listen(panel.acted)
    host.on_number(panel.acted)
    host.on_sound(panel.sounding)
    host.on_key(panel.pressed)
    host.on_front(panel.in_front)
    if not host.settings.demo:
        _connect(panel, host)
    panel.draw()  # from here on the panel answers; a desk, and what add-ons know, come when they come
    if host.settings.demo:
        await host.painted()
        _play(panel, host)
    panel.extra = await addons.load(host.read, host.install)
    panel.draw_soon()


def _play(panel: Panel, host: Browser) -> None:
    # The whole desk: not needed where a server has it, and not before the panel answers.
    from .demo import QUIET, DemoLink

    seed, speed = int(host.query("seed") or 1), float(host.query("speed") or 1)

    def begin(scenario: str) -> None:
        if panel.link:
            panel.link.close()
        link = DemoLink(panel, scenario, seed, speed, panel.draw_soon, language=panel.ui.language)
        panel.link = panel.play = link
        link.open()

    panel.begin = begin
    begin(host.query("scenario") or QUIET)


def _connect(panel: Panel, host: Browser) -> None:
    link = ServerLink(socket_address(host.settings.server), host.connect, panel, panel.ping)
    panel.link = link
    host.on_network(link.network)
    if panel.session.token:
        link.open()
    else:
        panel.session.status = Status.SIGNED_OUT
