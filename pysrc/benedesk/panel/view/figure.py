"""A queue's figure: a number that says by sign, word and colour when it deserves attention."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..state import figures
from ..text.markup import Html, h
from ..text.words import Words
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import LevelsOfQueue

_SIGNS = {figures.WARN: "warn", figures.ALARM: "alarm"}


@lru_cache(4096)  # the same few numbers stand in every row
def figure(words: Words, column: str, value: int, level: int = figures.CALM) -> Html:
    """A number as the cell of its column, at the level that it has there."""
    return _figure(column, h("{}{}", sign(words, level) if level else "", value), level)


def wait(words: Words, oldest: float | None, levels: LevelsOfQueue, column: str = "") -> Html:
    """How long the longest-waiting has waited, with `column` as its cell.

    The clock moves the level, and the sign, by itself.
    """
    if oldest is None:
        return _nobody(column)
    return _figure(
        column,
        h('<bene-clock since="{}" levels="{}"></bene-clock>{}{}', oldest, figures.wait_levels(levels),
          sign(words, figures.WARN), sign(words, figures.ALARM)),
    )  # fmt: skip


@cache
def _nobody(column: str) -> Html:
    return _figure(column, h('<span class="none">&ndash;</span>'))  # ASCII, as it stands in every row


@cache
def sign(words: Words, level: int) -> Html:
    """What says in shape and word that a figure deserves attention."""
    return icon(_SIGNS[level], words(f"level.{level}"))


def _figure(column: str, inside: Html, level: int = figures.CALM) -> Html:
    marked = f' data-level="{level}"' if level else ""
    if column:
        return Html(f'<td class="figure col-{column}"{marked}>{inside}</td>')
    return Html(f'<span class="figure"{marked}>{inside}</span>')


def since(at: float) -> Html:
    """A clock that counts up from an instant."""
    return h('<bene-clock since="{}"></bene-clock>', at)


def until(at: float) -> Html:
    """A clock that counts down to an instant, and stops there."""
    return h('<bene-clock until="{}"></bene-clock>', at)


def moment(at: float) -> Html:
    """A time of day, written as the language writes it."""
    return h('<bene-time at="{}"></bene-time>', at)


def hours(length_s: float) -> str:
    """A length of time: 1:05 is a minute and five seconds, 1:02:00 an hour and two minutes."""
    minutes, seconds = divmod(int(length_s), 60)
    rest = f"{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{rest}" if minutes >= 60 else rest


def ago(at: float) -> Html:
    """How long ago an instant was, in words that keep up by themselves; their title is the time of day."""
    return h('<bene-ago at="{}"></bene-ago>', at)
