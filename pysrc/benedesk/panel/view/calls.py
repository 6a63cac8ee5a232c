"""Omat puhelut: the agent's own calls of the last day, to call back and to write a note on."""

from __future__ import annotations

from ..state.diary import outcome
from ..state.scene import Body
from ..text.markup import Html, flag, h, yes_no
from ..text.words import Words
from .figure import moment
from .icons import icon
from .note import editor

_SIGNS = {
    "taken": "done", "missed": "away", "transferred": "forward", "returned": "returned",
    "outgoing": "phone", "dialling": "phone", "not_reached": "clear",
}  # fmt: skip


def head(words: Words, is_open: bool, missed: int) -> Html:
    """The title that opens and closes the list; closed, it still tells of missed calls."""
    count = h("{} {}", icon("away"), words.count("log.missed_today", missed)) if missed else ""
    return h(
        '<div class="section-head" data-key="head"><h2 id="calls-title">'
        '<button type="button" class="disclosure" id="calls-button" data-act="calls" '
        'aria-expanded="{is_open}" aria-controls="call-rows">{chevron}{title}</button></h2>'
        '<p class="summary missed">{count}</p></div>',
        is_open=yes_no(is_open), chevron=icon("chevron"), title=words("log"), count=count,
    )  # fmt: skip


def row(words: Words, in_call: bool, logged: Body, today: bool, noting: bool) -> Html:
    """One call. `in_call`: a press on the number fills the transfer field instead of calling."""
    what = outcome(logged)
    word = words(f"log.{what}", to=logged["to"], reason=_reason(words, logged))
    at = moment(logged["at"]) if today else words.html("log.yesterday", at=moment(logged["at"]))
    about = " · ".join(filter(None, (logged["name"], logged["queue_name"])))
    return h(
        '<li class="entry logged" data-key="{id}" data-result="{what}"><span class="entry-sign">{sign}</span>'
        '<div class="whom"><span class="result"><span class="at">{at}</span> '
        '<b title="{word}">{word}</b></span>'
        '<span class="about" title="{about}">{about}</span></div>'
        '<div class="numbers">{number}{button}</div>{note}</li>',
        id=logged["call"], what=what, sign=icon(_SIGNS[what]), at=at, word=word, about=about,
        number=_number(words, logged, in_call), button=_note_button(words, logged, noting),
        note=editor(words, logged) if noting else _note(logged),
    )  # fmt: skip


def _reason(words: Words, logged: Body) -> str:
    return words(f"reason.{logged['reason']}") if logged["reason"] else ""


def _number(words: Words, logged: Body, in_call: bool) -> Html:
    if not logged["number"]:
        return h('<span class="withheld">{}</span>', words("number.withheld"))
    act, sign = (words("log.fill"), "forward") if in_call else (words("log.call"), "phone")
    return h(
        '<button type="button" class="number" data-act="call-back" data-call="{}" title="{} {}">{}'
        '<span class="vh">{} </span>{}</button>',
        logged["call"], act, logged["name"] or words.number(logged["number"]), icon(sign), act,
        words.number(logged["number"]),
    )  # fmt: skip


def _note_button(words: Words, logged: Body, noting: bool) -> Html:
    who = logged["name"] or words.caller(logged["number"])
    return h(
        '<button type="button" class="note-button" id="note-on-{id}" data-act="note-open" data-call="{id}" '
        'aria-expanded="{noting}" aria-label="{label}">{word}</button>',
        id=logged["call"], noting=yes_no(noting), label=words("log.note_on", who=who), word=words("log.note"),
    )  # fmt: skip


def _note(logged: Body) -> Html:
    return h('<p class="logged-note">{}</p>', logged["note"]) if logged["note"] else Html()


def foot(words: Words, empty: bool) -> Html:
    """What stands in place of rows when there are none."""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not empty), words("log.none"))
