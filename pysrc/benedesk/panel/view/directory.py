"""The directory: one search over people and queues; a click on a hit fills the transfer field (R10)."""

from __future__ import annotations

from ...core.limits import SEARCH_CHARS
from ..acts.keys import hint
from ..state.preferences import Preferences
from ..state.scene import Scene
from ..text.markup import Html, flag, h
from ..text.words import Words
from .icons import icon


def head(words: Words, preferences: Preferences, clears: int) -> Html:
    """The title and the search field."""
    return h(
        '<form class="list-head search" role="search" data-key="head" data-act="take" autocomplete="off">'
        '<h2 id="directory-title"><label for="search">{}</label></h2><span class="field">{}'
        '<input id="search" type="search" data-act="search" maxlength="{}" placeholder="{}" value="" '
        'data-fill="{}" data-escape="search-end" spellcheck="false"{}></span></form>',
        words("directory"), icon("search"), SEARCH_CHARS, words("directory.placeholder"), clears,
        hint(preferences, "search", words("directory")),
    )  # fmt: skip


def foot(scene: Scene) -> Html:
    """What is not on screen: nothing asked, nothing found, or how many more there are."""
    words, found, query = scene.words, scene.found, scene.ui.search
    if not query:
        text = ""
    elif found is None:
        text = words("directory.searching")
    elif not found["entries"]:
        text = words("directory.none", query=query)
    else:
        text = words.count("directory.more", found["more"]) if found["more"] else ""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not text), text)
