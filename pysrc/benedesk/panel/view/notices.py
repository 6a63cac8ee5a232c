"""What went wrong, at the bottom edge where it moves nothing."""

from __future__ import annotations

from ..markup import Html, h
from ..numbers import shown
from ..scene import CONNECTING, STALE, Scene
from .figure import moment
from .icons import icon


def notice(scene: Scene) -> Html:
    """A refused command or a lost connection; empty when all is well."""
    words, told = scene.words, scene.ui.notice
    if told:
        text = words(told.key, **{key: shown(value) for key, value in told.filled})
        close = h(
            '<button type="button" class="clear" data-act="dismiss" aria-label="{0}" title="{0}">{1}</button>',
            words("notice.dismiss"), icon("clear"),
        )  # fmt: skip
        return h('<p class="notice" data-key="notice" data-kind="error">{}<span>{}</span>{}</p>', icon("warn"), text, close)
    if scene.connection.state in (CONNECTING, STALE) and scene.connection.since:
        stale = words.html("connection.since", at=moment(scene.connection.since))
        now = h('<button type="button" class="mend" data-act="reconnect">{}</button>', words("connection.now"))
        return h('<p class="notice" data-key="notice" data-kind="stale">{}<span>{}</span>{}</p>', icon("away"), stale, now)
    return h('<p class="notice" data-key="notice" hidden></p>')
