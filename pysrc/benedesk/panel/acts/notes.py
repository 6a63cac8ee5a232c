"""Notes on calls: in the list one is opened and closed; on the card it is written at any time. Pure.

What is typed on the card is a draft, which the desk is told at each pause, when the field is left, and before
the call goes anywhere. The draft is let go when the desk has what stands in it and the field has been left.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...core.record import replace
from ..state.scene import Scene
from ..state.ui import Draft, Ui
from .orders import Act, Answer, Focus, Order, SaveSoon, Send

if TYPE_CHECKING:
    from ...core.documents import CallOfDiary

GO_AWAY = {"TransferCall", "HangUpCall", "HoldCall"}  # commands after which another may have the call


def entry_of(scene: Scene, call: str) -> CallOfDiary | None:
    """The call in the agent's own list."""
    calls = scene.diary["calls"] if scene.diary else ()
    return next((entry for entry in calls if entry["call"] == call), None)


# -- on the card -----------------------------------------------------------------------------------


def _typed(scene: Scene, act: Act) -> Answer:
    entry, draft = entry_of(scene, act["call"]), scene.ui.draft
    if entry is None:
        return scene.ui, []
    base = draft.base if draft and draft.call == entry["call"] else entry["note"]
    return replace(scene.ui, draft=Draft(entry["call"], act["value"], base)), [SaveSoon()]


def _left(scene: Scene, act: Act) -> Answer:
    draft = scene.ui.draft
    if draft is None:
        return scene.ui, []
    return told(replace(scene, ui=replace(scene.ui, draft=replace(draft, left=True))))


def _entered(scene: Scene, act: Act) -> Answer:
    """Enter: the note is done, and the keys are for what comes next."""
    ui, orders = _left(scene, act)
    return ui, [*orders, Focus("card")]


def told(scene: Scene) -> Answer:
    """Tell the desk what it does not have of the draft yet."""
    ui, draft = scene.ui, scene.ui.draft
    entry = entry_of(scene, draft.call) if draft else None
    if draft is None or entry is None or ("NoteCall" in ui.busy and ui.noted == draft.text):
        return ui, []
    text = draft.text.strip()
    if text == entry["note"]:
        return replace(ui, draft=None) if draft.left else ui, []
    return replace(ui, noted=draft.text), [Send("NoteCall", {"call": draft.call, "text": text})]


def before_it_goes(scene: Scene, orders: list[Order]) -> Answer:
    """The same orders, with the draft told before the call is another's."""
    ui = scene.ui
    if any(isinstance(order, Send) and order.name in GO_AWAY for order in orders):
        ui, first = told(scene)
        orders = [*first, *orders]
    return ui, orders


# -- in the list -----------------------------------------------------------------------------------


def _open(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, noting=act["call"]), [Focus("noting")]


def _save(scene: Scene, act: Act) -> Answer:
    """Enter, or the focus went elsewhere: then it stays where it went."""
    entry, ui = entry_of(scene, act["call"]), scene.ui
    if not entry or ui.noting != act["call"] or ("NoteCall" in ui.busy and ui.noted == act["call"]):
        return ui, []
    text = act["fields"]["text"].strip()
    focus: list[Order] = [] if act.get("on") else [_button(act)]
    if text == entry["note"]:
        return replace(ui, noting=""), focus
    order = Send("NoteCall", {"call": act["call"], "text": text})
    return replace(ui, noted=act["call"]), [order, *focus]


def _cancel(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, noting=""), [_button(act)]


def _button(act: Act) -> Focus:
    """The focus goes back to what opened the editor."""
    return Focus(f"note-on-{act['call']}")


def _told(scene: Scene, act: Act) -> tuple[Ui, list[Order]]:
    return told(scene)


NOTE_ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    "note-typed": _typed,
    "note-left": _left,
    "note-entered": _entered,
    "note-pause": _told,
    "note-open": _open,
    "note-save": _save,
    "note-cancel": _cancel,
}
