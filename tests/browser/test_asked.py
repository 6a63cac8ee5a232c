"""The packages hold nothing of Pyodide and PyScript that is never asked for."""

from __future__ import annotations

import fnmatch
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext

from tests.lab.server import Server

from .conftest import DIST, READY

OTHERS = ("pyodide", "pyscript")
NOW_AND_THEN = {"pyodide/micropip-*.whl": "installs add-ons, where there are any"}


def held(package: str) -> set[str]:
    folder = DIST / package
    return {file.relative_to(folder).as_posix() for other in OTHERS for file in (folder / other).iterdir()}


def test_every_file_of_others_is_asked_for_by_the_demo_and_by_the_panel(
    context: BrowserContext, site: str, server: Server
) -> None:
    for address in (site, server.url):
        asked: set[str] = set()
        page = context.new_page()
        page.on("request", lambda request, asked=asked: asked.add(urlsplit(request.url).path.lstrip("/")))
        page.goto(address)
        page.locator(READY).wait_for()
        page.wait_for_load_state("networkidle")
        page.close()

        never = {name for name in held("site") - asked if not name.endswith(".br")}
        assert [name for name in never if not any(fnmatch.fnmatch(name, why) for why in NOW_AND_THEN)] == []


@pytest.mark.parametrize("maker", ["chrome", "firefox"])
def test_an_extension_holds_of_others_what_the_site_does(maker: str) -> None:
    assert held(maker) == {name for name in held("site") if not name.endswith(".br")}
