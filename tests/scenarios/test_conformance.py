"""The simulated PBX and a real Asterisk, asked the same, answer the same: event for event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab.stage.live_stage import LiveStage
from tests.lab.stage.sim_stage import SimStage
from tests.lab.stage.stage import Stage

from . import calls_cut_off, calls_placed, calls_transferred  # noqa: F401, they add their scenarios
from .calls import SCENARIOS


@pytest.mark.asterisk
@pytest.mark.parametrize("play", SCENARIOS, ids=lambda play: play.__name__)
def test_sim_and_asterisk_agree(play: Callable[[Stage], None], live: LiveStage) -> None:
    sim = SimStage()
    play(sim)
    play(live)
    assert live.story == sim.story
