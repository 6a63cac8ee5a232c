"""The desk's timers: the one place that makes one, or reads one that has rung.

A timer carries its due time. One that no longer matches the desk is ignored, so none is ever cancelled.
"""

from __future__ import annotations

from .effects import SetTimer
from .model import AgentId, CallId

RING, RETRY, WRAP_UP, AVAILABILITY = "ring", "retry", "wrap_up", "availability"


def ring(call: CallId, due: float) -> SetTimer:
    """The ringing of an offer, a transfer or a placed call is given up."""
    return SetTimer(f"{RING}:{call}", due)


def retry(call: CallId, agent: AgentId, due: float) -> SetTimer:
    """The agent may be asked again to take the call."""
    return SetTimer(f"{RETRY}:{call}:{agent}", due)


def wrap_up(agent: AgentId, due: float) -> SetTimer:
    """The agent's wrap-up ends by itself."""
    return SetTimer(f"{WRAP_UP}:{agent}", due)


def availability(agent: AgentId, due: float) -> SetTimer:
    """The agent's availability ends by itself."""
    return SetTimer(f"{AVAILABILITY}:{agent}", due)


def parts(timer: str) -> tuple[str, str, str]:
    """Which kind it is, of which call or agent, and (to retry) with which agent."""
    kind, _, name = timer.partition(":")
    if kind != RETRY:
        return kind, name, ""  # the PBX makes the calls' names, and may put a colon into one
    name, _, agent = name.rpartition(":")
    return kind, name, agent
