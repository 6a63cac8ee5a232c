"""The transfer field (R10, R11, R13): filled by a click or by hand; only Siirrä sends the call."""

from __future__ import annotations

from ...core.limits import TARGET_CHARS
from ..acts.keys import hint
from ..state.aim import Aim, aim, why_not
from ..state.hits import chosen, current
from ..state.scene import Scene
from ..text.markup import Html, h
from ..text.words import Words
from .hit import load, presence, sign
from .icons import icon
from .named import named
from .notices import reason


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
        'data-fill="{fills}" data-act="target" data-escape="clear" spellcheck="false" '
        'placeholder="{placeholder}" aria-describedby="target-hint"{keys}>{clear}</span>'
        '<button type="submit" class="action send" id="send" aria-describedby="target-hint"{off}>{sign}'
        "<span>{send}</span></button>"
        '<p class="target-hint" id="target-hint" data-kind="{kind}">{sign_of}<span>{text}</span></p></form>',
        most=TARGET_CHARS, label=named(words, "transfer.field"), filled=ui.filled,
        fills=ui.fills, clear=clear if ui.target else "",
        placeholder=words("transfer.placeholder"), off=Html("" if able else ' aria-disabled="true"'),
        keys=hint(ui.preferences, "target", words("transfer.field.shown")),
        sign=icon("forward"), send=words("transfer"), kind=kind, text=text,
        sign_of=icon("warn") if kind == "error" else "",
    )  # fmt: skip


def _hint(scene: Scene) -> tuple[str, Html]:
    """Its kind, and what it says: why not, whose it is and how they are, or how to go on."""
    words, ui = scene.words, scene.ui
    if ui.refused:
        return "error", h("{}", reason(words, ui.refused))
    why, to = why_not(scene), aim(scene)
    if to and (to.whose or to.queue):
        return "whose", _whose(words, to)
    if why != "transfer.no_target":
        return "reason", h("{}", words(why or "transfer.any_number"))
    if not current(scene):
        return "reason", h("{}", words("directory.searching"))
    if hit := chosen(scene):
        return "reason", h("{}", words("transfer.choose", name=hit["name"]))
    return "error", h("{}", words(why))


def _whose(words: Words, to: Aim) -> Html:
    if to.queue:
        return h("{} {}", words("transfer.queue", name=to.text), load(words, to.queue))
    if to.person:
        return h("{}{} {}", sign(to.person), to.whose, presence(words, to.person, told=True))
    return h("{}", to.whose)


def whose(scene: Scene) -> str:
    """Whose the number in the field is, as far as the panel knows: chosen by a click, or typed."""
    to = aim(scene)
    return (scene.words("transfer.queue", name=to.text) if to.queue else to.whose) if to else ""
