"""Runs in the panel's own interpreter: draws a table of many queues with the panel's painter and views."""

from __future__ import annotations

import json
from dataclasses import replace
from time import perf_counter

import js
from benedesk.core.documents import QueueDocument
from benedesk.panel.page import crossing
from benedesk.panel.painter import Change, Painter
from benedesk.panel.state.scene import LinkState, Scene
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words
from benedesk.panel.view.figure import sign
from benedesk.panel.view.shell import CONTAINERS, parts
from pyodide.ffi import create_proxy


class Table:
    """The queues of one company, drawn as the panel draws them."""

    def __init__(self, rows: int) -> None:
        self.painter = Painter()
        self.queues = [_queue(place, 0) for place in range(rows)]
        self.scene = Scene(
            words=words("fi"), ui=Ui(language="fi"), link=LinkState("live"), queues=self.queues
        )
        self.table = [part for part in parts(self.scene) if part.container == "queue-rows"]
        self.turn = 0
        self.took: dict[str, list[float]] = {"painting": [], "crossing": [], "patch": []}

    def full(self) -> None:
        """The table and nothing else: the JavaScript beside it draws no more."""
        start = perf_counter()
        changes = Painter().paint(("queue-rows",), self.table)
        painted = perf_counter()
        crossed = self._crossing(changes)
        ready = perf_counter()
        js.benedeskPage.patch(*crossed)
        times = (painted - start, ready - painted, perf_counter() - ready)
        for name, seconds in zip(self.took, times, strict=True):
            self.took[name].append(seconds * 1000)

    def told(self) -> str:
        """Of what the first renders were made, in ms, as JSON."""
        return json.dumps(self.took)

    def show(self) -> None:
        """The whole panel, as `update` finds it."""
        self.painter = Painter()
        self._put(self.painter.paint(CONTAINERS, parts(self.scene)))

    def change(self, count: int) -> None:
        """`count` queues have changed: their documents are new objects, as from the wire."""
        self.turn += 1
        for n in range(count):
            place = (self.turn * 37 + n * 11) % len(self.queues)
            self.queues[place] = _queue(place, self.turn)
        self.scene = replace(self.scene, queues=list(self.queues))

    def update(self) -> None:
        self._put(self.painter.paint(CONTAINERS, parts(self.scene)))

    def _put(self, changes: list[Change]) -> None:
        js.benedeskPage.patch(*self._crossing(changes))

    def _crossing(self, changes: list[Change]) -> list[str]:
        rows = [["bench-rows", *change] for container, *change in changes if container == "queue-rows"]
        return crossing({"rows": rows})


def _queue(place: int, turn: int) -> QueueDocument:
    return {
        "id": f"q{place}", "name": f"Palvelusarja {place}", "number": f"+35899245{place:04}", "open": True,
        "serving": place % 7, "free": (place + turn) % 5, "active": place % 9, "calls": turn % 4,
        "length": (place + turn) % 6, "oldest": None,
        "levels": {"length": [1, 3], "wait_s": [30.0, 60.0]},
    }  # fmt: skip


js.benchTable = create_proxy(Table)
js.benchSigns = json.dumps(["", *(sign(words("fi"), level) for level in (1, 2))])
