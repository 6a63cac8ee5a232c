"""A desk as a checkpoint keeps it: after any day, what was kept goes on as the desk itself would."""

from __future__ import annotations

import json
from typing import Any

from benedesk.core.desk import Desk
from benedesk.core.evolve import evolve
from benedesk.server.store.snapshot import Plain, packed, unpacked
from hypothesis import settings
from hypothesis.stateful import precondition, rule

from tests.lab.desk_machine import DeskMachine


def through_json(desk: Desk) -> Plain:
    return list(json.loads(json.dumps(packed(desk))))


def restored(plain: Plain) -> Desk:
    return unpacked(json.loads(json.dumps(plain)), "358")


def everything(desk: Desk) -> dict[str, Any]:
    return vars(desk) | {"touched": {}}


class CheckpointMachine(DeskMachine):
    """Random days on which the desk is kept at any time, and restarts from what was kept and the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = packed(Desk())

    @precondition(lambda self: len(self.journal) > self.kept[0] + 5)
    @rule()
    def the_desk_is_kept(self) -> None:
        before = repr(vars(self.desk))
        self.kept = through_json(self.desk)
        assert repr(vars(self.desk)) == before, "keeping the desk changes nothing"
        assert everything(restored(self.kept)) == everything(self.desk)

    def from_the_journal(self) -> Desk:
        """By way of what was kept: so a restart goes on from there too."""
        desk = restored(self.kept)
        for event in self.journal[desk.seq :]:
            evolve(desk, event)
        desk.unrouted.clear()
        return desk

    def teardown(self) -> None:
        super().teardown()
        assert everything(self.from_the_journal()) == everything(self.desk)


TestDeskFromACheckpoint = CheckpointMachine.TestCase
TestDeskFromACheckpoint.settings = settings(
    max_examples=settings.default.max_examples, stateful_step_count=60
)


def test_an_empty_desk_is_kept_too() -> None:
    assert everything(restored(packed(Desk()))) == everything(Desk())
