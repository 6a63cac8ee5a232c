"""Guards: ratios measured with a wide margin, that fail only when something has become twice as slow.

They print their figures (`pytest -s`); the real measurements are `build.py bench`.
"""

from __future__ import annotations

import asyncio
from contextlib import closing
from functools import partial
from pathlib import Path

from benedesk.core.desk import Desk
from benedesk.core.directory import Directory
from benedesk.panel.painter import Painter
from benedesk.panel.state.scene import LinkState, Scene
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words
from benedesk.panel.view.shell import CONTAINERS, parts
from benedesk.server.store.checkpoint import Past, recall, store, taken
from benedesk.server.store.database import Database
from benedesk.server.store.journal import Journal, JournalEntry

from bench.figures import alternated, ratio, seconds
from bench.people import entries
from bench.rush import Rush

GROSS = 2.0


def turns(rush: Rush) -> None:
    for _ in range(20):
        rush.turn()


def test_an_input_on_a_big_desk_costs_what_it_costs_on_a_small_one() -> None:
    small, big = Rush(50), Rush(2000)

    times = alternated(9, small=partial(turns, small), big=partial(turns, big))

    share = ratio(times["big"], times["small"])
    print(f"one input, 2,000 agents / 50: {share:.2f} × (goal 1.3)")
    assert share < 1.3 * GROSS


def test_a_start_costs_what_the_journal_has_after_the_checkpoint(tmp_path: Path) -> None:
    rush = Rush(50, keep=True)
    while len(rush.events) < 10_000:
        rush.turn()
    past, rest = Past(Desk()), [JournalEntry(seq, 1.0, event) for seq, event in enumerate(rush.events, 1)]
    with closing(Database(tmp_path)) as database:
        asyncio.run(Journal(database).append(rest))
        whole_s = min(seconds(lambda: recall(database, "358")) for _ in range(3))
        for entry in rest[:9500]:
            past.add(entry)
        database.run_now(partial(store, checkpoint=taken(past)))
        start_s = min(seconds(lambda: recall(database, "358")) for _ in range(3))

    share = start_s / whole_s
    print(f"a start with 5 % of the journal after the checkpoint / the whole: {share:.2f} × (seen: 0.09)")
    assert share < 0.15 * GROSS


def test_a_key_press_in_a_big_directory_costs_no_look_at_every_entry() -> None:
    people = entries(10_000)
    book = Directory(people)

    def press() -> None:
        book._find.cache_clear()
        book.find("0")  # begins a number of everybody: the most that can be found

    def look_at_all() -> None:
        sorted(entry.name.casefold() for entry in people if any(n.startswith("+") for n in entry.numbers))

    times = alternated(9, press=press, look=look_at_all)
    share = ratio(times["press"], times["look"])
    print(f"slowest key press / looking at every entry once: {share:.2f} ×")
    assert share < GROSS


def test_two_changed_rows_among_many_cost_a_fraction_of_all_rows() -> None:
    body = {"number": "1", "open": True, "serving": 4, "free": 1, "active": 4, "calls": 2, "oldest": None}
    queues = [{"id": f"q{n}", "name": f"Jono {n}", "length": n % 4, **body} for n in range(1000)]
    scene = Scene(words=words("fi"), ui=Ui(language="fi"), link=LinkState("live"), queues=queues)
    painter = Painter()
    painter.paint(CONTAINERS, parts(scene))
    shares = []

    for turn in range(9):
        for place in (turn, turn + 500):
            queues[place] = queues[place] | {"length": turn + 5}
        two = seconds(lambda: painter.paint(CONTAINERS, parts(scene)))
        shares.append(two / seconds(lambda: Painter().paint(CONTAINERS, parts(scene))))

    share = sorted(shares)[len(shares) // 2]
    print(f"two rows of 1,000 / all: {share:.2f} × (seen: 0.1)")
    assert share < 0.2 * GROSS
