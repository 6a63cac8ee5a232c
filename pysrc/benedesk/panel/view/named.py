"""What carries two names: a short one of the trade to see, and the guide's own to be found by.

Both are in the accessible name, the one that is seen first: whoever speaks to their browser says what they
see (WCAG 2.5.3), and the guide's word (R8, R10) keeps its promise to who looks for it.
"""

from __future__ import annotations

from ..text.markup import Html, h
from ..text.words import Words


def named(words: Words, key: str) -> Html:
    """The name of `key` as it is seen, `key.shown`; after it the guide's, unseen, where that is another."""
    shown, name = words(f"{key}.shown"), words(key)
    return h("{}", shown) if shown == name else h('{}<span class="vh"> {}</span>', shown, name)
