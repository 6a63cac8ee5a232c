"""The directory: people and queues, found by any word of what is known of them (R10-R12).

Accent- and case-blind. Every typed word has to begin some word of the entry, or some spelling of one
of its numbers. Entries stand in the order of their names, so the best of many matches are the lowest
places, and sorted words give the places of all that begin alike: nothing is compared while a person
types.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING

from .numbering import TRUNK, numbering
from .numbers import HOME, bare_digits

if TYPE_CHECKING:  # panels search as well, and have no model
    from .model import AgentId, QueueId

SEARCHES_KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person or a queue. `numbers` are canonical; `agent` or `queue` names who it is at the desk."""

    id: str
    name: str
    numbers: tuple[str, ...]
    title: str = ""
    department: str = ""
    agent: AgentId | None = None
    queue: QueueId | None = None


class Directory:
    """All entries, searchable. Entries with the same id replace each other; the later wins."""

    def __init__(self, entries: Iterable[Entry] = (), country: str = HOME) -> None:
        self.country = country
        self.entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        named = sorted((fold(entry.name), entry.id) for entry in self.entries.values())
        self._names = [name for name, _ in named]
        self._ordered = [self.entries[id_] for _, id_ in named]
        self._name_words = _Words(set(name.split()) for name in self._names)
        self._all_words = _Words(_words_of(entry, country) for entry in self._ordered)
        self._owners: dict[str, str] = {}
        for entry in self._ordered:
            for number in entry.numbers:
                self._owners[number] = "" if number in self._owners else entry.name
        # What is on many screens is asked again whenever something in it changes.
        self._find = lru_cache(SEARCHES_KEPT)(self._search)

    def find(self, query: str, limit: int = 20) -> tuple[list[Entry], int]:
        """The best `limit` entries for what was typed, and how many others matched.

        Names that begin with the query come first, then names that hold it, then the rest; each in
        the order of names. Nothing typed finds nothing.
        """
        digits = _digits(query, self.country)
        wanted = (digits,) if digits else tuple(fold(query).split())
        places, more = self._find(wanted, limit) if wanted else ((), 0)
        return [self._ordered[place] for place in places], more

    def name_of(self, number: str) -> str:
        """Whose number it is, as documents have numbers; empty if nobody's, or if several share it."""
        return self._owners.get(number, "")

    def _search(self, wanted: tuple[str, ...], limit: int) -> tuple[tuple[int, ...], int]:
        found = self._all_words.beginning(wanted)
        best = list(_beginning(self._names, " ".join(wanted)))[:limit]
        if len(best) < limit:
            best += nsmallest(limit - len(best), self._name_words.beginning(wanted).difference(best))
        if len(best) < limit:
            best += nsmallest(limit - len(best), found.difference(best))
        return tuple(best), len(found) - len(best)


class _Words:
    """Which places have a word that begins so. Takes the words of each place, in order."""

    def __init__(self, words_of: Iterable[set[str]]) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(words_of):
            for word in words:
                places[word].append(place)
        self._words = [word for word in sorted(places) for _ in places[word]]
        self._places = array("L", (place for word in sorted(places) for place in places[word]))

    def beginning(self, wanted: Iterable[str]) -> set[int]:
        """The places that have, for every wanted word, one that begins with it."""
        ranges = sorted((_beginning(self._words, word) for word in wanted), key=len)
        found = set(self._places[ranges[0].start : ranges[0].stop])
        for hits in ranges[1:]:
            found.intersection_update(self._places[hits.start : hits.stop])
        return found


def _beginning(ordered: list[str], start: str) -> range:
    """Where in the sorted texts those are that begin with `start`."""
    first = bisect_left(ordered, start)
    return range(first, bisect_right(ordered, start, first, key=lambda text: text[: len(start)]))


# Letters that are no other letter with a mark, as people type them who do not have them.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_UNHEARD = dict.fromkeys(map(ord, "'’‘ʼ`´\u00ad\u200b\u200c\u200d\u2060"))  # inside of one word
_SIGNS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """What a searcher means: lower case, no accents, no signs. "Åke Höök" and "ake hook" are the same, as
    "Łukasz O’Brien-Sørensen" and "lukasz obrien sorensen" are."""
    text = text.casefold().translate(_UNHEARD)
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(part for part in parts if not unicodedata.combining(part))
    return _SIGNS.sub(" ", text).strip()


def _words_of(entry: Entry, country: str) -> set[str]:
    text = f"{entry.name} {entry.title} {entry.department}"
    words = set(fold(text).split())
    if any(mark in text for mark in "'’‘ʼ"):  # by Brien too, not only by OBrien
        words.update(fold(re.sub("['’‘ʼ]", " ", text)).split())
    for number in entry.numbers:
        bare = number.removeprefix("+")
        words.add(bare)
        if bare.startswith(country):
            at_home = bare.removeprefix(country)
            words.add(at_home if numbering(country).is_written_so(at_home) else TRUNK + at_home)
    return words


def _digits(query: str, country: str) -> str:
    """The digits of a query that is (the beginning of) a number, however written, as entries have them."""
    bare, digits = bare_digits(query.replace("(0)", ""))
    if not bare.startswith("+") and not digits.startswith("00"):
        return digits
    abroad = digits if bare.startswith("+") else digits[2:]
    return country + abroad[len(country) + 1 :] if abroad.startswith(country + TRUNK) else abroad
