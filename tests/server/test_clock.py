"""The desk's clock under wall clocks that are set."""

from __future__ import annotations

from benedesk.server.clock import DeskClock


class Clocks:
    def __init__(self) -> None:
        self.wall, self.monotonic = 1_000.0, 5.0
        self.desk = DeskClock(lambda: self.wall, lambda: self.monotonic)

    def pass_s(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds


def test_it_is_the_wall_clock_while_nobody_sets_that() -> None:
    clocks = Clocks()
    clocks.pass_s(60.0)
    assert clocks.desk.now() == 1_060.0


def test_when_the_wall_clock_is_set_back_time_goes_on_a_little_slower() -> None:
    clocks = Clocks()
    clocks.wall -= 3 * 3600.0
    assert clocks.desk.now() == 1_000.0
    clocks.pass_s(20.0)
    assert clocks.desk.now() == 1_018.0


def test_a_wall_clock_that_was_ahead_for_a_moment_is_met_again() -> None:
    clocks = Clocks()
    clocks.wall += 3600.0
    clocks.desk.now()
    clocks.wall -= 3600.0
    for _ in range(11 * 60):
        clocks.pass_s(60.0)
        clocks.desk.now()
    assert clocks.desk.now() - clocks.wall < 2.0


def test_when_the_wall_clock_is_ahead_it_is_believed() -> None:
    clocks = Clocks()
    clocks.wall += 50 * 365 * 86_400.0  # the machine has found a time server
    assert clocks.desk.now() == clocks.wall


def test_it_begins_where_the_journal_ends_if_the_machine_does_not_know_the_time() -> None:
    clocks = Clocks()
    clocks.desk.not_before(2_000_000.0)
    clocks.pass_s(10.0)
    assert clocks.desk.now() == 2_000_009.0


def test_a_journal_of_the_past_does_not_hold_it_back() -> None:
    clocks = Clocks()
    clocks.desk.not_before(10.0)
    assert clocks.desk.now() == 1_000.0
