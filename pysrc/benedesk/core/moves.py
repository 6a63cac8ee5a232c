"""All legal moves of a call, in one table: what each event does to a call's state.

When an agent may ask for one is told by `states.COMMAND_STATES`.
An event that is not in its row is a mistake of ours, and stops the desk there and then.
"""

from __future__ import annotations

from . import events as e
from .states import CallState

QUEUED, OFFERED, CONNECTED, HELD, TRANSFERRING, DIALLING, ENDED = CallState

CALL_MOVES: dict[type, tuple[frozenset[CallState], CallState]] = {
    e.CallOffered: (frozenset({QUEUED, HELD}), OFFERED),
    e.OfferFailed: (frozenset({OFFERED}), QUEUED),
    e.CallConnected: (frozenset({OFFERED, TRANSFERRING, DIALLING, QUEUED}), CONNECTED),  # QUEUED: adopt
    e.CallHeld: (frozenset({CONNECTED}), HELD),
    e.CallMoved: (frozenset({CONNECTED, HELD}), QUEUED),
    e.TransferStarted: (frozenset({CONNECTED, HELD}), TRANSFERRING),
    e.CallReturned: (frozenset({TRANSFERRING}), QUEUED),
    e.CallEnded: (frozenset(CallState) - {ENDED}, ENDED),
}


def moved(event: e.Event, before: CallState) -> CallState:
    """The state after `event`; asserts that the move is in the table."""
    allowed, after = CALL_MOVES[type(event)]
    assert before in allowed, (event, before)
    return after
