from __future__ import annotations

import pytest

from tests.lab.call_log import CallLog


@pytest.fixture
def log() -> CallLog:
    return CallLog()


@pytest.fixture
def talking(log: CallLog) -> CallLog:
    """Anni talks with caller c1 of Myynti; nobody else is on duty."""
    log.on_duty("ann")
    log.connected("c1", "ann")
    return log
