"""The demo's scenarios do what their names say."""

from __future__ import annotations

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.sim.sample import AGENTS, CALLERS, ME, PEOPLE, QUEUES
from benedesk.sim.scenarios import SCENARIOS, start


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_seed_is_the_same_day(name):
    first, second = start(name, 7, now=1000.0), start(name, 7, now=1000.0)
    first.world.run(until=2000.0)
    second.world.run(until=2000.0)
    assert first.world.journal == second.world.journal


@pytest.mark.parametrize("name", SCENARIOS)
def test_my_phone_rings_within_ten_seconds(name):
    scene = start(name, 1, now=1000.0)
    scene.world.run(until=1010.0)
    assert any(isinstance(event, e.CallOffered) and event.agent == ME for event in scene.world.journal)


def test_in_a_rush_callers_wait():
    scene = start("rush", 1, now=1000.0)
    scene.world.run(until=1060.0)
    assert sum(len(board.wait_clocks) for board in scene.world.desk.boards.values()) >= 3


def test_in_return_a_transfer_comes_back_marked():
    scene = start("return", 1, now=1000.0)
    world = scene.world
    world.run(until=1003.0)
    call = world.pbx.rings_for(ME)
    world.pbx.phone_answers(ME)
    world.run(until=1004.0)
    world.take(i.TransferCall(agent=ME, call=call, target="09 9245 1120"))
    world.run(until=1011.0)
    assert world.desk.calls[call].returned
    assert world.pbx.rings_for(ME) == call


def test_a_simulated_day_loses_nobody():
    scene = start("rush", 3, now=0.0)
    scene.world.run(until=8 * 3600.0)
    arrived = {event.call for event in scene.world.journal if isinstance(event, e.CallArrived)}
    ended = {event.call for event in scene.world.journal if isinstance(event, e.CallEnded)}
    assert len(arrived) > 1000
    assert arrived == ended | scene.world.desk.calls.keys()


def test_the_sample_company_is_whole():
    assert len(QUEUES) == 6
    assert len([entry for entry in PEOPLE if not entry.queue]) == 60
    numbers = [number for entry in PEOPLE for number in entry.numbers]
    assert len(numbers) == len(set(numbers))
    assert {agent.agent for agent in AGENTS} <= {entry.agent for entry in PEOPLE}
    assert len(CALLERS) >= 20
