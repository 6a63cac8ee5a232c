"""From what is typed to where the call goes: the search, its hits, the transfer field, Siirrä. Pure.

One search has two fields: the directory's, and the transfer field itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...core.record import replace
from ..state.aim import aim, remembered, why_not
from ..state.hits import best, current, stepped
from ..state.scene import Scene, target_of
from ..state.ui import Ui, filled, searched, unsearched
from .orders import Act, Answer, Focus, Send


def _search(scene: Scene, act: Act) -> Answer:
    return searched(scene.ui, act["value"].strip()), []


def _search_end(scene: Scene, act: Act) -> Answer:
    return unsearched(scene.ui), []


def _target(scene: Scene, act: Act) -> Answer:
    """What is typed into the transfer field is searched for as well, in place of what the other field has."""
    ui = replace(scene.ui, target=act["value"], whose="", refused="", awaited=False)
    if ui.search != scene.ui.target.strip():
        ui = unsearched(ui)
    return searched(ui, act["value"].strip()), []


def _fill(scene: Scene, act: Act) -> Answer:
    """R10, R11: a click fills the field; it never transfers."""
    return filled(scene.ui, act["text"], act.get("whose", "")), []


def _again(scene: Scene, act: Act) -> Answer:
    """R15: the call that came back goes to where it went before, at one press."""
    return _send(replace(scene, ui=filled(scene.ui, act["text"], act.get("whose", ""))))


def _clear(scene: Scene, act: Act) -> Answer:
    return unsearched(filled(scene.ui, "", "")), [Focus("target")]


def _step(by: int) -> Callable[[Scene, Act], Answer]:
    """An arrow key: Enter takes another hit; one that has been taken already gives it its place."""

    def meaning(scene: Scene, act: Act) -> Answer:
        hit, ui = stepped(scene, by), scene.ui
        if hit is None:
            return ui, []
        if ui.target and ui.target == ui.filled and (spot := target_of(scene.words, hit)):
            ui = taken(scene, spot)
        return replace(ui, chosen=hit["id"]), []

    return meaning


def _take(scene: Scene, act: Act) -> Answer:
    """Enter takes the hit into the transfer field; Enter again, now there, sends."""
    if scene.ui.search and not current(scene):
        return replace(scene.ui, awaited=True), [Focus("target")]
    spot = best(scene) if scene.ui.search else None
    return (taken(scene, spot), [Focus("target")]) if spot else (scene.ui, [])


def taken(scene: Scene, spot: tuple[str, str]) -> Ui:
    """The transfer field with this in it, and whose it is."""
    ui = scene.ui
    return ui if spot == (ui.target, ui.whose) else filled(ui, *spot)


def _send_hit(scene: Scene, act: Act) -> Answer:
    """A hit's arrow, or Ctrl and Enter: into the field and away. Hits yet to come are only taken."""
    if act.get("at") == "target" and not scene.ui.chosen and aim(scene):
        return _send(scene)
    if not current(scene):
        return _take(scene, act)
    entries = scene.found["entries"] if scene.found else ()
    pressed = (entry for entry in entries if entry["id"] == act.get("entry"))
    hit = next(pressed, None)
    spot = target_of(scene.words, hit) if hit else best(scene)
    return _send(replace(scene, ui=taken(scene, spot))) if spot else (scene.ui, [])


def _transfer(scene: Scene, act: Act) -> Answer:
    """R13: the button sends. Enter in the field takes the hit first, where what is typed is no target yet."""
    if scene.ui.chosen and scene.ui.search == scene.ui.target.strip():
        return _take(scene, act)
    return _send(scene) if aim(scene) or not scene.ui.target.strip() else _take(scene, act)


def _send(scene: Scene) -> Answer:
    """The call goes to what stands in the field; asked again after `target_unavailable`, all the same."""
    ui, to = scene.ui, aim(scene)
    if scene.call is None or to is None or why_not(scene) or "TransferCall" in ui.busy:
        return ui, []
    args: dict[str, Any] = {"call": scene.call["id"], "target": to.text, "label": to.whose}
    if ui.refused == "target_unavailable":
        args["anyway"] = True
    return replace(ui, refused="", trying=remembered(scene)), [Send("TransferCall", args)]


SENDING_ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    "search": _search,
    "search-end": _search_end,
    "target": _target,
    "fill": _fill,
    "again": _again,
    "clear": _clear,
    "hit-next": _step(1),
    "hit-previous": _step(-1),
    "take": _take,
    "send-hit": _send_hit,
    "transfer": _transfer,
}
