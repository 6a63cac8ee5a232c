"""The first paint, made at build time by the same views: what is seen before Python is there."""

from __future__ import annotations

from .painter import Painter
from .state.scene import Scene
from .state.ui import Ui
from .text.words import LANGUAGES, words
from .view import notices
from .view.shell import CONTAINERS, parts, shell


def page_body(language: str) -> str:
    """The inside of `<body>`: the whole skeleton, loading, in `language`; and what it says if it stays so."""
    failed = notices.failed(map(words, LANGUAGES))
    page = filled(Scene(words=words(language), ui=Ui(language=language)))
    return f'{page}\n<template id="failed">{failed}</template>'


def filled(scene: Scene) -> str:
    """The page for a scene, whole."""
    rows: dict[str, list[str]] = {}
    for container, _, changed in Painter().paint(CONTAINERS, parts(scene)):
        rows[container] = list(changed.values())
    return shell(rows)
