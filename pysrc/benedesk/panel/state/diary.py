"""The agent's own list of calls, as far as a view asks questions of it. Pure."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any


def start_of_day(now: float) -> float:
    """The instant at which the day of `now` began where the reader is."""
    year, month, day, *_ = time.localtime(now)
    return time.mktime((year, month, day, 0, 0, 0, 0, 0, -1))


def missed(calls: Sequence[Mapping[str, Any]], day: float) -> int:
    """How many calls were missed since the instant `day`."""
    return sum(logged["result"] == "missed" and logged["at"] >= day for logged in calls)


def outcome(logged: Mapping[str, Any]) -> str:
    """What became of the call, in the agent's eyes: the desk's result, told apart by who called whom."""
    if not logged["outgoing"]:
        return str(logged["result"])
    if logged["result"] == "not_reached" and logged["ended_at"] is None:
        return "dialling"
    return "outgoing" if logged["result"] == "taken" else str(logged["result"])
