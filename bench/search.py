"""The directory with 50,000 entries: what one key press costs on the server, and the memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from statistics import median

from benedesk.core.directory import Directory

from .figures import Figure, percentile, seconds
from .people import entries

COUNT = 50_000
ROUNDS = 7
# From what costs most (a digit that begins every number, three letters that begin everything) to the usual.
TYPED = (
    "0",
    "04",
    "049 70",
    "+358",
    "a",
    "m",
    "m m m",
    "a v m",
    "vi",
    "virt",
    "virtanen",
    "aino v",
    "myynti 1",
)


def measure() -> Iterator[Figure]:
    people = entries(COUNT)
    tracemalloc.start()
    book = Directory(people)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    presses: list[float] = []
    slowest: dict[str, float] = {}
    for typed in TYPED:
        took = [seconds(partial(book.find, typed)) for _ in _fresh(book)]
        presses += took
        slowest[typed] = median(took)
    worst = max(slowest, key=lambda typed: slowest[typed])
    yield Figure(f"search, 50,000 entries: slowest key press ({worst!r})", slowest[worst] * 1e3, "ms", 16)
    yield Figure("search, 50,000 entries: key presses, p50", percentile(presses, 0.5) * 1e3, "ms")
    book.find(worst)
    yield Figure("search, 50,000 entries: the same again", seconds(lambda: book.find(worst)) * 1e3, "ms")
    yield Figure("search, 50,000 entries: memory beside the entries", held / 1e6, "MB")


def _fresh(book: Directory) -> Iterator[int]:
    """Rounds in which the directory remembers no search."""
    for turn in range(ROUNDS):
        book._find.cache_clear()
        yield turn
