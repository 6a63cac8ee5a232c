"""Whether this window rings. Pure; the sound is `web/bell.js`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .state.scene import LIVE, Scene
from .view.announce import RINGING

if TYPE_CHECKING:
    from .crossing import BellOrder


def bell(scene: Scene, *, here: bool) -> BellOrder:
    """What the page's bell is to do. `here`: of the agent's windows, this one rings.

    Without a connection nobody knows whether the phone still rings, so nothing does.
    """
    preferences = scene.ui.preferences
    rings = here and scene.link.state == LIVE and bool(scene.call and scene.call["state"] in RINGING)
    return {"rings": rings, "volume": preferences.volume / 100, "device": preferences.device}
