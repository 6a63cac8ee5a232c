"""Documents as a desk sends them, and scenes made of them."""

from __future__ import annotations

from typing import Any

from benedesk.panel.state.scene import LIVE, LinkState, Scene
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words

NOW = 1_800_000_000.0
Body = dict[str, Any]
LEVELS: dict[str, Any] = {"length": [1, 3], "wait_s": [30.0, 60.0]}  # the original's


def queue(id_: str = "myynti", **changed: Any) -> Body:
    return {
        "id": id_, "name": id_.capitalize(), "number": "+358992451001", "open": True, "serving": 4, "free": 1,
        "active": 5, "calls": 2, "length": 0, "oldest": None,
        "levels": LEVELS,
    } | changed  # fmt: skip


def agent(**changed: Any) -> Body:
    memberships = (("asiakaspalvelu", "Asiakaspalvelu", True), ("myynti", "Myynti", False))
    return {
        "id": "aino", "name": "Aino Virtanen", "number": "+358992451101", "receiving": True,
        "availability": "available", "note": "", "until": None, "reachable": True, "gate": None,
        "queues": [{"id": id_, "name": name, "member": on, "skill": 1} for id_, name, on in memberships],
        "on_call": False, "call": None, "wrap_up_until": None, "set_aside": None, "declined": None,
        "supervisor": False,
    } | changed  # fmt: skip


def call(**changed: Any) -> Body:
    return {
        "id": "c1", "queue": "asiakaspalvelu", "queue_name": "Asiakaspalvelu",
        "first_queue": "asiakaspalvelu", "first_queue_name": "Asiakaspalvelu",
        "caller": "+358498124401", "caller_name": "Rauha Pelkonen",
        "dialled": "+358992451000", "outgoing": False, "state": "connected", "off_hold": False,
        "since": NOW - 60,
        "arrived_at": NOW - 120, "queued_at": NOW - 90, "deadline": None, "agent": "aino",
        "transfer": None, "returned": None, "handled_by": ["Aino Virtanen"], "notes": [], "visits": [],
    } | changed  # fmt: skip


def visit(**changed: Any) -> Body:
    """An earlier call of the caller."""
    return {
        "call": "c0", "queue_name": "Asiakaspalvelu", "at": NOW - 3000, "outgoing": False,
        "agent_name": "Eero Korhonen", "to": "", "failed_to": "", "reason": "", "outcome": "completed",
        "notes": [],
    } | changed  # fmt: skip


def note(text: str = "Haluaa puhua Kertun kanssa", **changed: Any) -> Body:
    return {"by": "eero", "by_name": "Eero Korhonen", "text": text, "at": NOW - 2900} | changed


def offered(**changed: Any) -> Body:
    return call(state="offered", deadline=NOW + 20, handled_by=[]) | changed


RETURNED = {
    "by": "eero", "by_name": "Eero Korhonen", "target": "+358992451113", "label": "Kerttu Saarinen",
    "reason": "no_answer", "at": NOW - 30,
}  # fmt: skip


def diary_entry(**changed: Any) -> Body:
    """A call of the agent's own list."""
    return {
        "call": "c1", "queue": "asiakaspalvelu", "queue_name": "Asiakaspalvelu", "number": "+358498124401",
        "name": "Rauha Pelkonen", "at": NOW - 600, "ended_at": NOW - 500, "outgoing": False,
        "result": "taken", "to": "", "reason": "", "note": "",
    } | changed  # fmt: skip


def person(name: str = "Kerttu Saarinen", *numbers: str, **changed: Any) -> Body:
    return {
        "id": f"person/{name}", "kind": "person", "name": name, "title": "toimitusjohtaja",
        "department": "Johto", "numbers": list(numbers or ("+358992451113",)), "availability": "available",
        "note": "", "until": None, "on_call": False, "queue": None,
    } | changed  # fmt: skip


def found_queue(id_: str = "laskutus", **changed: Any) -> Body:
    load = {"id": id_, "open": True, "length": 2, "oldest": NOW - 40, "free": 1, "levels": LEVELS} | changed
    return person(id_.capitalize(), "+358992451003", kind="queue", availability=None, queue=load)


def found(*entries: Body, more: int = 0, query: str = "") -> Body:
    """What is found for `query`; in a scene that names none, for what is searched there."""
    return {"query": query, "entries": list(entries), "more": more}


def scene(ui: Ui | None = None, *, language: str = "fi", **seen: Any) -> Scene:
    """A scene of a panel that is connected; with a call unless told otherwise it is the agent's own."""
    ui = ui or Ui(language=language)
    seen.setdefault("agent", agent(call=seen["call"]["id"], gate="on_call") if seen.get("call") else agent())
    seen.setdefault("link", LinkState(LIVE))
    if (answer := seen.get("found")) and not answer["query"]:
        seen["found"] = answer | {"query": ui.search}
    return Scene(words=words(language), ui=ui, **seen)
