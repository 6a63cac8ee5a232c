"""The first thing that keeps calls away, and the order in which to mend it."""

from __future__ import annotations

import dataclasses

import pytest
from benedesk.core.desk import gate
from benedesk.core.model import Agent, Availability, Gate, Missed

FREE = Agent(id="ann", name="Anni", number="101", phone="phone", receiving=True, memberships={"sales"})
CLOSED: list[tuple[Gate, dict[str, object]]] = [
    (Gate.RECEIVING_OFF, {"receiving": False}),
    (Gate.NO_QUEUE, {"memberships": set()}),
    (Gate.AVAILABILITY, {"availability": Availability.BUSY}),
    (Gate.PHONE_UNREACHABLE, {"reachable": False}),
    (Gate.SET_ASIDE, {"set_aside": Missed(call="c1", queue="sales", caller="", at=0.0)}),
    (Gate.ON_CALL, {"call": "c1"}),
    (Gate.WRAP_UP, {"wrap_up_until": 1.0}),
]


def test_nothing_keeps_calls_from_a_free_agent():
    assert gate(FREE) is None


@pytest.mark.parametrize(("expected", "how"), CLOSED, ids=[gate for gate, _ in CLOSED])
def test_each_gate_by_itself(expected, how):
    assert gate(dataclasses.replace(FREE, **how)) is expected


@pytest.mark.parametrize("first", range(len(CLOSED)))
def test_of_several_gates_the_first_to_mend_is_named(first):
    how = {name: value for _, one in CLOSED[first:] for name, value in one.items()}
    assert gate(dataclasses.replace(FREE, **how)) is CLOSED[first][0]


def test_every_gate_is_in_the_list_above_in_its_order():
    """But for the PBX's, which is the same for all agents."""
    assert [Gate.PBX_AWAY, *(gate for gate, _ in CLOSED)] == list(Gate)
