"""Signing in on a page that has no other way to get a token (the extension has its options page)."""

from __future__ import annotations

from ..state.scene import SIGNED_OUT, Scene
from ..text.markup import Html, flag, h
from .notices import reason


def login(scene: Scene) -> Html:
    """The form; drawn only while nobody is signed in."""
    words, state = scene.words, scene.ui.sign_in
    if scene.link.state != SIGNED_OUT:
        return h('<form class="login" data-key="login" hidden></form>')
    if scene.sign_in_elsewhere:
        return h(
            '<form class="login" data-key="login"><h2>{0}</h2><p>{1}</p><p class="why">{2}</p>'
            '<button type="button" class="action send" data-act="open-sign-in">{0}</button></form>',
            words("sign_in"), words("sign_in.elsewhere"), words("sign_in.why"),
        )  # fmt: skip
    failed = reason(words, state) if state not in ("", "busy") else ""
    return h(
        '<form class="login" data-key="login" data-act="sign-in"><h2>{title}</h2><p class="why">{why}</p>'
        '<label for="user">{user}</label><input id="user" name="user" autocomplete="username" required>'
        '<label for="password">{password}</label><input id="password" name="password" type="password" '
        'autocomplete="current-password" required><p class="error" role="alert"{none}>{failed}</p>'
        '<button type="submit" class="action send"{busy}>{title}</button></form>',
        title=words("sign_in"), why=words("sign_in.why"), user=words("sign_in.user"),
        password=words("sign_in.password"), failed=failed, none=flag("hidden", not failed),
        busy=Html(' aria-disabled="true"' if state == "busy" else ""),
    )  # fmt: skip
