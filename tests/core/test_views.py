"""The documents: their shapes, and who may see which."""

from __future__ import annotations

import dataclasses
import json

import pytest
from benedesk.core import inputs as i
from benedesk.core.views import audience, document

from tests.lab.call_log import CallLog
from tests.lab.company import ANN, CY, OUTSIDE


@pytest.fixture
def log() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    return log


def test_a_queue_document(log):
    log.arrives("c1")
    assert log.document("queue/sales") == {
        "id": "sales", "name": "Myynti", "number": "+358992451001", "open": True,
        "serving": 1, "free": 0, "active": 1, "calls": 0, "length": 1, "oldest": log.now,
        "levels": {"length": [1, 3], "wait_s": [30.0, 60.0]},
    }  # fmt: skip


def test_an_agent_document(log):
    log.happens(i.SetAvailability("ann", "available", "ikkunapöytä", log.now + 60))
    log.arrives("c1")
    assert log.document("agent/ann") == {
        "id": "ann", "name": "Anni Aalto", "number": "101", "supervisor": False, "receiving": True,
        "availability": "available", "note": "ikkunapöytä", "until": log.now + 60, "reachable": True,
        "gate": "on_call",
        "queues": [
            {"id": "sales", "name": "Myynti", "member": True, "skill": 1},
            {"id": "support", "name": "Tuki", "member": True, "skill": 1},
        ],
        "on_call": True, "call": "c1", "wrap_up_until": None, "set_aside": None,
        "declined": None,
    }  # fmt: skip


def test_a_call_document(log):
    log.arrives("c1")
    arrived_at = log.now
    log.later(4)
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert log.document("call/c1") == {
        "id": "c1", "queue": "sales", "queue_name": "Myynti",
        "first_queue": "sales", "first_queue_name": "Myynti",
        "caller": "+358491234567", "caller_name": "Virtanen Oy", "dialled": "+358992451001",
        "outgoing": False, "state": "connected", "off_hold": False, "since": log.now,
        "arrived_at": arrived_at, "queued_at": arrived_at,
        "deadline": None, "agent": "ann", "transfer": None, "returned": None, "handled_by": ["Anni Aalto"],
        "notes": [], "visits": [],
    }  # fmt: skip


def test_a_ringing_call_tells_until_when_it_rings(log):
    log.arrives("c1")
    assert log.document("call/c1")["deadline"] == log.now + 20


def test_the_queues_of_an_agent_are_in_the_order_of_their_names(log):
    log.happens(dataclasses.replace(ANN, skills={"night": 1, "support": 1, "sales": 1}))
    names = [queue["name"] for queue in log.document("agent/ann")["queues"]]
    assert names == ["Myynti", "Tuki", "Yöpäivystys"]


def test_every_document_is_plain_json(log):
    log.connected("c1", "ann")
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    for topic in log.desk.touched:
        body = document(log.desk, topic)
        assert json.loads(json.dumps(body)) == body


@pytest.mark.parametrize(
    "topic", ["call/gone", "queue/nowhere", "agent/nobody", "diary/nobody", "tea/pot", "queue", ""]
)
def test_there_is_no_document_of_what_there_is_not(log, topic):
    assert document(log.desk, topic) is None
    assert audience(log.desk, topic) in (frozenset(), frozenset({"nobody"}))


def test_a_listed_queue_is_for_everybody_and_another_for_those_who_may_serve_it(log):
    assert audience(log.desk, "queue/sales") is None
    assert audience(log.desk, "queue/night") == {"bo"}
    log.happens(dataclasses.replace(CY, skills={"night": 2}))
    assert audience(log.desk, "queue/night") == {"bo", "cy"}
    log.happens(dataclasses.replace(CY, skills={}))
    assert audience(log.desk, "queue/night") == {"bo"}


def test_an_agents_document_is_for_himself(log):
    assert audience(log.desk, "agent/ann") == audience(log.desk, "diary/ann") == {"ann"}


def test_a_call_is_for_the_agent_whose_phone_rings_or_whose_it_is(log):
    log.happens(i.SetReceiving("ann", on=False))
    log.arrives("c1")
    assert audience(log.desk, "call/c1") == set()
    log.happens(i.SetReceiving("ann", on=True))
    assert audience(log.desk, "call/c1") == {"ann"}
    log.happens(i.PhoneAnswered("c1", "ann"), i.HoldCall("ann", "c1"))
    assert audience(log.desk, "call/c1") == {"ann"}
    log.happens(i.TransferCall(agent="ann", call="c1", target="103"))
    assert audience(log.desk, "call/c1") == {"cy"}


def test_a_call_on_its_way_to_a_target_outside_is_nobodys(log):
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    assert audience(log.desk, "call/c1") == set()
