"""What the desk needs of a PBX. The meaning of each order and input stands in core/effects.py and
core/inputs.py; every implementation passes the same conformance tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from benedesk.core.effects import PbxOrder
from benedesk.core.inputs import PbxInput
from benedesk.core.model import AgentId

Tell = Callable[[PbxInput], None]


class PbxTaken(Exception):
    """Another server steers the PBX; the text says which, and what to do."""


class Pbx(Protocol):
    """Every method is called on the event loop, and `tell` is called on it."""

    @property
    def online(self) -> bool:
        """Orders are carried out now. While it is False they are dropped: the `PbxSynced` that is told
        on the way back online has every caller, and the desk orders anew what they need. When it is
        lost, `PbxLost` is told at once."""

    async def start(self, tell: Tell) -> None:
        """Begin to connect, and return without waiting for it. The first thing told is `PbxSynced`.
        Raises PbxTaken."""

    def watch_phones(self, phones: Mapping[AgentId, str]) -> None:
        """Tell `PhoneReachable` for these agents' phones: for each that is known now, then on change.
        Replaces the phones of the last call."""

    def order(self, order: PbxOrder) -> None:
        """Have it carried out soon. Orders for one call are carried out one after the other."""

    async def stop(self) -> None:
        """Disconnect. Calls go on without us, and are found again by the next start."""
