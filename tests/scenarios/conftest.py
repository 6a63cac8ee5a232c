from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.lab.asterisk.asterisk import Asterisk
from tests.lab.asterisk.handset import Handset
from tests.lab.loop import Loop
from tests.lab.stage.live_stage import LiveStage


@pytest.fixture
def live(
    loop: Loop,
    pbx: Asterisk,
    phones: dict[str, Handset],
    outside: Handset,
    new_caller: Callable[..., Handset],
) -> Iterator[LiveStage]:
    """A desk on a real Asterisk, and phones that ring until a scenario says otherwise."""
    for phone in (*phones.values(), outside):
        phone.will_ring()
    stage = LiveStage(loop, pbx, phones, outside, new_caller)
    yield stage
    stage.close()
