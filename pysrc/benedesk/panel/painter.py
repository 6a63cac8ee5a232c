"""Which rows of the page have to change: each is drawn anew only when something it shows has.

A part is one keyed element inside a container, rows are many alike. The painter remembers what each
was drawn from and what came out, and answers with changes for `web/patch.js`:
`[container, order | null, {key: html}]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Change = list[Any]  # [container, order of keys or None when it stays, {key: html}]
Inputs = tuple[Any, ...]


class Part(NamedTuple):
    """One element. `inputs` is everything that `draw` looks at; while they are equal it is not called."""

    container: str
    key: str
    inputs: Inputs
    draw: Callable[[], str]


class Rows(NamedTuple):
    """Elements alike, by key. `draw` gets what they share and then what is a row's own."""

    container: str
    shared: Inputs
    own: Mapping[str, Inputs]
    draw: Callable[..., str]


class _Drawn:
    """What one container holds: of every element what it was drawn from, and its markup."""

    __slots__ = ("rows", "shared")

    def __init__(self) -> None:
        self.rows: dict[str, tuple[Inputs, str]] = {}
        self.shared: Inputs | None = None


class Painter:
    """What is on the page now."""

    def __init__(self) -> None:
        self._drawn: dict[str, _Drawn] = {}

    def paint(self, containers: Sequence[str], parts: Iterable[Part | Rows]) -> list[Change]:
        """The changes that lead from what is on the page to `parts`, container by container."""
        before = {name: self._drawn.get(name) or _Drawn() for name in containers}
        self._drawn = {name: _Drawn() for name in containers}
        changed: dict[str, dict[str, str]] = {name: {} for name in containers}
        for part in parts:
            name = part.container
            if isinstance(part, Rows):
                _rows(part, before[name], self._drawn[name], changed[name])
            else:
                _part(part, before[name], self._drawn[name], changed[name])
        changes: list[Change] = []
        for name, now in self._drawn.items():
            order = list(now.rows)
            moved = order != list(before[name].rows)
            if moved or changed[name]:
                changes.append([name, order if moved else None, changed[name]])
        return changes

    def forget(self, container: str, key: str) -> None:
        """Draw this part next time even if nothing has changed: the page shows what was never agreed."""
        if container in self._drawn:
            self._drawn[container].rows.pop(key, None)


def _part(part: Part, old: _Drawn, now: _Drawn, changed: dict[str, str]) -> None:
    before = old.rows.get(part.key)
    if before and before[0] == part.inputs:
        now.rows[part.key] = before
        return
    html = part.draw()
    now.rows[part.key] = (part.inputs, html)
    if not before or before[1] != html:
        changed[part.key] = html


def _rows(part: Rows, old: _Drawn, now: _Drawn, changed: dict[str, str]) -> None:
    _, shared, own, draw = part
    now.shared = shared
    before, rows = (old.rows if old.shared == shared else {}), now.rows
    for key, inputs in own.items():
        kept = before.get(key)
        if kept and kept[0] == inputs:
            rows[key] = kept
            continue
        html = draw(*shared, *inputs)
        rows[key] = (inputs, html)
        kept = kept or old.rows.get(key)
        if not kept or kept[1] != html:
            changed[key] = html
