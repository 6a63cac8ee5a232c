"""Where an agent sends calls again and again: their last targets and their favourites. Pure.

They are kept by the browser, as text, for one agent on one server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...core.record import Record, replace

RECENT = 5
MOST_STARRED = 50
MOST_COUNTED = 200
_SPACING = dict.fromkeys(map(ord, " -()"))  # of numbers as the panel groups them


class Target(Record):
    """What is put into the transfer field (a number, or a queue's name), and whose it is."""

    text: str
    whose: str = ""

    @property
    def key(self) -> str:
        """The same for the same place, however it is spaced."""
        return self.text.translate(_SPACING).casefold()


class Targets(Record):
    """An agent's own targets: the last used, newest first; favourites as starred; how often each was used."""

    recent: tuple[Target, ...] = ()
    starred: tuple[Target, ...] = ()
    times: tuple[tuple[str, int], ...] = ()  # key of a target -> how often it was used, the last used first

    def used(self, target: Target) -> Targets:
        """A call was sent there."""
        counts = dict(self.times)
        times = ((target.key, counts.pop(target.key, 0) + 1), *counts.items())[:MOST_COUNTED]
        return replace(self, recent=(target, *_without(self.recent, target))[:RECENT], times=times)

    def times_used(self, target: Target) -> int:
        """How often calls were sent there."""
        return next((times for key, times in self.times if key == target.key), 0)

    def toggled(self, target: Target) -> Targets:
        """The target is a favourite now, or no longer."""
        others = _without(self.starred, target)
        if len(others) == len(self.starred):
            others = (*others, target)
        return replace(self, starred=others[-MOST_STARRED:])

    def is_starred(self, target: Target) -> bool:
        return any(one.key == target.key for one in self.starred)

    def listed(self) -> list[tuple[Target, bool]]:
        """The favourites, then the last targets that are none; True for a favourite."""
        rest = [target for target in self.recent if not self.is_starred(target)]
        return [*((target, True) for target in self.starred), *((target, False) for target in rest)]


def _without(targets: Iterable[Target], target: Target) -> tuple[Target, ...]:
    return tuple(one for one in targets if one.key != target.key)


def written(targets: Targets) -> str:
    """The targets as text."""
    kept = {"recent": [*map(vars, targets.recent)], "starred": [*map(vars, targets.starred)]}
    return json.dumps({**kept, "times": targets.times}, ensure_ascii=False)


def read(text: str) -> Targets:
    """The targets from text; none from a text that is not ours."""
    try:
        kept = json.loads(text or "{}")
        times = tuple((str(key), int(count)) for key, count in kept.get("times", ()))
        return Targets(_targets(kept.get("recent", ()))[:RECENT], _targets(kept.get("starred", ())), times)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Targets()


def _targets(kept: Iterable[Any]) -> tuple[Target, ...]:
    return tuple(Target(str(one["text"]), str(one["whose"])) for one in kept)
