"""Notes on calls: the one editor, and the line of the call card that offers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.limits import NOTE_CHARS
from ..state.scene import Scene
from ..text.markup import Html, flag, h
from ..text.words import Words
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import CallOfDiary


def editor(words: Words, entry: CallOfDiary) -> Html:
    """A field for the note of a call; Enter saves it, and so does going elsewhere."""
    return h(
        '<form class="note-editor" data-act="note-save" data-call="{id}" autocomplete="off">'
        '<input id="noting" name="text" type="text" maxlength="{most}" value="{note}" aria-label="{label}" '
        'placeholder="{label}" data-act="note-save" data-on="focusout" data-escape="note-cancel" '
        'data-call="{id}"></form>',
        id=entry["call"], most=NOTE_CHARS, note=entry["note"], label=words("diary.note"),
    )  # fmt: skip


def on_card(scene: Scene) -> CallOfDiary | None:
    """Whose note the card shows: the one being written there, its call's, or in wrap-up the last call's."""
    calls, ui, agent = scene.diary["calls"] if scene.diary else (), scene.ui, scene.agent
    id_ = ui.noting if ui.noting_on_card else scene.call and scene.call["id"]
    if not id_ and agent and agent["wrap_up_until"]:
        return next(iter(calls), None)
    return next((entry for entry in calls if entry["call"] == id_), None)


def on_the_card(scene: Scene) -> Html:
    """The card's note. Its editor outlives the call: who types while the caller hangs up types on."""
    words, entry, writes = scene.words, on_card(scene), scene.ui.noting_on_card
    if entry is None:
        return Html('<div class="note-line" data-key="note" hidden></div>')
    here = scene.call is not None and scene.call["id"] == entry["call"]
    # Always there, so that the editor behind it stays the same element, and keeps the focus.
    caller = entry["name"] or words.caller(entry["number"])
    whose = h('<span class="whose"{}>{}</span>', flag("hidden", not writes or here), caller)
    label = words("diary.note_on", who=entry["note"]) if entry["note"] else words("diary.note")
    return h(
        '<div class="note-line" data-key="note"{writes}>{whose}{editor}<button type="button" '
        'class="note-button" id="note-on-card" data-act="note-open" data-call="{id}" data-place="card" '
        'aria-label="{label}" title="{label}"{passed}>{sign}<span>{text}</span></button></div>',
        id=entry["call"], label=label, sign=icon("note"), text=entry["note"] or words("diary.note"),
        writes=flag("data-writes", writes), passed=flag('tabindex="-1"', writes),
        whose=whose, editor=editor(words, entry) if writes else "",
    )  # fmt: skip
