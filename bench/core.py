"""What one input costs on desks of 50, 500 and 5,000 agents, and how long a day takes to replay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import partial
from statistics import median

from benedesk.core.loop import replay
from benedesk.wire.desk_codec import event_from_json, event_to_json
from benedesk.wire.hub import prepare

from .figures import Figure, alternated, ratio, seconds
from .rush import Rush

SIZES = (50, 500, 5000)
ROUNDS = 15
TURNS = 40
DAY = 100_000


def measure() -> Iterator[Figure]:
    desks = {f"n{size}": Rush(size) for size in SIZES}
    gc.collect()
    gc.freeze()  # what was built before is not what is measured
    for documents in (False, True):
        for rush in desks.values():
            rush.forget_logs()
            rush.desk.touched.clear()
        first = {name: rush.inputs for name, rush in desks.items()}
        times = alternated(ROUNDS, **{name: partial(_turns, rush, documents) for name, rush in desks.items()})
        what = "one input with its documents" if documents else "one input"
        share = ratio(times["n5000"], times["n50"])
        yield Figure(f"core: {what}, 5,000 agents / 50", share, "×", None if documents else 1.3)
        for name, rush in desks.items():
            each = (rush.inputs - first[name]) / ROUNDS
            yield Figure(f"core: {what}, {name[1:]} agents", each / median(times[name]), "/s")
    yield from _replay()


def _turns(rush: Rush, documents: bool) -> None:
    for _ in range(TURNS):
        rush.turn()
        if documents:
            prepare(rush.desk)


def _replay() -> Iterator[Figure]:
    """A company of 50 from its first event; journals hold text, so reading it is measured as well."""
    rush = Rush(50, keep=True)
    while len(rush.events) < DAY:
        rush.turn()
        rush.desk.touched.clear()
    events = rush.events[:DAY]
    rows = [(type(event).__name__, event_to_json(event)) for event in events]
    apply_s = median(seconds(lambda: replay(events)) for _ in range(3))
    read_s = median(seconds(lambda: [event_from_json(*row) for row in rows]) for _ in range(3))
    yield Figure("core: replay of 100,000 events", apply_s, "s")
    yield Figure("core: reading 100,000 events from JSON", read_s, "s")
