"""The table of callers and what Asterisk lists, made by hand."""

from __future__ import annotations

from itertools import count
from typing import Any

from benedesk.server.pbx.asterisk import words as w
from benedesk.server.pbx.asterisk.calls import Ask
from benedesk.server.pbx.asterisk.dial import Dialling
from benedesk.server.pbx.asterisk.lines import Lines

DIALLING = Dialling(
    app="benedesk", outside="PJSIP/00{digits}@trunk", internal="PJSIP/{number}", short=frozenset({"116117"})
)


def new_lines() -> Lines:
    """One caller, c1, who has just arrived; legs are called leg1, leg2..."""
    numbers = count(1)
    music = {"queue": "class-q", "hold": "class-h", "transfer": "class-t"}
    lines = Lines(DIALLING, music, lambda: f"leg{next(numbers)}")
    lines.happened(w.CallerEntered(channel="c1", dialled="0992451000", caller="0491234567", caller_name=""))
    return lines


def paths(out: list[Any]) -> list[str]:
    return [f"{ask.method} {ask.path}" for ask in out if isinstance(ask, Ask)]


def channel(id: str, state: str = "Up", app_data: str = "", **variables: str) -> dict[str, Any]:
    dialplan = {"app_name": "Stasis", "app_data": f"benedesk,{app_data}"} if app_data else {"app_name": ""}
    return {
        "id": id, "state": state, "caller": {"number": "0491234567", "name": ""}, "dialplan": dialplan,
        "channelvars": variables,
    }  # fmt: skip


def leg(id: str, state: str, role: str, call: str, agent: str = "") -> dict[str, Any]:
    ours = f"{role},{call}" if state == "Up" else ""
    return channel(id, state, ours, BENE_ROLE=role, BENE_CALL=call, BENE_RINGING=agent)


CALLER = channel("c1", app_data="caller,0992451000,allowed")
