"""What a press means in the agent's own list of calls, and on a star. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...core.record import replace
from ..state.scene import Scene
from ..state.targets import Target
from ..state.ui import filled
from .orders import Act, Answer, Focus, Order, Send

if TYPE_CHECKING:
    from ...core.documents import CallOfDiary


def _star(scene: Scene, act: Act) -> Answer:
    target = Target(act["text"], act.get("whose", ""))
    return replace(scene.ui, targets=scene.ui.targets.toggled(target)), []


def _open(scene: Scene, act: Act) -> Answer:
    noting = scene.ui.noting if scene.ui.noting_on_card else ""
    return replace(scene.ui, diary_open=not scene.ui.diary_open, noting=noting), []


def _entry(scene: Scene, act: Act) -> CallOfDiary | None:
    calls = scene.diary["calls"] if scene.diary else ()
    return next((entry for entry in calls if entry["call"] == act["call"]), None)


def _call_back(scene: Scene, act: Act) -> Answer:
    """Call the number of a call of the list; in a call, only put it into the transfer field."""
    entry = _entry(scene, act)
    if not entry or not entry["number"] or "PlaceCall" in scene.ui.busy:
        return scene.ui, []
    if scene.call:
        return filled(scene.ui, scene.words.number(entry["number"]), entry["name"]), []
    args = {"number": entry["number"], "queue": entry["queue"], "label": entry["name"]}
    return scene.ui, [Send("PlaceCall", args)]


def _note_open(scene: Scene, act: Act) -> Answer:
    on_card = act.get("place") == "card"
    return replace(scene.ui, noting=act["call"], noting_on_card=on_card), [Focus("noting")]


def _note_save(scene: Scene, act: Act) -> Answer:
    """Enter, or the focus went elsewhere: then it stays where it went."""
    entry, ui = _entry(scene, act), scene.ui
    if not entry or ui.noting != act["call"] or ("NoteCall" in ui.busy and ui.noted == act["call"]):
        return ui, []
    text = act["fields"]["text"].strip()
    focus: list[Order] = [] if act.get("on") else [_button(scene, act)]
    if text == entry["note"]:
        return replace(ui, noting="", noting_on_card=False), focus
    order = Send("NoteCall", {"call": act["call"], "text": text})
    return replace(ui, noted=act["call"]), [order, *focus]


def _note_cancel(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, noting="", noting_on_card=False), [_button(scene, act)]


def _button(scene: Scene, act: Act) -> Focus:
    """The focus goes back to what opened the editor."""
    return Focus("note-on-card" if scene.ui.noting_on_card else f"note-on-{act['call']}")


DIARY_ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    "star": _star,
    "diary": _open,
    "call-back": _call_back,
    "note-open": _note_open,
    "note-save": _note_save,
    "note-cancel": _note_cancel,
}
