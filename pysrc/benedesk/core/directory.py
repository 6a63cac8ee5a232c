"""The directory: people and queues, found by any word of what is known of them (R10-R12).

Accent- and case-blind. Every typed word has to begin some word of the entry, or some spelling of one
of its numbers. One sorted list of words serves the look-up: its cost follows the matches, not the
size of the directory.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from .model import AgentId, QueueId


@dataclass(frozen=True, slots=True)
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

    def __init__(self, entries: Iterable[Entry] = (), country: str = "358") -> None:
        self.country = country
        self.entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        self._words = sorted(
            (word, entry.id) for entry in self.entries.values() for word in _words_of(entry, country)
        )

    def find(self, query: str, limit: int = 20) -> tuple[list[Entry], int]:
        """The best `limit` entries for what was typed, and how many others matched.

        Names that begin with the query come first, then names that hold it, then the rest; each in
        the order of names. Nothing typed finds nothing.
        """
        wanted = fold(query).split()
        digits = _digits(query, self.country)
        if digits:
            wanted = [digits]
        if not wanted:
            return [], 0
        found = set.intersection(*({id_ for id_ in self._beginning(word)} for word in wanted))
        ranked = sorted((self.entries[id_] for id_ in found), key=lambda entry: _rank(entry, wanted))
        return ranked[:limit], max(0, len(ranked) - limit)

    def _beginning(self, word: str) -> Iterable[str]:
        start = bisect_left(self._words, (word, ""))
        hits = takewhile(lambda i: self._words[i][0].startswith(word), range(start, len(self._words)))
        return (self._words[i][1] for i in hits)


def fold(text: str) -> str:
    """Lower case, without accents: "Åke Höök" and "ake hook" are the same to a searcher."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("-", " ")


def _words_of(entry: Entry, country: str) -> set[str]:
    words = set(fold(f"{entry.name} {entry.title} {entry.department}").split())
    for number in entry.numbers:
        bare = number.removeprefix("+")
        words.add(bare)
        if bare.startswith(country):
            words.add("0" + bare.removeprefix(country))
    return words


def _digits(query: str, country: str) -> str:
    """The digits of a query that is (the beginning of) a number, else empty."""
    bare = query.strip().removeprefix("tel:").strip()
    digits = "".join(c for c in bare if c.isdigit())
    if not digits or any(c not in "0123456789+-()./ \u00a0" for c in bare):
        return ""
    return digits.removeprefix("00") if digits.startswith("00") else digits


def _rank(entry: Entry, wanted: list[str]) -> tuple[int, str, str]:
    name = fold(entry.name)
    if name.startswith(" ".join(wanted)):
        place = 0
    elif all(any(part.startswith(word) for part in name.split()) for word in wanted):
        place = 1
    else:
        place = 2
    return place, name, entry.id
