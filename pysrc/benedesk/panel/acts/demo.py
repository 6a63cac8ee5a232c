"""What only the demo has: its telephone, its scenarios, and what to try there."""

from __future__ import annotations

from collections.abc import Callable

from ...core.record import replace
from ..state.scene import Scene
from ..state.ui import afresh
from .orders import Act, Answer, Begin, Press


def _key(key: str) -> Callable[[Scene, Act], Answer]:
    return lambda scene, act: (scene.ui, [Press(key)])


def _scenario(scene: Scene, act: Act) -> Answer:
    return afresh(scene.ui), [Begin(act["value"])]


def _close(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, guide_closed=True), []


DEMO_ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    "phone-answer": _key("answer"),
    "phone-decline": _key("decline"),
    "phone-put-down": _key("put-down"),
    "ring-me": _key("ring-me"),
    "scenario": _scenario,
    "guide-close": _close,
}
