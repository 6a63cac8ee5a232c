"""What an agent can set for this browser, one act each, and what follows from it. Pure."""

from __future__ import annotations

from collections.abc import Callable

from ...core.record import replace
from ..state.preferences import Preferences
from .keys import with_key
from .orders import Act

CHOICES: dict[str, Callable[[Preferences, Act], Preferences]] = {
    "volume": lambda now, act: replace(now, volume=int(act["value"])),
    "device": lambda now, act: replace(now, device=act["value"]),
    "shortcuts-on": lambda now, act: replace(now, shortcuts_on=not now.shortcuts_on),
    "type-to-search": lambda now, act: replace(now, type_to_search=not now.type_to_search),
    "shortcut": lambda now, act: with_key(now, act["action"], act["value"]),
    "shortcuts-usual": lambda now, act: replace(now, keys={}),
}
