"""tests/lab/patience.py: a bound holds for what is tested, and not for what else the machine does."""

from __future__ import annotations

import pytest

from tests.lab import patience
from tests.lab.patience import LONGEST, Patience


class Machine:
    """A machine whose clock, and how long somebody has waited for a core, are the test's."""

    def __init__(self) -> None:
        self.now = self.stalled = 0.0

    def runs(self, seconds: float, *, busy: bool) -> None:
        self.now += seconds
        self.stalled += seconds * busy


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(patience.time, "monotonic", lambda: machine.now)
    monkeypatch.setattr(patience, "stalled_s", lambda: machine.stalled)
    return machine


def test_on_a_quiet_machine_it_is_plain_seconds(machine: Machine) -> None:
    two = Patience(2)
    machine.runs(1.9, busy=False)
    assert not two.over
    machine.runs(0.2, busy=False)
    assert two.over


def test_time_in_which_somebody_waited_for_a_core_does_not_count(machine: Machine) -> None:
    two = Patience(2)
    machine.runs(10, busy=True)
    machine.runs(1.9, busy=False)
    assert not two.over
    machine.runs(0.2, busy=False)
    assert two.over


def test_it_ends_also_where_the_machine_is_never_quiet(machine: Machine) -> None:
    two = Patience(2)
    machine.runs(2 * LONGEST + 1, busy=True)
    assert two.over
