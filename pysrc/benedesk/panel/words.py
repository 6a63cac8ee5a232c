"""The words of the user interface, from one catalogue a language (`locales/*.json`).

A key that has a form for one and one for more ends in `.one` and `.other`; all three languages agree
on when to use which. Placeholders are those of `str.format`.
"""

from __future__ import annotations

import json
import pkgutil
from functools import cache

from .markup import Html, h

LANGUAGES = ("fi", "en", "sv")
DEFAULT = LANGUAGES[0]


class Words:
    """One language's words; equal only to itself, so that it can stand among a row's inputs."""

    def __init__(self, language: str, catalogue: dict[str, str]) -> None:
        self.language = language
        self.catalogue = catalogue

    def __call__(self, key: str, **filled: object) -> str:
        """The word for `key`, as plain text."""
        return self.catalogue[key].format(**filled) if filled else self.catalogue[key]

    def html(self, key: str, **filled: object) -> Html:
        """The word for `key` as markup: what is filled in may be markup, and is escaped otherwise."""
        return h(self.catalogue[key], **filled)

    def count(self, key: str, n: int, **filled: object) -> str:
        """The word for `key` that fits `n` of something."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=n, **filled)


@cache
def words(language: str) -> Words:
    """The words of a language; of the default one when there is no such language."""
    if language not in LANGUAGES:
        return words(DEFAULT)
    data = pkgutil.get_data(__package__, f"locales/{language}.json")
    assert data is not None, language
    return Words(language, json.loads(data))
