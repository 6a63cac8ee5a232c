"""The keyboard: which combination of keys does what. Pure.

A combination is written as `aria-keyshortcuts` has it: `Alt+P`, `Control+Shift+F2`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.record import replace
from ..state.preferences import Preferences
from ..state.scene import Scene, may
from ..text.markup import Html, h

if TYPE_CHECKING:
    from ..crossing import Stroke

DEFAULTS = {
    "hold": "Alt+P",
    "hang_up": "Alt+K",
    "target": "Alt+S",
    "search": "Alt+H",
    "note": "Alt+M",
    "answer": "Alt+V",
}  # the initials of Pito, Katkaise, Siirtokenttä, Hakemisto, Muistiinpano, Vastaa
_OF_HITS = {  # in either field of the search
    "ArrowDown": {"act": "hit-next"},
    "ArrowUp": {"act": "hit-previous"},
    "Control+Enter": {"act": "send-hit"},
    "Meta+Enter": {"act": "send-hit"},
}
_SEARCH_FIELDS = {"search", "target"}
_BARE = {"Control", "Alt", "Shift", "Meta", "AltGraph", "CapsLock", "Dead", "Unidentified"}
_KEEPS_ITS_MEANING = {"Tab", "Enter", "Escape"}
_CLEARS = {"Backspace", "Delete"}


def combination(stroke: Stroke) -> str:
    """The combination that was pressed; empty while only modifiers are down."""
    key, code = stroke["key"], stroke["code"]
    if stroke["alt"] and code.startswith(("Key", "Digit")) and not (key.isascii() and key.isalnum()):
        key = code.removeprefix("Key").removeprefix("Digit")  # a Mac writes another letter with Alt
    if key in _BARE:
        return ""
    named = {" ": "Space", "+": "Plus"}.get(key, key.upper() if len(key) == 1 else key)
    held = {"Control": stroke["ctrl"], "Alt": stroke["alt"], "Shift": stroke["shift"], "Meta": stroke["meta"]}
    return "+".join([*(name for name, is_down in held.items() if is_down), named])


def keys_of(preferences: Preferences) -> dict[str, str]:
    """Action -> its combination; empty for one that has none."""
    return {action: preferences.keys.get(action, usual) for action, usual in DEFAULTS.items()}


def with_key(preferences: Preferences, action: str, pressed: str) -> Preferences:
    """The action on this combination, which every other action gives up."""
    kept = {other: "" if keys == pressed else keys for other, keys in keys_of(preferences).items()}
    return replace(preferences, keys=kept | {action: pressed})


def hint(preferences: Preferences, action: str, name: str) -> Html:
    """Attributes that tell of the shortcut of what is called `name`."""
    keys = keys_of(preferences)[action] if preferences.shortcuts_on else ""
    return h(' title="{} ({})" aria-keyshortcuts="{}"', name, keys, keys) if keys else Html()


def meant(scene: Scene, stroke: Stroke) -> dict[str, Any] | None:
    """The act that the agent's keystroke stands for, if any."""
    pressed = combination(stroke)
    if stroke["field"]:
        return _chosen(stroke["field"], pressed)
    if pressed in _OF_HITS and stroke["at"] in _SEARCH_FIELDS:
        return {**_OF_HITS[pressed], "at": stroke["at"]}
    if not pressed or not scene.ui.preferences.shortcuts_on or (stroke["typing"] and _types(stroke)):
        return None
    for action, keys in keys_of(scene.ui.preferences).items():
        if keys == pressed:
            return _act(scene, action)
    return None


def begins_search(scene: Scene, stroke: Stroke) -> bool:
    """Whether a search begins with it: a letter or digit, typed while no field has the focus."""
    key, held = stroke["key"], stroke["ctrl"] or stroke["alt"] or stroke["meta"]
    idle = not (stroke["typing"] or stroke["field"] or held) and scene.agent is not None
    return idle and scene.ui.preferences.type_to_search and len(key) == 1 and (key.isalnum() or key == "+")


def _types(stroke: Stroke) -> bool:
    """Whether in a text field this key is part of the typing: a Mac writes letters with Option, others with
    AltGr, which is Ctrl and Alt to a browser."""
    key, code = stroke["key"], stroke["code"]
    if stroke["alt"] and not stroke["meta"] and len(key) == 1 and code.startswith("Key"):
        return key.casefold() != code[-1].casefold()
    return not (stroke["ctrl"] or stroke["alt"] or stroke["meta"])


def _chosen(action: str, pressed: str) -> dict[str, Any] | None:
    """In the list of shortcuts, the combination that an action is to have."""
    last = pressed.rpartition("+")[2]
    if not pressed or last in _KEEPS_ITS_MEANING:
        return None
    return {"act": "shortcut", "action": action, "value": "" if pressed in _CLEARS else pressed}


def _act(scene: Scene, action: str) -> dict[str, Any] | None:
    if action == "hold":
        off = may(scene, "UnholdCall")
        return {"act": "unhold" if off else "hold"} if off or may(scene, "HoldCall") else None
    if action == "hang_up":
        return {"act": "hang-up"} if may(scene, "HangUpCall") else None
    if action == "answer":
        return {"act": "phone-answer"} if scene.phone and scene.phone.state == "ringing" else None
    return {"act": f"focus-{action}"}
