"""axe-core finds nothing to complain of, in any state of the panel: light and dark, in every language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benedesk.core.record import replace
from benedesk.panel.page import root_of
from benedesk.panel.prerender import filled
from benedesk.panel.state.scene import Scene
from benedesk.panel.state.ui import Sound
from playwright.sync_api import Page

from tests.lab.browser.still import document
from tests.lab.panel.documents import NOW
from tests.lab.panel.states import states

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"

# The next state takes the place of the last one: loading a page for each would take most of the time.
SWAP = """([attributes, body]) => {
  for (const [name, value] of Object.entries(attributes)) document.documentElement.setAttribute(name, value);
  document.body.innerHTML = body;
}"""
COMPLAINTS = """async (only) => {
  const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) =>
    `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`));
}"""


def silent(scene: Scene) -> Scene:
    """The same, where the browser waits for a press, and knows of loudspeakers."""
    sound = Sound(allowed=False, choosable=True, devices=(("1", "Jabra Evolve2"),))
    return replace(scene, ui=replace(scene.ui, sound=sound))


@pytest.mark.parametrize("language", ["fi", "en", "sv"])
def test_axe_finds_nothing_in_any_state(page: Page, site: str, language: str) -> None:
    every = states(language)
    every["no sound yet"] = silent(every["receiving off"])
    first = document(next(iter(every.values())))
    page.route(
        "**/still.html", lambda route: route.fulfill(body=first, content_type="text/html; charset=utf-8")
    )
    page.emulate_media(reduced_motion="reduce")
    page.goto(site + "still.html")
    page.add_script_tag(path=AXE)

    found: dict[str, Any] = {}
    for name, seen in every.items():
        page.evaluate(SWAP, [root_of(seen, (NOW, NOW, 1.0)), filled(seen)])
        for scheme, only in (("light", None), ("dark", ["color-contrast"])):  # only colours differ
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if complaints := page.evaluate(COMPLAINTS, only):
                found[f"{name}, {scheme}"] = complaints
    assert found == {}
