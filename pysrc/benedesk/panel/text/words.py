"""What is read in the panel: words from one catalogue a language (`locales/*.json`), and numbers.

A key that has a form for one and one for more ends in `.one` and `.other`; all three languages agree
on when to use which. Placeholders are those of `str.format`.
"""

from __future__ import annotations

import json
import pkgutil
from functools import cache

from ...core.errors import Refused
from ...core.numbers import HOME, canonical, canonical_or_raw, grouped
from .markup import Html, h

LANGUAGES = ("fi", "en", "sv")
DEFAULT = LANGUAGES[0]


class Words:
    """One language's words, and one country's numbers.

    Equal only to itself, so that it can stand among a row's inputs.
    """

    def __init__(self, language: str, country: str, catalogue: dict[str, str]) -> None:
        self.language = language
        self.country = country
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

    def number(self, number: str) -> str:
        """A number of a document as a person of the desk's country reads it; empty when withheld."""
        return grouped(number, self.country)

    def caller(self, number: str) -> str:
        """The same, or words for a caller who withholds theirs."""
        return self.number(number) or self("number.withheld")

    def dialled(self, written: str) -> str:
        """The other way: what a person has written as a document has it, if it is a number at all."""
        return canonical_or_raw(written, self.country)

    def is_number(self, written: str) -> bool:
        """Whether what a person has written can be dialled."""
        try:
            return bool(canonical(written, self.country))
        except Refused:
            return False


def words(language: str, country: str = HOME) -> Words:
    """The words of a language; of the default one when there is no such language."""
    return _words(language if language in LANGUAGES else DEFAULT, country)


@cache
def _words(language: str, country: str) -> Words:
    data = pkgutil.get_data(__package__, f"locales/{language}.json")
    assert data is not None, language
    return Words(language, country, json.loads(data))
