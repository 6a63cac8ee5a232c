"""What the desk and the browser tell, as a new `Ui`. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.record import replace
from .guide import guided
from .hits import best, current, ranked
from .scene import Scene
from .ui import Notice, Sound, Ui, filled, unsearched

if TYPE_CHECKING:
    from ..crossing import SoundNews

# Refused, as another window of the agent has just done it: what they wanted is so.
DONE_ELSEWHERE = {"HoldCall": "wrong_state", "UnholdCall": "wrong_state", "HangUpCall": "unknown_call"}


def sent(ui: Ui, command: str) -> Ui:
    """The command is on its way."""
    sending = (ui.trying.whose or ui.trying.text) if command == "TransferCall" and ui.trying else ui.sending
    return replace(ui, busy=ui.busy | {command}, sending=sending)


def not_sent(ui: Ui, command: str) -> Ui:
    """There is no connection: say that nothing happened."""
    return replace(ui, notice=Notice(command))


def connected(ui: Ui) -> Ui:
    """The link holds again: what was told of its absence is over."""
    told = ui.notice if ui.notice and ui.notice.code else None
    return replace(ui, sign_in="", notice=told)


def answered(ui: Ui, command: str, code: str) -> Ui:
    """A command's result has come: `code` is empty when it was done, else why not."""
    ui = replace(ui, busy=ui.busy - {command})
    if command == "TransferCall":
        targets = ui.targets.used(ui.trying) if ui.trying else ui.targets
        done = replace(unsearched(filled(ui, "", "")), sent=ui.sending, targets=targets, notice=None)
        return replace(ui, refused=code) if code else done
    if command == "NoteCall" and not code:
        ui = _noted(ui)
    well = not code or DONE_ELSEWHERE.get(command) == code
    return replace(ui, notice=None if well else Notice(command, code))


def _noted(ui: Ui) -> Ui:
    """The desk has the note."""
    if ui.draft and ui.noted == ui.draft.text:
        return replace(ui, draft=None) if ui.draft.left else ui
    return replace(ui, noting="") if ui.noting == ui.noted else ui


def sounding(ui: Ui, news: SoundNews) -> Ui:
    """The browser has told what it lets us sound (web/bell.js)."""
    devices = tuple((device["id"], device["name"]) for device in news["devices"])
    return replace(ui, sound=Sound(news["allowed"], news["choosable"], devices))


def followed(ui: Ui, before: Scene, now: Scene) -> Ui:
    """The call has changed: what was typed for one caller must not be there for the next. Hits have come."""
    old, new = before.call and before.call["id"], now.call and now.call["id"]
    if old != new:
        ui = unsearched(filled(ui, "", "")) if old else ui
        ui = replace(ui, sent="") if new else ui
    ui = guided(ui, now)
    return _found(ui, now) if ui.search and ui.ordered != ui.search else ui


def _found(ui: Ui, now: Scene) -> Ui:
    """The first hits of a search: their order stays, and Enter may have been waiting for them."""
    seen = replace(now, ui=ui)
    if not current(seen):
        return ui
    ui = replace(ui, order=tuple(entry["id"] for entry in ranked(seen)), ordered=ui.search)
    spot = best(replace(now, ui=ui)) if ui.awaited else None
    return filled(ui, *spot) if spot else replace(ui, awaited=False)
