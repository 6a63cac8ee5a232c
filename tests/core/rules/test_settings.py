"""Settings: what is defined, and defined anew."""

from __future__ import annotations

import dataclasses

import pytest
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.loop import replay
from benedesk.core.model import Outcome
from benedesk.core.rules.settings import faults

from tests.lab.company import AGENTS, ANN, BO, CALLER, CY, NIGHT, QUEUES, SALES, SUPPORT


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
    [event] = talking.happens(i.CallerArrived(call="c2", dialled=SUPPORT.number, caller=""))
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


# -- the settings are one set ----------------------------------------------------------------------


def as_one(*parts: i.DefineQueue | i.DefineAgent) -> i.DefineDesk:
    """The company's settings, with these in place of those of the same name."""
    changed = {getattr(part, "agent", "") or part.queue: part for part in parts}
    return i.DefineDesk(
        tuple(changed.get(queue.queue, queue) for queue in QUEUES),
        tuple(changed.get(agent.agent, agent) for agent in AGENTS),
    )


def test_two_queues_swap_their_numbers(log):
    log.happens(
        as_one(
            dataclasses.replace(SALES, number=SUPPORT.number),
            dataclasses.replace(SUPPORT, number=SALES.number),
        )
    )
    log.happens(
        i.CallerArrived(call="c1", dialled=SALES.number, caller=CALLER),
        i.CallerArrived(call="c2", dialled=SUPPORT.number, caller=CALLER),
    )
    assert (log.call("c1").queue, log.call("c2").queue) == ("support", "sales")


def test_three_queues_pass_their_numbers_round(log):
    log.happens(
        as_one(
            dataclasses.replace(SALES, number=SUPPORT.number),
            dataclasses.replace(SUPPORT, number=NIGHT.number),
            dataclasses.replace(NIGHT, number=SALES.number),
        )
    )
    found = {number: log.desk.queues[queue].number for number, queue in log.desk.queue_by_number.items()}
    assert len(found) == 3
    assert all(number == held for number, held in found.items())


def test_two_queues_swap_their_names(talking):
    talking.happens(
        as_one(dataclasses.replace(SALES, name=SUPPORT.name), dataclasses.replace(SUPPORT, name=SALES.name))
    )
    talking.happens(i.TransferCall(agent="ann", call="c1", target="Myynti"))
    assert talking.call("c1").queue == "support"
    assert talking.desk.queue_by_name == {"tuki": "sales", "myynti": "support", "yöpäivystys": "night"}


def test_two_agents_swap_their_numbers(talking):
    talking.happens(
        as_one(dataclasses.replace(BO, number=CY.number), dataclasses.replace(CY, number=BO.number))
    )
    talking.happens(i.TransferCall(agent="ann", call="c1", target=CY.number))
    assert talking.agent("bo").call == "c1"


def test_a_queue_takes_the_number_of_an_agent_who_gets_another(log):
    log.happens(as_one(dataclasses.replace(SALES, number="102"), dataclasses.replace(BO, number="112233")))
    assert log.desk.queue_by_number["102"] == "sales"
    assert log.desk.agent_by_number["112233"] == "bo"


def test_swapped_settings_are_what_a_replay_has_too(log):
    log.happens(
        as_one(
            dataclasses.replace(SALES, number=SUPPORT.number, name=SUPPORT.name),
            dataclasses.replace(SUPPORT, number=SALES.number, name=SALES.name),
            dataclasses.replace(BO, number=CY.number),
            dataclasses.replace(CY, number=BO.number),
        )
    )
    again = replay(log.journal)
    for index in ("queue_by_number", "queue_by_name", "agent_by_number"):
        assert getattr(again, index) == getattr(log.desk, index)


def test_a_set_with_one_fault_changes_nothing_at_all(log):
    good = dataclasses.replace(SALES, name="Kauppa")
    assert log.refused(as_one(good, dataclasses.replace(CY, number=SUPPORT.number))) == "number_taken"


def test_every_fault_of_a_set_is_told(log):
    whole = as_one(
        dataclasses.replace(SALES, number="+358 9 9245 1002"),
        dataclasses.replace(NIGHT, name="TUKI", strategy="by_lot"),
        dataclasses.replace(ANN, number="abc"),
        dataclasses.replace(BO, number=NIGHT.number, skills={"nowhere": 1}),
    )
    assert sorted(fault.code for fault in faults(whole, log.desk)) == [
        "bad_args", "bad_number", "name_taken", "number_taken", "number_taken", "unknown_queue",
    ]  # fmt: skip


def test_what_the_journal_has_beside_the_set_keeps_its_number(log):
    new = dataclasses.replace(NIGHT, queue="new", name="Uusi")
    assert log.refused(i.DefineDesk((new,), ())) == "number_taken"


def test_a_new_queue_may_begin_closed_and_an_old_one_stays_as_it_is(log):
    new = dataclasses.replace(NIGHT, queue="new", name="Uusi", number="09 9245 1009", open=False)
    log.happens(i.DefineDesk((dataclasses.replace(SALES, open=False), new), ()))
    assert (log.desk.queues["new"].open, log.desk.queues["sales"].open) == (False, True)
