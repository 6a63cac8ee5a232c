"""The demo's telephone. In earnest the phone on the desk rings; the demo has to draw one."""

from __future__ import annotations

from ..acts.keys import hint
from ..state.preferences import Preferences
from ..state.scene import Phone
from ..text.markup import Html, h
from ..text.words import Words
from .icons import icon


def phone(words: Words, telephone: Phone, preferences: Preferences) -> Html:
    """What the phone's display says, and the buttons that a phone has."""
    display = words(f"phone.{telephone.state}", caller=words.caller(telephone.caller))
    if telephone.state == "talking":
        keys = _key(words("phone.put_down"), "phone-put-down", "down", "put-down", True)
    else:
        ringing = telephone.state == "ringing"
        keys = h(
            "{}{}", _key(
                words("phone.answer"), "phone-answer", "phone", "answer", ringing,
                hint(preferences, "answer", words("phone.answer")),
            ),
            _key(words("phone.decline"), "phone-decline", "clear", "decline", ringing),
        )  # fmt: skip
    return h(
        '<div class="phone" data-key="phone" data-state="{}" role="group" aria-label="{}">'
        '<p class="display" title="{}"><span class="phone-name">{}</span><span>{}</span></p>{}</div>',
        telephone.state, words("phone"), words.number(telephone.number), words("phone"), display, keys,
    )  # fmt: skip


def _key(name: str, act: str, sign: str, kind: str, able: bool, tip: str = "") -> Html:
    return h(
        '<button type="button" class="key {}" data-act="{}"{}{}>{}<span>{}</span></button>',
        kind, act, Html() if able else Html(' aria-disabled="true"'), tip, icon(sign), name,
    )  # fmt: skip
