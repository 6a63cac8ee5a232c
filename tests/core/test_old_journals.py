"""A newer version reads older journals: one event of each kind, as each release wrote it.

A release adds a file of its own; what stands in one is never changed. A field that joins an event has a
default, and one that is there stays.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benedesk.core.events import EVENTS
from benedesk.wire.desk_codec import event_from_json

RECORDED = [
    (file.stem, *json.loads(line))
    for file in sorted((Path(__file__).parent / "recorded").glob("journal-*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("release", "name", "fields"), RECORDED, ids=[f"{r}-{n}" for r, n, _ in RECORDED])
def test_an_event_of_an_older_journal_is_read_whole(
    release: str, name: str, fields: dict[str, object]
) -> None:
    event = event_from_json(name, json.dumps(fields))
    assert {field: getattr(event, field) for field in fields} == fields


def test_the_first_release_has_one_of_every_kind_that_it_knew() -> None:
    first = {name for release, name, _ in RECORDED if release == "journal-0.1.0"}
    assert len(first) == 26 and first <= EVENTS.keys()
