"""The first paint, made at build time by the same views: what is seen before Python is there."""

from __future__ import annotations

from .painter import Painter
from .scene import Scene
from .ui import Ui
from .view.shell import CONTAINERS, parts, shell
from .words import words


def page_body(language: str) -> str:
    """The inside of `<body>`: the whole skeleton, loading. Its words are those of `language`."""
    return filled(Scene(words(language), Ui(language=language)))


def filled(scene: Scene) -> str:
    """The page for a scene, whole."""
    rows: dict[str, list[str]] = {}
    for container, _, changed in Painter().paint(CONTAINERS, parts(scene)):
        rows[container] = list(changed.values())
    return shell(rows)
