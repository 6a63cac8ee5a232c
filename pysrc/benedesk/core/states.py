"""The states of a call, and in which of them an agent may ask what: all that panels need of the model."""

from __future__ import annotations

from enum import StrEnum


class CallState(StrEnum):
    """Where a call is, from its arrival to its end."""

    QUEUED = "queued"
    OFFERED = "offered"
    CONNECTED = "connected"
    HELD = "held"
    TRANSFERRING = "transferring"
    DIALLING = "dialling"  # an agent calls out: first their phone rings, then the callee's
    ENDED = "ended"


# In which states of their call an agent may ask what; by names, as panels have no inputs.
COMMAND_STATES = {
    "HoldCall": frozenset({CallState.CONNECTED}),
    "UnholdCall": frozenset({CallState.HELD}),
    "HangUpCall": frozenset({CallState.CONNECTED, CallState.HELD, CallState.DIALLING}),
    "TransferCall": frozenset({CallState.CONNECTED, CallState.HELD}),
}
