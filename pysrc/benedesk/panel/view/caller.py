"""Who calls: how often and what became of it, and what was noted; to be known before the first word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..text.markup import Html, h, join
from ..text.words import Words
from .figure import moment
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import CallDocument, NoteOfCall, VisitOfCaller

DAY_S = 86_400.0


def history(words: Words, visits: Sequence[VisitOfCaller], day: float) -> Html:
    """One line: the how-manieth call of today, the last one and what became of it, a transfer that failed."""
    if not visits:
        return Html()
    facts = [
        f for f in (_today(words, visits, day), _last(words, visits[0], day), _failed(words, visits)) if f
    ]
    return h('<p class="history">{}</p>', Html(" · ".join(facts)))


def _today(words: Words, visits: Sequence[VisitOfCaller], day: float) -> Html | None:
    before = sum(visit["at"] >= day and not visit["outgoing"] for visit in visits)
    return h("<b>{}</b>", words("history.today", n=before + 1)) if before else None


def _last(words: Words, visit: VisitOfCaller, day: float) -> Html:
    key = "outgoing" if visit["outgoing"] and visit["outcome"] == "completed" else visit["outcome"] or "now"
    what = words(f"history.{key}", agent=visit["agent_name"], to=visit["to"])
    return h("{} {}", _when(words, visit["at"], day), what)


def _when(words: Words, at: float, day: float) -> Html:
    if at >= day:
        return moment(at)
    if at >= day - DAY_S:
        return words.html("diary.yesterday", at=moment(at))
    return h("{}", words("history.days_ago", n=int((day - at) // DAY_S) + 1))


def _failed(words: Words, visits: Sequence[VisitOfCaller]) -> Html | None:
    failed = next((visit for visit in visits if visit["reason"]), None)
    if failed is None:
        return None
    reason = words(f"reason.{failed['reason']}")
    return h("{}", words("history.failed", to=failed["failed_to"], reason=reason))


def notes(words: Words, call: CallDocument, me: str, day: float) -> Html:
    """What others have noted of this call, and anybody of the caller's earlier ones; the newest first."""
    return join(_note(words, note, day) for note in _notes(call, me))


def _notes(call: CallDocument, me: str) -> Iterator[NoteOfCall]:
    yield from (note for note in reversed(call["notes"]) if note["by"] != me)
    for visit in call["visits"]:
        yield from reversed(visit["notes"])


def _note(words: Words, note: NoteOfCall, day: float) -> Html:
    return h(
        '<p class="noted" title="{text}">{sign}<span><b>{by}</b> {at} {text}</span></p>',
        sign=icon("note"), by=note["by_name"], at=_when(words, note["at"], day), text=note["text"],
    )  # fmt: skip
