"""What an agent can set for this browser, one act each, and what follows from it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .keys import with_key
from .preferences import Preferences

Act = Mapping[str, Any]


@dataclass(frozen=True)
class SavePreferences:
    """Remember what this browser is to do."""

    preferences: Preferences


@dataclass(frozen=True)
class Bell:
    """Of the page's bell: `test` it, or `find` the devices that it could sound from."""

    what: str


CHOICES: dict[str, Callable[[Preferences, Act], Preferences]] = {
    "volume": lambda now, act: replace(now, volume=int(act["value"])),
    "device": lambda now, act: replace(now, device=act["value"]),
    "shortcuts-on": lambda now, act: replace(now, shortcuts_on=not now.shortcuts_on),
    "shortcut": lambda now, act: with_key(now, act["action"], act["value"]),
    "shortcuts-usual": lambda now, act: replace(now, keys={}),
}
