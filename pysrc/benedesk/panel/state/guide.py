"""Three things to try in the demo, one after the other: answer, send the call on, take it when it returns."""

from __future__ import annotations

from ...core.record import replace
from .scene import Scene
from .ui import Ui

STEPS = 3


def guided(ui: Ui, now: Scene) -> Ui:
    """The step that comes next, after what is to be seen now."""
    call = now.call
    talks = call is not None and call["state"] == "connected"
    done = (talks, bool(ui.sent), talks and bool(call and call["returned"]))
    return replace(ui, guide=ui.guide + 1) if now.scenario and ui.guide < STEPS and done[ui.guide] else ui


def step(ui: Ui) -> int | None:
    """The step to show, `STEPS` when all are done; None when they have been put away."""
    return None if ui.guide_closed else ui.guide
