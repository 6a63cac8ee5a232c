"""Notes on calls: the editor in the list, and the field of the call card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.limits import NOTE_CHARS
from ..acts.keys import hint
from ..state.scene import Scene
from ..text.markup import Html, h
from ..text.words import Words

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
    """Whose note the card has: that of the draft, its call's, or in wrap-up the last call's."""
    calls, draft, agent = scene.diary["calls"] if scene.diary else (), scene.ui.draft, scene.agent
    id_ = draft.call if draft else scene.call and scene.call["id"]
    if not id_ and agent and agent["wrap_up_until"]:
        return next(iter(calls), None)
    return next((entry for entry in calls if entry["call"] == id_), None)


def on_the_card(scene: Scene) -> Html:
    """The card's note, always there to be written in. It outlives the call: who types then, types on."""
    words, entry, draft = scene.words, on_card(scene), scene.ui.draft
    if entry is None:
        return Html('<div class="note-line" data-key="note" hidden></div>')
    here = scene.call is not None and scene.call["id"] == entry["call"]
    caller = entry["name"] or words.caller(entry["number"])
    label = words("diary.note") if here else words("diary.note_on", who=caller)
    note = draft.base if draft else entry["note"]
    return h(
        '<div class="note-line" data-key="note"><form data-act="note-entered" data-call="{id}">'
        '<textarea id="note-on-card" name="text" rows="2" maxlength="{most}" aria-label="{label}" '
        'placeholder="{label}" data-fill="{id} {note}" data-act="note-typed" data-leave="note-left" '
        'data-enter data-call="{id}"{keys}>{note}</textarea></form></div>',
        id=entry["call"], most=NOTE_CHARS, label=label, note=note,
        keys=hint(scene.ui.preferences, "note", label),
    )  # fmt: skip
