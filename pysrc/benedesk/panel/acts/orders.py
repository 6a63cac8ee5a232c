"""What the panel is to do after an act, beside showing its new state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..state.preferences import Preferences
from ..state.ui import Ui

Act = Mapping[str, Any]  # what `web/patch.js` tells


@dataclass(frozen=True)
class Send:
    """A command to the desk."""

    name: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Focus:
    """Put the keyboard's focus on the element with this id."""

    element: str


@dataclass(frozen=True)
class SaveLanguage:
    """Remember the language."""

    language: str


@dataclass(frozen=True)
class SignIn:
    """Ask the server for a token."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Press:
    """A key of the demo's telephone: `answer`, `decline` or `put-down`."""

    key: str


@dataclass(frozen=True)
class Reconnect:
    """Try the connection now instead of when the wait is over."""


@dataclass(frozen=True)
class OpenSignIn:
    """Open the page where signing in is done."""


@dataclass(frozen=True)
class SavePreferences:
    """Remember what this browser is to do."""

    preferences: Preferences


@dataclass(frozen=True)
class Bell:
    """Of the page's bell: `test` it, or `find` the devices that it could sound from."""

    what: str


Order = Send | Focus | SaveLanguage | SignIn | Press | Reconnect | OpenSignIn | SavePreferences | Bell
Answer = tuple[Ui, list[Order]]
