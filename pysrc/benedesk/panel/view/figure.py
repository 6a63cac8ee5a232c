"""A queue's figure: a number that says by sign, word and colour when it deserves attention."""

from __future__ import annotations

from functools import lru_cache

from .. import figures
from ..markup import Html, h
from ..words import Words
from .icons import icon

_SIGNS = {figures.WARN: "warn", figures.ALARM: "alarm"}


@lru_cache(1024)  # the same few numbers stand in every row
def figure(words: Words, value: object, level: int = figures.CALM) -> Html:
    """A number at a level."""
    sign = icon(_SIGNS[level], words(f"level.{level}")) if level else ""
    return h('<span class="figure" data-level="{}">{}{}</span>', level, sign, value)


def wait(words: Words, oldest: float | None) -> Html:
    """How long the longest-waiting has waited; the clock moves its level, and the sign, by itself."""
    if oldest is None:
        return h('<span class="figure none">–</span>')
    signs = [icon(_SIGNS[level], words(f"level.{level}")) for level in (figures.WARN, figures.ALARM)]
    return h(
        '<span class="figure"><bene-clock since="{}" levels="{}"></bene-clock>{}{}</span>',
        oldest, figures.WAIT_LEVELS, *signs,
    )  # fmt: skip


def since(at: float) -> Html:
    """A clock that counts up from an instant."""
    return h('<bene-clock since="{}"></bene-clock>', at)


def until(at: float) -> Html:
    """A clock that counts down to an instant, and stops there."""
    return h('<bene-clock until="{}"></bene-clock>', at)


def moment(at: float) -> Html:
    """A time of day, written as the language writes it."""
    return h('<bene-time at="{}"></bene-time>', at)
