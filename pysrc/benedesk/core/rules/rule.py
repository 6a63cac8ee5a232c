"""What every rule shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import events as e
from ..desk import Desk
from ..model import Call, Outcome, Ringing
from ..states import CallState, is_talk

RETRY_S = 30.0  # who said no to a call is not asked again for it before this
PLACE_RING_S = 60.0  # when an agent calls out: both phones together

Rule = Callable[[Any, Desk, float], list[e.Event]]  # (what, desk, now) -> the facts; may raise Refused


def ended(desk: Desk, call: Call, outcome: Outcome, now: float, released: Ringing = "") -> e.CallEnded:
    """The agent who talked gets their wrap-up time; whoever's phone only rang does not."""
    in_talk = is_talk(call.state) or call.off_hold
    talked = call.agent if in_talk else None
    had = call.agent if call.state is CallState.DIALLING else talked
    wrap_up_s = desk.queues[call.queue].wrap_up_s
    wrap_up_until = now + wrap_up_s if talked and wrap_up_s > 0 else None
    return e.CallEnded(
        call=call.id, outcome=outcome, agent=had, wrap_up_until=wrap_up_until, at=now, released=released
    )
