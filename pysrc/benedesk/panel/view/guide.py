"""Beside the demo's telephone: which day it plays, a caller at a press, and what to try next."""

from __future__ import annotations

from ..state.guide import STEPS
from ..text.markup import Html, h, join
from ..text.words import Words
from .icons import icon

SCENARIOS = ("quiet", "rush", "hold", "return")


def guide(words: Words, scenario: str, step: int | None) -> Html:
    """`step` is the one that comes next, of `STEPS`. Its place stays as large until it is put away."""
    options = join(
        h(
            '<option value="{}"{}>{}</option>', one, Html(" selected" if one == scenario else ""),
            words(f"scenario.{one}"),
        )
        for one in SCENARIOS
    )  # fmt: skip
    return h(
        '<div class="guide" data-key="guide"><label class="vh" for="scenario">{name}</label>'
        '<select id="scenario" data-act="scenario">{options}</select>'
        '<button type="button" class="key ring-me" data-act="ring-me">{sign}<span>{ring}</span></button>'
        "{tip}</div>",
        name=words("scenario"), options=options, sign=icon("phone"), ring=words("ring_me"),
        tip="" if step is None else _tip(words, step),
    )  # fmt: skip


def _tip(words: Words, step: int) -> Html:
    name = words("guide.close")
    return h(
        '<p class="tip">{} <span>{}</span><button type="button" class="tip-close" '
        'data-act="guide-close" aria-label="{}" title="{}">{}</button></p>',
        h("<b>{}/{}</b>", step + 1, STEPS) if step < STEPS else icon("done"), words(f"guide.{step + 1}"),
        name, name, icon("clear"),
    )  # fmt: skip
