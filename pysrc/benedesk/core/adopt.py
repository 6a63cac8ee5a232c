"""Talks that the PBX has and the desk does not know: the desk comes from a backup, and they are younger."""

from __future__ import annotations

from collections.abc import Iterable

from .desk import Desk
from .lines import Leg, Line
from .model import AgentId, CallId
from .numbers import own_or_raw


def talks(desk: Desk, lines: Iterable[Line]) -> dict[CallId, Leg]:
    """Of each such line the leg of the agent who talks there: the desk takes the call as theirs.

    To let go of it would cut two people off in mid-sentence.
    """
    lines = tuple(lines)
    there = {line.call for line in lines}
    found: dict[CallId, Leg] = {}
    taken: set[AgentId] = set()
    for line in lines:
        leg = _talking(desk, line)
        agent = desk.agents.get(leg.agent or "") if leg else None
        if leg and agent and agent.call not in there and agent.id not in taken:
            found[line.call] = leg
            taken.add(agent.id)
    return found


def _talking(desk: Desk, line: Line) -> Leg | None:
    is_known = line.call in desk.calls or line.call in desk.hung_up
    if is_known or line.placing or line.handed_over:
        return None
    if own_or_raw(line.dialled, desk.country) not in desk.queue_by_number:
        return None
    return next((leg for leg in line.legs if leg.up), None)
