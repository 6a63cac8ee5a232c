"""What every change shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..desk import Desk

Changes = dict[type, Callable[[Any, Desk], None]]  # (event, desk) -> the desk is as the event says
