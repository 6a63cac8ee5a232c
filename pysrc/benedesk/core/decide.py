"""What each input leads to; one rule per input, in the `rules_*` rooms."""

from __future__ import annotations

from . import events as e
from . import inputs as i
from . import rules_agents, rules_calls, rules_pbx, rules_settings
from .desk import Desk
from .errors import Refused
from .rule import Rule

RULES: dict[type, Rule] = rules_settings.RULES | rules_agents.RULES | rules_calls.RULES | rules_pbx.RULES


def decide(desk: Desk, what: i.Input, now: float) -> list[e.Event]:
    """The facts that follow from `what`, none if it no longer matters; the desk stays as it was.

    Raises Refused.
    """
    if desk.pbx_away and isinstance(what, i.PbxCommand):
        raise Refused("pbx_away", "the PBX cannot be reached")  # "done" would be a promise that nobody keeps
    return RULES[type(what)](what, desk, now)
