"""What a press means in the agent's own list of calls, and on a star. Pure."""

from __future__ import annotations

from collections.abc import Callable

from ...core.record import replace
from ..state.scene import Scene
from ..state.targets import Target
from ..state.ui import filled
from .notes import entry_of
from .orders import Act, Answer, Send


def _star(scene: Scene, act: Act) -> Answer:
    target = Target(act["text"], act.get("whose", ""))
    return replace(scene.ui, targets=scene.ui.targets.toggled(target)), []


def _open(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, diary_open=not scene.ui.diary_open, noting=""), []


def _call_back(scene: Scene, act: Act) -> Answer:
    """Call the number of a call of the list; in a call, or just after one, only fill the transfer field."""
    entry = entry_of(scene, act["call"])
    if not entry or not entry["number"] or "PlaceCall" in scene.ui.busy:
        return scene.ui, []
    if scene.call or scene.just_over:
        return filled(scene.ui, scene.words.number(entry["number"]), entry["name"]), []
    args = {"number": entry["number"], "queue": entry["queue"], "label": entry["name"]}
    return scene.ui, [Send("PlaceCall", args)]


DIARY_ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    "star": _star,
    "diary": _open,
    "call-back": _call_back,
}
