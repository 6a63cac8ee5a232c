"""What a panel stands on: something that carries frames, and in the demo the desk itself."""

from __future__ import annotations

from typing import Protocol

from .page import Clock
from .state.scene import Phone


class Link(Protocol):
    """What carries frames to the desk, near or far."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def send(self, frame: str) -> None: ...


class Play(Protocol):
    """The desk inside the page, of which the demo plays `scenario`: its clock, and the agent's telephone."""

    scenario: str

    def clock(self) -> Clock: ...

    def phone(self) -> Phone: ...

    def press(self, key: str) -> None: ...

    def speak(self, language: str) -> None: ...
