"""Which rows of the page have to change: each is drawn anew only when something it shows has.

A part is one keyed element inside a container. The painter remembers what each was drawn from and
what came out, and answers with changes for `web/patch.js`: `[container, order | null, {key: html}]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

Change = list[Any]  # [container, order of keys or None when it stays, {key: html}]


class Part(NamedTuple):
    """One element. `inputs` is everything that `draw` looks at; while they are equal it is not called."""

    container: str
    key: str
    inputs: tuple[Any, ...]
    draw: Callable[[], str]


class Painter:
    """What is on the page now."""

    def __init__(self) -> None:
        self._drawn: dict[str, dict[str, tuple[tuple[Any, ...], str]]] = {}

    def paint(self, containers: Sequence[str], parts: Iterable[Part]) -> list[Change]:
        """The changes that lead from what is on the page to `parts`, container by container."""
        new: dict[str, dict[str, tuple[tuple[Any, ...], str]]] = {name: {} for name in containers}
        changed: dict[str, dict[str, str]] = {name: {} for name in containers}
        for part in parts:
            old = self._drawn.get(part.container, {}).get(part.key)
            if old and old[0] == part.inputs:
                new[part.container][part.key] = old
                continue
            html = part.draw()
            new[part.container][part.key] = (part.inputs, html)
            if not old or old[1] != html:
                changed[part.container][part.key] = html
        changes = [
            [name, None if list(rows) == list(self._drawn.get(name, ())) else list(rows), changed[name]]
            for name, rows in new.items()
        ]
        self._drawn = new
        return [change for change in changes if change[1] is not None or change[2]]

    def forget(self, container: str, key: str) -> None:
        """Draw this part next time even if nothing has changed: the page shows what was never agreed."""
        self._drawn.get(container, {}).pop(key, None)
