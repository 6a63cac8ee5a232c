"""Where this agent sends calls again and again, while nothing is searched: favourites, last targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.targets import Target
from ..text.markup import Html, flag, h
from ..text.words import Words
from .hit import load, presence, sign, star
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import FoundEntry, QueueDocument


def head(words: Words, empty: bool) -> Html:
    """The list's title; where there are no targets yet there is no list."""
    return h(
        '<div class="list-head" data-key="head"{}><h2 id="targets-title">{}</h2></div>',
        flag("hidden", empty), words("targets"),
    )  # fmt: skip


def target(
    words: Words, one: Target, starred: bool, queue: QueueDocument | None, person: FoundEntry | None = None
) -> Html:
    """A favourite, or one of the last targets; with a queue's load or a person's availability if known."""
    name = one.whose or one.text
    picture = icon("queue" if queue else "person") if starred else icon("clock", words("directory.recent"))
    picture = sign(person) if person else h('<span class="entry-sign">{}</span>', picture)
    state = load(words, queue) if queue else presence(words, person) if person else ""
    button = h(
        '<button type="button" class="{}" data-act="fill" data-text="{}" data-whose="{}" '
        'title="{}">{}</button>',
        "number" if one.whose else "name queue-name", one.text, one.whose,
        words("directory.fill", name=name), one.text,
    )  # fmt: skip
    whom = h('<span class="name">{}</span>', one.whose) if one.whose else button
    return h(
        '<li class="entry" data-key="target/{}">{}<div class="whom">{}{}</div>'
        '<div class="numbers">{}</div>{}</li>',
        one.key, picture, whom, state, button if one.whose else "", star(words, one, name, starred),
    )  # fmt: skip
