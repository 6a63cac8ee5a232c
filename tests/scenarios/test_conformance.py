"""A real Asterisk, the storm's and the simulated PBX, asked the same, answer the same: event for event."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from tests.lab.stage.live_stage import LiveStage
from tests.lab.stage.sim_stage import SimStage
from tests.lab.stage.stage import Stage
from tests.lab.stage.storm_stage import StormStage

from . import calls_cut_off, calls_placed, calls_transferred  # noqa: F401, they add their scenarios
from .calls import SCENARIOS


@pytest.mark.asterisk
@pytest.mark.parametrize("play", SCENARIOS, ids=lambda play: play.__name__)
def test_sim_and_asterisk_agree(play: Callable[[Stage], None], live: LiveStage) -> None:
    sim = SimStage()
    play(sim)
    play(live)
    assert live.story == sim.story


@pytest.mark.parametrize("play", SCENARIOS, ids=lambda play: play.__name__)
def test_sim_and_the_storms_asterisk_agree(play: Callable[[Stage], None]) -> None:
    sim = SimStage()
    play(sim)
    with closing(StormStage()) as storm:
        play(storm)
        assert storm.story == sim.story
