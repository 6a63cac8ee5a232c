"""What the page's JavaScript and Python tell each other, as JSON. Types only.

An act is not among them: it is whatever `data-*` the pressed element has.
"""

from __future__ import annotations

from typing import TypedDict


class Stroke(TypedDict):
    """A keystroke that may be a shortcut (web/bell.js)."""

    key: str
    code: str
    ctrl: bool
    alt: bool
    shift: bool
    meta: bool
    typing: bool  # in a field where one writes
    field: str  # the action whose shortcut is being chosen there
    at: str  # the id of the element that has the focus


class Device(TypedDict):
    id: str
    name: str


class SoundNews(TypedDict):
    """What the browser lets us sound (web/bell.js)."""

    allowed: bool
    choosable: bool
    devices: list[Device]


class BellOrder(TypedDict):
    """What the page's bell is to do (web/bell.js); `volume` is 0 to 1."""

    rings: bool
    volume: float
    device: str
