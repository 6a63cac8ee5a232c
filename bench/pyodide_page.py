"""Runs in the panel's own interpreter. `given` is the text of the modules of bench that it needs, as JSON."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from functools import partial
from statistics import median
from types import ModuleType
from typing import Any

from benedesk.core.directory import Directory

for name, source in json.loads(given).items():  # type: ignore[name-defined]  # noqa: F821
    sys.modules[name] = ModuleType(name)
    exec(source, sys.modules[name].__dict__)
figures, people, rush = (sys.modules[f"bench.{name}"] for name in ("figures", "people", "rush"))

SIZES = (50, 500, 5000)
ROUNDS, TURNS = 21, 100
COUNT, PRESSES = 50_000, 9
TYPED = ("0", "04", "049 70", "+358", "a", "m", "m m m", "vi", "virtanen", "aino v", "myynti 1")


def _inputs() -> dict[str, Any]:
    desks = {f"n{size}": rush.Rush(size) for size in SIZES}
    for one in desks.values():
        one.forget_logs()
    gc.collect()
    gc.freeze()  # what was built before is not what is measured
    first = {name: one.inputs for name, one in desks.items()}
    times = figures.alternated(ROUNDS, **{name: partial(_turns, one) for name, one in desks.items()})
    each = {
        name[1:]: (one.inputs - first[name]) / ROUNDS / median(times[name]) for name, one in desks.items()
    }
    return {"share": figures.ratio(times["n5000"], times["n50"]), "inputs": each}


def _turns(one: Any) -> None:
    for _ in range(TURNS):
        one.turn()
        one.desk.touched.clear()


def _search() -> dict[str, Any]:
    entries = people.entries(COUNT)
    build_s = figures.seconds(lambda: Directory(entries))
    tracemalloc.start()
    book = Directory(entries)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    times = {typed: [_press(book, typed) for _ in range(PRESSES)] for typed in TYPED}
    worst = max(times, key=lambda typed: median(times[typed]))
    every = [took for some in times.values() for took in some]
    return {
        "worst": worst, "slowest_ms": median(times[worst]) * 1e3, "p50_ms": median(every) * 1e3,
        "build_s": build_s, "held_mb": held / 1e6,
    }  # fmt: skip


def _press(book: Directory, typed: str) -> float:
    book._find.cache_clear()
    return float(figures.seconds(lambda: book.find(typed)))


json.dumps(_inputs() | _search())
