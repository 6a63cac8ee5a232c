"""Who has called before, what became of it, and what was noted: known to whoever gets the next call."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core.directory import Directory, Entry
from benedesk.core.history import KEPT_OF_CALLER
from benedesk.core.limits import NOTE_CHARS, VISIT_S
from benedesk.core.loop import replay

from tests.lab.call_log import CallLog
from tests.lab.company import CALLER, NUMBERS, OUTSIDE


@pytest.fixture
def log() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    return log


def visits(log: CallLog, call: str = "now") -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = log.document(f"call/{call}")["visits"]
    return shown


def calls_again(log: CallLog) -> None:
    log.later(60)
    log.arrives("now")


def test_a_first_caller_has_no_history(log):
    log.arrives("now")
    assert visits(log) == []


def test_an_earlier_call_with_who_took_it_and_how_it_ended(log):
    log.connected("c1", "ann")
    came_at = log.desk.calls["c1"].arrived_at
    log.happens(i.HangUpCall("ann", "c1"))
    calls_again(log)
    assert visits(log) == [
        {
            "call": "c1", "queue_name": "Myynti", "at": came_at, "outgoing": False,
            "agent_name": "Anni Aalto", "to": "", "failed_to": "", "reason": "", "outcome": "completed",
            "notes": [],
        }
    ]  # fmt: skip


def test_a_caller_who_gave_up_has_called(log):
    log.happens(i.SetReceiving("ann", False))
    log.arrives("c1")
    log.happens(i.CallerHungUp("c1"), i.SetReceiving("ann", True))
    calls_again(log)
    assert [(visit["outcome"], visit["agent_name"]) for visit in visits(log)] == [("abandoned", "")]


def test_a_caller_who_found_the_queue_closed_has_called(log):
    log.happens(i.SetQueueOpen("cy", "sales", False))
    log.arrives("c1")
    log.happens(i.SetQueueOpen("cy", "sales", True))
    calls_again(log)
    assert [visit["outcome"] for visit in visits(log)] == ["closed"]


def test_the_transfer_that_reached_nobody_is_known_the_next_time(log):
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE, label="Pekka"))
    log.happens(i.TargetFailed("c1", "target", "busy"))
    log.happens(i.CallerHungUp("c1"))
    calls_again(log)
    assert [(visit["failed_to"], visit["reason"]) for visit in visits(log)] == [("Pekka", "busy")]


def test_who_outside_has_got_the_call(log):
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE, label="Pekka"))
    log.happens(i.TargetAnswered("c1", "target"))
    calls_again(log)
    assert [(visit["to"], visit["outcome"]) for visit in visits(log)] == [("Pekka", "transferred")]


def test_an_agent_who_calls_them_has_been_in_touch(log):
    log.happens(i.PlaceCall("ann", CALLER, "sales"))
    (call,) = log.desk.calls
    log.happens(i.HangUpCall("ann", call))
    calls_again(log)
    assert [(visit["outgoing"], visit["agent_name"]) for visit in visits(log)] == [(True, "Anni Aalto")]


def test_a_note_is_seen_by_whoever_gets_the_call_next(log):
    log.connected("c1", "ann")
    log.on_duty("cy")
    log.happens(
        i.NoteCall("ann", "c1", "Haluaa hyvityksen"), i.TransferCall(agent="ann", call="c1", target="103")
    )
    (note,) = log.document("call/c1")["notes"]
    assert (note["by"], note["by_name"], note["text"]) == ("ann", "Anni Aalto", "Haluaa hyvityksen")


def test_a_note_written_after_the_call_was_sent_on_comes_after_it(log):
    log.connected("c1", "ann")
    log.on_duty("cy")
    log.happens(i.TransferCall(agent="ann", call="c1", target="103"))
    log.desk.touched.clear()
    log.happens(i.NoteCall("ann", "c1", "Kiire!"))
    assert "call/c1" in log.desk.touched
    assert [note["text"] for note in log.document("call/c1")["notes"]] == ["Kiire!"]


def test_a_note_is_seen_by_the_next_who_talks_with_that_caller(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "Soittaa vielä"), i.HangUpCall("ann", "c1"))
    calls_again(log)
    assert [note["text"] for note in visits(log)[0]["notes"]] == ["Soittaa vielä"]


def test_a_note_that_is_emptied_is_gone_for_everybody(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "Virhe"), i.NoteCall("ann", "c1", ""), i.HangUpCall("ann", "c1"))
    calls_again(log)
    assert visits(log)[0]["notes"] == []


def test_a_note_of_a_queue_that_one_may_not_see_is_not_shown(log):
    log.on_duty("bo")
    log.happens(i.SetReceiving("ann", False))
    log.connected("c1", "bo", "night")
    log.happens(i.NoteCall("bo", "c1", "Yöllä"), i.HangUpCall("bo", "c1"))
    log.happens(i.SetReceiving("bo", False), i.SetReceiving("ann", True))
    calls_again(log)
    assert [(visit["queue_name"], visit["notes"]) for visit in visits(log)] == [("Yöpäivystys", [])]


def test_a_note_has_at_most_500_characters(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "x" * NOTE_CHARS))
    assert NOTE_CHARS == 500
    assert log.refused(i.NoteCall("ann", "c1", "x" * (NOTE_CHARS + 1))) == "bad_args"


def test_who_withholds_their_number_has_no_history(log):
    for call in ("c1", "now"):
        log.arrives(call, caller="")
        if call == "c1":
            log.happens(i.CallerHungUp(call))
    assert visits(log) == []


def test_after_a_week_it_is_forgotten(log):
    log.arrives("c1")
    log.happens(i.CallerHungUp("c1"))
    log.later(VISIT_S)
    log.arrives("now")
    assert visits(log) == []
    assert set(log.desk.visits) == {"now"}


def test_of_a_caller_who_calls_all_day_only_the_last_calls_are_kept(log):
    for number in range(KEPT_OF_CALLER + 5):
        log.arrives(f"c{number}")
        log.happens(i.CallerHungUp(f"c{number}"))
    assert len(log.desk.visits) == KEPT_OF_CALLER


def test_a_caller_with_two_lines_sees_the_other_change(log):
    log.arrives("now")
    log.arrives("other")
    log.desk.touched.clear()
    log.happens(i.CallerHungUp("other"))
    assert "call/now" in log.desk.touched
    assert visits(log)[0]["outcome"] == "abandoned"


def test_a_restart_forgets_nobody(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "Muista"), i.HangUpCall("ann", "c1"))
    assert replay(log.journal).visits == log.desk.visits


def test_the_directory_says_who_calls_before_the_network_does(log):
    people = Directory([Entry(id="p", name="Rauha Pelkonen", numbers=(CALLER,))])
    log.desk.name_of = people.name_of
    log.arrives("now")
    log.happens(
        i.CallerArrived(call="c2", dialled=NUMBERS["sales"], caller="0491112223", caller_name="Oy Ab")
    )
    assert log.document("call/now")["caller_name"] == "Rauha Pelkonen"
    assert log.desk.calls["c2"].caller_name == "Oy Ab"


def test_of_a_number_that_two_people_share_nobody_is_told_to_call() -> None:
    both = [
        Entry(id="2", name="Väisänen", numbers=("101",)),
        Entry(id="1", name="Aalto", numbers=("101", "1")),
    ]

    assert [Directory(both).name_of(number) for number in ("101", "1", "102")] == ["", "Aalto", ""]
