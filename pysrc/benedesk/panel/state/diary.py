"""The agent's own list of calls, as far as a view asks questions of it. Pure."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.limits import DIARY_S
from ...core.record import Record

if TYPE_CHECKING:
    from ...core.documents import CallOfDiary, DiaryDocument


def of_last_day(diary: DiaryDocument | None, now: float) -> DiaryDocument | None:
    """What it still keeps: the desk takes old calls out only when it writes another one in."""
    return diary and {**diary, "calls": [entry for entry in diary["calls"] if entry["at"] > now - DIARY_S]}


def start_of_day(now: float) -> float:
    """The instant at which the day of `now` began where the reader is."""
    year, month, day, *_ = time.localtime(now)
    return time.mktime((year, month, day, 0, 0, 0, 0, 0, -1))


def missed(calls: Sequence[CallOfDiary], day: float) -> int:
    """How many calls were missed since the instant `day`."""
    return sum(entry["result"] == "missed" and entry["at"] >= day for entry in calls)


class Day(Record, kw_only=True):
    """What the agent has done today."""

    answered: int = 0
    missed: int = 0
    sent: int = 0
    talk_s: float = 0.0
    idle_s: float = 0.0  # the longest time free until a call rang


def day_of(diary: DiaryDocument | None, day: float) -> Day:
    """The sum since the instant `day`; a desk of yesterday's version counts nothing."""
    slots = [slot for slot in (diary.get("day", ()) if diary else ()) if slot["at"] >= day]
    return Day(
        answered=sum(slot["answered"] for slot in slots),
        missed=sum(slot["missed"] for slot in slots),
        sent=sum(slot["sent"] for slot in slots),
        talk_s=sum(slot["talk_s"] for slot in slots),
        idle_s=max((slot["idle_s"] for slot in slots), default=0.0),
    )


def outcome(entry: CallOfDiary) -> str:
    """What became of the call, in the agent's eyes: the desk's result, told apart by who called whom."""
    if not entry["outgoing"]:
        return str(entry["result"])
    if entry["result"] == "not_reached" and entry["ended_at"] is None:
        return "dialling"
    return "outgoing" if entry["result"] == "taken" else str(entry["result"])
