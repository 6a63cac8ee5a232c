"""Omat puhelut: the agent's own calls of the last day, to call back and to write a note on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.diary import outcome
from ..text.markup import Html, flag, h, yes_no
from ..text.words import Words
from .figure import moment
from .icons import icon
from .note import editor

if TYPE_CHECKING:
    from ...core.documents import CallOfDiary

_SIGNS = {
    "taken": "done", "missed": "away", "transferred": "forward", "returned": "returned",
    "outgoing": "phone", "dialling": "phone", "not_reached": "clear",
}  # fmt: skip


def head(words: Words, is_open: bool, missed: int) -> Html:
    """The title that opens and closes the list; closed, it still tells of missed calls."""
    count = h("{} {}", icon("away"), words.count("diary.missed_today", missed)) if missed else ""
    return h(
        '<div class="section-head" data-key="head"><h2 id="diary-title">'
        '<button type="button" class="disclosure" id="diary-button" data-act="diary" '
        'aria-expanded="{is_open}" aria-controls="diary-rows">{chevron}{title}</button></h2>'
        '<p class="summary missed">{count}</p></div>',
        is_open=yes_no(is_open), chevron=icon("chevron"), title=words("diary"), count=count,
    )  # fmt: skip


def row(words: Words, in_call: bool, entry: CallOfDiary, today: bool, noting: bool) -> Html:
    """One call. `in_call`: a press on the number fills the transfer field instead of calling."""
    what = outcome(entry)
    word = words(f"diary.{what}", to=entry["to"], reason=_reason(words, entry))
    at = moment(entry["at"]) if today else words.html("diary.yesterday", at=moment(entry["at"]))
    about = " · ".join(filter(None, (entry["name"], entry["queue_name"])))
    return h(
        '<li class="entry of-diary" data-key="{id}" data-result="{what}">'
        '<span class="entry-sign">{sign}</span>'
        '<div class="whom"><span class="result"><span class="at">{at}</span> '
        '<b title="{word}">{word}</b></span>'
        '<span class="about" title="{about}">{about}</span></div>'
        '<div class="numbers">{number}{button}</div>{note}</li>',
        id=entry["call"], what=what, sign=icon(_SIGNS[what]), at=at, word=word, about=about,
        number=_number(words, entry, in_call), button=_note_button(words, entry, noting),
        note=editor(words, entry) if noting else _note(entry),
    )  # fmt: skip


def _reason(words: Words, entry: CallOfDiary) -> str:
    return words(f"reason.{entry['reason']}") if entry["reason"] else ""


def _number(words: Words, entry: CallOfDiary, in_call: bool) -> Html:
    if not entry["number"]:
        return h('<span class="withheld">{}</span>', words("number.withheld"))
    act, sign = (words("diary.fill"), "forward") if in_call else (words("diary.call"), "phone")
    return h(
        '<button type="button" class="number" data-act="call-back" data-call="{}" title="{} {}">{}'
        '<span class="vh">{} </span>{}</button>',
        entry["call"], act, entry["name"] or words.number(entry["number"]), icon(sign), act,
        words.number(entry["number"]),
    )  # fmt: skip


def _note_button(words: Words, entry: CallOfDiary, noting: bool) -> Html:
    who = entry["name"] or words.caller(entry["number"])
    return h(
        '<button type="button" class="note-button" id="note-on-{id}" data-act="note-open" data-call="{id}" '
        'aria-expanded="{noting}" aria-label="{label}">{word}</button>',
        id=entry["call"], noting=yes_no(noting), label=words("diary.note_on", who=who),
        word=words("diary.note"),
    )  # fmt: skip


def _note(entry: CallOfDiary) -> Html:
    return h('<p class="diary-note">{}</p>', entry["note"]) if entry["note"] else Html()


def foot(words: Words, empty: bool) -> Html:
    """What stands in place of rows when there are none."""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not empty), words("diary.none"))
