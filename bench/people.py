"""A big company's directory, from a seed: names, titles and departments repeat as they do in life."""

from __future__ import annotations

import random

from benedesk.core.directory import Entry
from benedesk.sim.sample import PEOPLE

DEPARTMENTS = ("Asiakaspalvelu", "Myynti", "Talous", "Tuotanto", "Huolto", "Hankinta", "Tietohallinto")


def entries(count: int, seed: int = 1) -> list[Entry]:
    """So many people, with a desk number and a mobile each, in 40 units of 7 departments."""
    chance = random.Random(seed)
    names = [entry.name.split() for entry in PEOPLE if not entry.queue]
    titles = [entry.title for entry in PEOPLE if entry.title]
    return [
        Entry(
            id=f"person/{place}",
            name=f"{chance.choice(names)[0]} {chance.choice(names)[-1]}",
            numbers=(f"+35899{2_000_000 + place}", f"+35849{7_000_000 + place}"),
            title=chance.choice(titles),
            department=f"{chance.choice(DEPARTMENTS)} {chance.randint(1, 40)}",
        )
        for place in range(count)
    ]
