"""The panel's page without Python: a scene drawn by the views, with the real style sheet and scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from benedesk.panel.page import root_of
from benedesk.panel.prerender import filled
from benedesk.panel.state.scene import Scene
from playwright.sync_api import Page, Route

from tests.lab.panel.documents import NOW

OWN = ("clock.js", "patch.js", "whole.js")
SCRIPTS = "".join(f'<script type="module" src="{name}"></script>' for name in OWN)
Still = Callable[[Scene], Page]


def document(scene: Scene) -> str:
    """A whole page that shows the scene, at the instant NOW."""
    root = "".join(f' {name}="{value}"' for name, value in root_of(scene, (NOW, NOW, 1.0)).items())
    return (
        f"<!doctype html><html{root}><head><meta charset='utf-8'><title>BeneDesk</title>"
        f"<meta name='viewport' content='width=device-width'><link rel='stylesheet' href='panel.css'>"
        f"{SCRIPTS}</head><body>{filled(scene)}</body></html>"
    )


@pytest.fixture
def still(page: Page, site: str) -> Still:
    """still(scene) -> the page that shows it. Its clock stands at NOW until a test moves it."""
    shown: dict[str, Any] = {}

    def answer(route: Route) -> None:
        route.fulfill(body=shown["document"], content_type="text/html; charset=utf-8")

    page.clock.install(time=NOW - 60)
    page.clock.pause_at(NOW)
    page.route("**/still.html", answer)

    def show(scene: Scene) -> Page:
        shown["document"] = document(scene)
        page.goto(site + "still.html")
        page.wait_for_function("() => globalThis.benedeskPage !== undefined")
        return page

    return show
