"""The transfer field (R10, R11, R13): filled by a click or by hand; only Siirrä sends the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.limits import TARGET_CHARS
from ..acts.keys import hint
from ..state.scene import Scene, may, pbx_away
from ..state.targets import Target
from ..text.markup import Html, h
from .icons import icon
from .notices import reason

if TYPE_CHECKING:
    from ...core.documents import QueueDocument


def transfer(scene: Scene) -> Html:
    """The field, the button, and one line that says whose number it is, or why it cannot be sent."""
    words, ui = scene.words, scene.ui
    able = not why_not(scene) and "TransferCall" not in ui.busy
    clear = h(
        '<button type="button" class="clear" data-act="clear" aria-label="{0}" title="{0}">{1}</button>',
        words("transfer.clear"), icon("clear"),
    )  # fmt: skip
    kind, text = _hint(scene)
    return h(
        '<form class="transfer" data-key="transfer" data-act="transfer" autocomplete="off">'
        '<label for="target">{label}</label><span class="field">'
        '<input id="target" name="target" type="text" maxlength="{most}" value="{filled}" '
        'data-fill="{fills}" data-act="target" spellcheck="false" placeholder="{placeholder}" '
        'aria-describedby="target-hint"{keys}>{clear}</span>'
        '<button type="submit" class="action send" id="send" aria-describedby="target-hint"{off}>{sign}'
        "<span>{send}</span></button>"
        '<p class="target-hint" id="target-hint" data-kind="{kind}">{sign_of}'
        '<span title="{text}">{text}</span></p></form>',
        most=TARGET_CHARS, label=words("transfer.field"), filled=ui.filled,
        fills=ui.fills, clear=clear if ui.target else "",
        placeholder=words("transfer.placeholder"), off=Html("" if able else ' aria-disabled="true"'),
        keys=hint(ui.preferences, "target", words("transfer.field")),
        sign=icon("forward"), send=words("transfer"), kind=kind, text=text,
        sign_of=icon("warn") if kind == "error" else "",
    )  # fmt: skip


def why_not(scene: Scene) -> str:
    """The key of the words for why Siirrä cannot be pressed now, or nothing."""
    if pbx_away(scene):
        return "transfer.away"
    if not may(scene, "TransferCall"):
        return "transfer.no_call"
    return "" if scene.ui.target.strip() else "transfer.empty"


def _hint(scene: Scene) -> tuple[str, str]:
    words, ui = scene.words, scene.ui
    if ui.refused:
        return "error", reason(words, ui.refused)
    if name := whose(scene):
        return "whose", name
    return "reason", words(why_not(scene) or "transfer.any_number")


def whose(scene: Scene) -> str:
    """Whose the number in the field is, as far as the panel knows: chosen by a click, or typed."""
    ui = scene.ui
    typed = ui.target.strip()
    if ui.whose or not typed:
        return ui.whose if typed else ""
    if queue := _queue(scene, typed):
        return scene.words("transfer.queue", name=queue["name"])
    entries = scene.found["entries"] if scene.found else ()
    return next((e["name"] for e in entries if scene.words.dialled(typed) in e["numbers"]), "")


def known(scene: Scene) -> Target:
    """What stands in the field, as it is worth remembering: a queue by its name, a number as it is read."""
    typed = scene.ui.target.strip()
    if queue := _queue(scene, typed):
        return Target(queue["name"])
    return Target(scene.words.number(scene.words.dialled(typed)), whose(scene))


def _queue(scene: Scene, typed: str) -> QueueDocument | None:
    """The queue whose name or number was typed."""
    name, number = typed.casefold(), scene.words.dialled(typed)
    return next((q for q in scene.queues if q["name"].casefold() == name or q["number"] == number), None)
