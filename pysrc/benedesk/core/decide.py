"""What each input leads to; one rule per input, in the room `rules`."""

from __future__ import annotations

from . import events as e
from . import inputs as i
from .desk import Desk
from .errors import Refused
from .rules import agents, calls, pbx, settings
from .rules.rule import Rule

RULES: dict[type, Rule] = settings.RULES | agents.RULES | calls.RULES | pbx.RULES


def decide(desk: Desk, what: i.Input, now: float) -> list[e.Event]:
    """The facts that follow from `what`, none if it no longer matters; the desk stays as it was.

    Raises Refused.
    """
    if desk.pbx_away and isinstance(what, i.PbxCommand):
        raise Refused("pbx_away", "the PBX cannot be reached")  # "done" would be a promise that nobody keeps
    return RULES[type(what)](what, desk, now)
