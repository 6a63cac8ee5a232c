"""The title of the page: in a row of tabs, all that is seen of the panel."""

from __future__ import annotations

from ..state.scene import Scene

NAME = "BeneDesk"


def title(scene: Scene) -> str:
    """The product's name, or who is ringing."""
    words, call = scene.words, scene.call
    if call is None or call["state"] not in ("offered", "transferring"):
        return NAME
    caller = words.caller(call["caller"])
    return words("title.ringing", caller=caller, queue=call["queue_name"])
