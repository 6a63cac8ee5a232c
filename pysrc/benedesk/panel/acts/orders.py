"""What the panel is to do after an act, beside showing its new state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.record import Record
from ..state.preferences import Preferences
from ..state.ui import Ui

Act = Mapping[str, Any]  # what `web/patch.js` tells


class Send(Record):
    """A command to the desk."""

    name: str
    args: Mapping[str, Any] = {}


class Focus(Record):
    """Put the keyboard's focus on the element with this id."""

    element: str


class SaveLanguage(Record):
    """Remember the language."""

    language: str


class SignIn(Record):
    """Ask the server for a token."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"SignIn({self.user!r})"


class SaveSoon(Record):
    """Tell the act `note-pause` when nothing has been typed for a moment."""


class Press(Record):
    """A key of the demo's telephone: `answer`, `decline` or `put-down`."""

    key: str


class Begin(Record):
    """Let the demo play this scenario, from its beginning."""

    scenario: str


class Reconnect(Record):
    """Try the connection now instead of when the wait is over."""


class OpenSignIn(Record):
    """Open the page where signing in is done."""


class SavePreferences(Record):
    """Remember what this browser is to do."""

    preferences: Preferences


class Bell(Record):
    """Of the page's bell: `test` it, or `find` the devices that it could sound from."""

    what: str


Order = (
    Send
    | Focus
    | SaveSoon
    | SaveLanguage
    | SignIn
    | Press
    | Begin
    | Reconnect
    | OpenSignIn
    | SavePreferences
    | Bell
)
Answer = tuple[Ui, list[Order]]
