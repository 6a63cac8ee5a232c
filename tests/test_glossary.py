"""Every word that a panel can be sent stands in the glossary, in code letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core import model, topics
from benedesk.core.views import document
from benedesk.wire.hub import Hub
from benedesk.wire.panel_session import Status

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE
from tests.lab.office import WireDesk

GLOSSARY = (Path(__file__).resolve().parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([\w]+)`", GLOSSARY))
ENUMS = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


@pytest.mark.parametrize(
    "kind", [kind for kind in (*ENUMS, Status) if kind is not StrEnum], ids=lambda kind: kind.__name__
)
def test_every_value_is_in_the_glossary(kind: type[StrEnum]) -> None:
    assert {str(value) for value in kind} <= WORDS


def fields(body: Any) -> Iterator[str]:
    """The names of all fields of a document, those inside others too."""
    if isinstance(body, dict):
        yield from body
        for value in body.values():
            yield from fields(value)
    elif isinstance(body, list):
        for value in body:
            yield from fields(value)


def busy_desk() -> CallLog:
    """A desk with every kind of document, each with all of its parts."""
    log = CallLog()
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.later(20)  # she misses the call that came back, and is set aside
    log.on_duty("cy")
    log.connected("c2", "cy", "support")
    log.happens(i.TransferCall(agent="cy", call="c2", target=OUTSIDE))
    return log


def test_every_field_of_a_document_is_in_the_glossary() -> None:
    log = busy_desk()
    bodies = [document(log.desk, topic) for topic in log.desk.touched]
    assert {"set_aside", "transfer", "returned", "caller", "ended_at"} <= {*fields(bodies)}
    assert {*fields(bodies)} <= WORDS


def test_every_field_of_a_search_is_in_the_glossary() -> None:
    hub: Hub = WireDesk().hub
    found = [hub._search(topics.search(text)).body for text in ("ann", "myynti")]
    assert {"on_call", "oldest"} <= {*fields(found)}
    assert {*fields(found)} <= WORDS
