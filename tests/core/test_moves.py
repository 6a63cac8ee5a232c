"""The table of legal moves, held against what the desk really does."""

from __future__ import annotations

import itertools

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.moves import CALL_MOVES, moved
from benedesk.core.states import COMMAND_STATES, CallState

MADE: dict[type, e.Event] = {
    e.CallOffered: e.CallOffered(
        call="c", agent="ann", phone="phone", caller="", caller_name="", until=1.0, at=0.0
    ),
    e.OfferFailed: e.OfferFailed(call="c", agent="ann", reason="busy", retry_at=None, at=0.0),
    e.CallConnected: e.CallConnected("c", "ann", 0.0, "ann"),
    e.CallHeld: e.CallHeld("c", "ann", 0.0, "ann"),
    e.CallMoved: e.CallMoved(call="c", agent="ann", queue="sales", head=False, at=0.0),
    e.TransferStarted: e.TransferStarted(
        call="c",
        by="ann",
        target="112",
        label="",
        target_agent=None,
        phone="",
        caller="",
        caller_name="",
        until=1.0,
        at=0.0,
    ),
    e.CallReturned: e.CallReturned(
        call="c", queue="sales", by="ann", target="112", label="", target_agent=None, reason="busy", at=0.0
    ),
    e.CallEnded: e.CallEnded(call="c", outcome="lost", agent=None, wrap_up_until=None, at=0.0),
}


def test_every_event_that_moves_a_call_has_its_row():
    assert MADE.keys() == CALL_MOVES.keys()


@pytest.mark.parametrize(("kind", "before"), list(itertools.product(MADE, CallState)), ids=str)
def test_a_move_is_in_the_table_or_stops_the_desk(kind, before):
    allowed, after = CALL_MOVES[kind]
    if before in allowed:
        assert moved(MADE[kind], before) is after
    else:
        with pytest.raises(AssertionError):
            moved(MADE[kind], before)


def test_every_state_can_be_reached_and_every_state_but_the_last_can_be_left():
    begins = {CallState.DIALLING}  # a call that an agent places begins there
    assert {after for _, after in CALL_MOVES.values()} == set(CallState) - begins
    assert set().union(*(allowed for allowed, _ in CALL_MOVES.values())) == set(CallState) - {CallState.ENDED}


def test_what_an_agent_may_ask_leads_to_a_legal_move():
    leads_to = {
        i.HoldCall: (e.CallHeld,),
        i.UnholdCall: (e.CallOffered,),
        i.HangUpCall: (e.CallEnded,),
        i.TransferCall: (e.CallMoved, e.TransferStarted),
    }
    assert {command.__name__ for command in leads_to} == COMMAND_STATES.keys()
    for command, events in leads_to.items():
        for event in events:
            assert COMMAND_STATES[command.__name__] <= CALL_MOVES[event][0]
