"""Random days at the desk: whatever happens in whatever order, the promises hold."""

from __future__ import annotations

from hypothesis import settings

from tests.lab.desk_machine import DeskMachine

TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(max_examples=2 * settings.default.max_examples, stateful_step_count=60)
