"""All legal moves of a call, in one table.

`COMMAND_STATES` says when an agent may ask; `CALL_MOVES` says what each event does to a call's state.
An event that is not in its row is a mistake of ours, and stops the desk there and then.
"""

from __future__ import annotations

from . import events as e
from . import inputs as i
from .model import CallState

QUEUED, OFFERED, CONNECTED, HELD, TRANSFERRING, DIALLING, ENDED = CallState

COMMAND_STATES: dict[type, frozenset[CallState]] = {
    i.HoldCall: frozenset({CONNECTED}),
    i.UnholdCall: frozenset({HELD}),
    i.HangUpCall: frozenset({CONNECTED, HELD, DIALLING}),
    i.TransferCall: frozenset({CONNECTED, HELD}),
}

CALL_MOVES: dict[type, tuple[frozenset[CallState], CallState]] = {
    e.CallOffered: (frozenset({QUEUED, HELD}), OFFERED),
    e.OfferFailed: (frozenset({OFFERED}), QUEUED),
    e.CallConnected: (frozenset({OFFERED, TRANSFERRING, DIALLING}), CONNECTED),
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
