"""What went wrong, at the bottom edge where it moves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ..state.scene import CONNECTING, OUTDATED, STALE, Scene, pbx_away
from ..state.ui import Notice
from ..text.markup import Html, h, join
from ..text.words import Words
from .figure import moment
from .icons import icon


def notice(scene: Scene) -> Html:
    """A refused command or a lost connection; empty when all is well."""
    words, link, told = scene.words, scene.link, scene.ui.notice
    if link.state in (STALE, CONNECTING) and link.failed:
        since = words.html("connection.since", at=moment(link.since)) if link.since else ""
        text = notice_text(words, told) if told else since or words("code.unreachable")
        now = words("connection.now")
        again = h('<button type="button" class="mend" data-act="reconnect">{}</button>', now)
        return _told("error" if told else "stale", icon("away"), text, again)
    if told:
        close = h(
            '<button type="button" class="clear" data-act="dismiss" aria-label="{name}" title="{name}">'
            "{sign}</button>",
            name=words("notice.dismiss"), sign=icon("clear"),
        )  # fmt: skip
        return _told("error", icon("warn"), notice_text(words, told), close)
    if pbx_away(scene):
        return _told("stale", icon("away"), words("gate.pbx_away"), Html())
    if link.state == OUTDATED:
        return _told("error", icon("warn"), words("code.old_version"), Html())
    return h('<p class="notice" data-key="notice" hidden></p>')


def question(words: Words, number: str) -> Html:
    """Whether to call a number of a web page. Enter alone is no, and a press must come after it was seen."""
    return h(
        '<div class="notice question" data-key="question" role="alertdialog" aria-labelledby="question">'
        '{sign}<span id="question">{text}</span><div class="answers">'
        '<button type="button" class="mend" id="question-yes" data-act="question-yes" '
        'data-escape="question-no" data-number="{number}" data-single>{yes}</button>'
        '<button type="button" class="mend" id="question-no" data-act="question-no" '
        'data-escape="question-no">{no}</button></div></div>',
        sign=icon("phone"), text=words("question.call", number=words.number(number)), number=number,
        yes=words("question.yes"), no=words("question.no"),
    )  # fmt: skip


def failed(every: Iterable[Words]) -> Html:
    """What the page says without Python, when that does not start; whose language it is nobody knows then."""
    lines = join(
        h(
            '<span lang="{}">{} <a href="">{}</a></span>',
            words.language, words("connection.failed"), words("connection.retry"),
        )
        for words in every
    )  # fmt: skip
    return h(
        '<div class="notice failed" data-kind="error" role="alert">{}<div>{}</div></div>', icon("warn"), lines
    )


def notice_text(words: Words, told: Notice) -> str:
    """What was not done, and why."""
    what = words(f"command.{told.command}")
    if not told.code:
        return words("notice.not_sent", what=what)
    return words("notice.refused", what=what, why=reason(words, told.code))


def reason(words: Words, code: str) -> str:
    """Why the desk refused, in words; a newer server may know codes that this panel does not."""
    key = f"code.{code}"
    return words(key if key in words.catalogue else "code.other")


def _told(kind: str, sign: Html, text: str, button: Html) -> Html:
    return h(
        '<p class="notice" data-key="notice" data-kind="{}">{}<span>{}</span>{}</p>', kind, sign, text, button
    )
