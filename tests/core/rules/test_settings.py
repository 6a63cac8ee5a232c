"""Settings: what is defined, and defined anew."""

from __future__ import annotations

import dataclasses

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.model import Outcome

from tests.lab.company import ANN, BO, CY, NIGHT, SALES, SUPPORT


def test_the_same_settings_again_change_nothing(log):
    assert log.happens(SALES, SUPPORT, NIGHT, ANN, BO, CY) == []


SETTINGS_REFUSED = [
    ("number_taken", dataclasses.replace(SALES, number=SUPPORT.number)),
    ("number_taken", dataclasses.replace(SALES, number=ANN.number)),
    ("number_taken", dataclasses.replace(ANN, number=BO.number)),
    ("number_taken", dataclasses.replace(ANN, number=SALES.number)),
    ("name_taken", dataclasses.replace(SALES, name="TUKI")),
    ("bad_number", dataclasses.replace(SALES, number="0800-MYYNTI")),
    ("bad_number", dataclasses.replace(ANN, number="")),
    ("bad_args", dataclasses.replace(SALES, strategy="by_lot")),
    ("unknown_queue", dataclasses.replace(ANN, skills={"nowhere": 1})),
]


@pytest.mark.parametrize(("code", "what"), SETTINGS_REFUSED, ids=lambda p: str(p)[:40])
def test_settings_that_contradict_each_other_are_refused(log, code, what):
    assert log.refused(what) == code


def test_a_queue_with_a_new_number_and_name_is_found_by_these_only(talking):
    talking.happens(dataclasses.replace(SUPPORT, number="09 9245 1009", name="Neuvonta"))
    assert talking.refused(i.TransferCall(agent="ann", call="c1", target="Tuki")) == "bad_number"
    [event] = talking.happens(i.CallerArrived("c2", SUPPORT.number, ""))
    assert event.outcome == Outcome.NO_QUEUE
    talking.happens(i.TransferCall(agent="ann", call="c1", target="neuvonta"))
    assert talking.call("c1").queue == "support"


def test_a_new_name_of_a_queue_reaches_the_documents_that_show_it(talking):
    talking.desk.touched.clear()
    talking.happens(dataclasses.replace(SALES, name="Kauppa"))
    assert {"queue/sales", "agent/ann", "agent/bo", "call/c1"} <= talking.desk.touched.keys()


def test_a_new_name_of_an_agent_reaches_the_documents_that_show_it(talking):
    talking.desk.touched.clear()
    talking.happens(dataclasses.replace(ANN, name="Anni Ahonen"))
    assert {"agent/ann", "call/c1"} <= talking.desk.touched.keys()


def test_an_agent_with_a_new_number_is_rung_by_it_only(talking):
    talking.happens(dataclasses.replace(CY, number="113"))
    talking.happens(i.TransferCall(agent="ann", call="c1", target="113"))
    assert talking.agent("cy").call == "c1"
    assert "103" not in talking.desk.agent_by_number


def test_opening_the_desk_makes_every_document_new(talking):
    talking.desk.touched.clear()
    assert talking.happens(i.OpenDesk()) == [e.DeskOpened(talking.now)]
    assert set(talking.desk.touched) == {
        "queue/sales", "queue/support", "queue/night", "agent/ann", "agent/bo", "agent/cy", "call/c1",
        "diary/ann", "diary/bo", "diary/cy",
    }  # fmt: skip
