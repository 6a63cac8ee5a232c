"""The states of a call, and in which of them an agent may ask what: all of the model that panels load."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never


class CallState(StrEnum):
    """Where a call is, from its arrival to its end."""

    QUEUED = "queued"
    OFFERED = "offered"
    CONNECTED = "connected"
    HELD = "held"
    TRANSFERRING = "transferring"
    DIALLING = "dialling"  # an agent calls out: first their phone rings, then the callee's
    ENDED = "ended"


def is_talk(state: CallState) -> bool:
    """Caller and agent have found each other: they talk, or the caller hears music in between."""
    match state:
        case CallState.CONNECTED | CallState.HELD:
            return True
        case CallState.QUEUED | CallState.OFFERED | CallState.TRANSFERRING | CallState.DIALLING:
            return False
        case CallState.ENDED:
            return False
        case _:
            assert_never(state)


def lies_with_agent(state: CallState) -> bool:
    """The call is an agent's, and nothing but what they press moves it on: no phone is up or rings for it."""
    match state:
        case CallState.HELD:
            return True
        case CallState.QUEUED | CallState.OFFERED | CallState.CONNECTED | CallState.TRANSFERRING:
            return False
        case CallState.DIALLING | CallState.ENDED:
            return False
        case _:
            assert_never(state)


# With these codes the desk refuses a command for a call that has gone on while the command was on its way.
CALL_GONE_CODES = ("wrong_state", "unknown_call", "not_yours")

# In which states of their call an agent may ask what; by names, as panels have no inputs.
COMMAND_STATES = {
    "HoldCall": frozenset({CallState.CONNECTED}),
    "UnholdCall": frozenset({CallState.HELD}),
    "HangUpCall": frozenset({CallState.CONNECTED, CallState.HELD, CallState.DIALLING}),
    "TransferCall": frozenset({CallState.CONNECTED, CallState.HELD}),
}
