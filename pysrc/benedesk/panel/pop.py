"""When the company's own page about who calls opens by itself. Pure."""

from __future__ import annotations

from .state.scene import LIVE, Scene, page_about
from .view.announce import RINGING


def pops(before: Scene | None, now: Scene, *, here: bool) -> str:
    """The address to open now, at the change that the administrator has chosen; empty at all others.

    `here`: of the agent's windows, this one rings. What was so when the panel started has had its page.
    """
    if not here or before is None or not before.agent or now.link.state != LIVE or not now.call:
        return ""
    was = before.call if before.call and before.call["id"] == now.call["id"] else None
    rings, rang = now.call["state"] in RINGING, bool(was and was["state"] in RINGING)
    at = {"ring": rings and not rang, "answer": rang and not rings}
    return page_about(now) if at.get(now.caller_link.opens) else ""
