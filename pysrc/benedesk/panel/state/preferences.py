"""What an agent has set for this browser: how it rings, and which keys do what."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...core.record import Record

KEY = "benedesk.preferences"  # under which a browser keeps them
LOUD = 60
QUIET = 10  # the demo rings too, but nobody has asked it to


class Preferences(Record, kw_only=True):
    """`volume` is 0 to 100; an empty `device` is the browser's usual one; `keys` are those changed."""

    volume: int = LOUD
    device: str = ""
    shortcuts_on: bool = True
    type_to_search: bool = True  # letters typed while no field has the focus are searched for
    keys: Mapping[str, str] = {}


def read(text: str | None, *, demo: bool) -> Preferences:
    """What was stored; what is missing or of the wrong kind is as usual."""
    usual = vars(Preferences(volume=QUIET if demo else LOUD))
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        stored = {}
    found = stored if isinstance(stored, dict) else {}
    kept = {name: found[name] for name in usual if type(found.get(name)) is type(usual[name])}
    return Preferences(**usual | kept)


def written(preferences: Preferences) -> str:
    """What to store."""
    return json.dumps(vars(preferences), ensure_ascii=False)
