"""The page as the panel uses it: changes go in through one function, acts come out through one callback.

The functions are those of `web/patch.js`, handed in by `browser`; a test hands in its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .painter import Painter
from .state.scene import Scene
from .view.announce import said
from .view.shell import CONTAINERS, parts
from .view.title import title

Clock = tuple[float, float, float]  # at our instant [1] theirs said [0]; it runs [2] times as fast


News = dict[str, Any]  # what web/patch.js takes, with the painter's changes as `rows`


def crossing(news: News) -> list[str]:
    """`news` as it crosses to JavaScript: JSON, and after it the markup of each container in turn.

    All in ASCII: strings with other letters cross ten times slower. Markup goes beside the JSON, which
    would read it letter by letter.
    """
    rows = news.get("rows", ())
    told = {**news, "rows": [[container, order, list(html)] for container, order, html in rows]}
    return [json.dumps(told), *(_ascii("".join(html.values())) for *_, html in rows)]


def _ascii(markup: str) -> str:
    return markup if markup.isascii() else markup.encode("ascii", "xmlcharrefreplace").decode()


class Page:
    """What is on screen. `show` brings it up to date; nothing else writes to the page."""

    def __init__(self, patch: Callable[[News], None]) -> None:
        self._patch = patch
        self._painter = Painter()
        self._before: Scene | None = None
        self._root: dict[str, str] = {}

    def show(self, scene: Scene, clock: Clock, focus: str = "") -> None:
        """Draw what has changed, say what has happened, and put the focus where it is asked for."""
        news: News = {}
        if self._before is None or title(scene) != title(self._before):
            news["title"] = title(scene)
        if rows := self._painter.paint(CONTAINERS, parts(scene)):
            news["rows"] = rows
        root = root_of(scene, clock)
        if changed := dict(root.items() - self._root.items()):
            news["root"] = changed
        self._root = root
        if self._before:
            aloud = said(self._before, scene)
            news |= {"alert": aloud.alert} if aloud.alert else {}
            news |= {"status": aloud.status} if aloud.status else {}
        self._before = scene
        if focus:
            news["focus"] = focus
        if news:
            self._patch(news)

    def redraw(self, container: str, key: str) -> None:
        """The page shows what an agent chose and the desk did not accept: draw this part again."""
        self._painter.forget(container, key)


def root_of(scene: Scene, clock: Clock) -> dict[str, str]:
    """The attributes of the page's root: its language, how true it is, the desk's clock."""
    state = scene.link.state
    return {
        "lang": scene.words.language,
        "data-connection": state,
        "data-view": "sign-in" if state == "signed_out" else "search" if scene.ui.search else "desk",
        "data-clock": " ".join(map(repr, clock)),
        "data-ready": "1",
    }
