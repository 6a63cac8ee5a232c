"""Each agent's own list of calls."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core.diary import KEPT_CALLS
from benedesk.core.limits import DIARY_S, TALLY_S
from benedesk.core.lines import Line
from benedesk.core.loop import replay

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE


@pytest.fixture
def log() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    return log


def listed(log: CallLog, agent: str = "ann") -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = log.document(f"diary/{agent}")["calls"]
    return calls


def test_a_call_that_he_took(log):
    log.connected("c1", "ann", "support")
    taken_at = log.now
    assert listed(log) == [
        {
            "call": "c1", "queue": "support", "queue_name": "Tuki", "number": "+358491234567",
            "name": "Virtanen Oy", "at": taken_at, "ended_at": None, "outgoing": False, "result": "taken",
            "to": "", "reason": "", "note": "",
        }
    ]  # fmt: skip
    log.later(60)
    log.happens(i.HangUpCall("ann", "c1"))
    assert listed(log)[0]["ended_at"] == log.now


def test_a_call_that_he_missed(log):
    log.arrives("c1")
    log.later(20)
    assert [(call["result"], call["at"]) for call in listed(log)] == [("missed", log.now)]


def test_a_call_that_he_declined_is_not_in_his_list(log):
    log.arrives("c1")
    log.happens(i.PhoneFailed("c1", "ann", "declined"))
    assert listed(log) == []


@pytest.mark.parametrize(
    ("target", "to"), [("103", "Cyril Ceder"), (OUTSIDE, "+358497654321"), ("tuki", "Tuki")]
)
def test_a_call_that_he_sent_on_and_to_whom(log, target, to):
    log.connected("c1", "ann")
    log.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=target))
    [call] = listed(log)
    assert (call["result"], call["to"], call["ended_at"]) == ("transferred", to, log.now)


def test_a_call_that_came_back_and_why(log):
    log.connected("c1", "ann")
    log.happens(i.SetReceiving("ann", on=False), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    log.happens(i.TargetFailed("c1", "target", "busy"))
    [call] = listed(log)
    assert (call["result"], call["to"], call["reason"]) == ("returned", "+358497654321", "busy")


def test_a_call_that_came_back_to_him_is_one_that_he_took(log):
    log.connected("c1", "ann")
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert [(call["result"], call["to"], call["reason"]) for call in listed(log)] == [("taken", "", "")]


def test_a_call_that_came_back_and_was_missed_then_is_still_one_that_came_back(log):
    log.connected("c1", "ann")
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.later(20)
    assert [(call["result"], call["reason"]) for call in listed(log)] == [("returned", "busy")]


def test_a_call_that_he_placed(log):
    [placed] = log.happens(i.PlaceCall("ann", OUTSIDE, label="Huolto Oy"))
    [call] = listed(log)
    assert (call["outgoing"], call["result"], call["name"]) == (True, "not_reached", "Huolto Oy")
    log.happens(i.PhoneAnswered(placed.call, "ann"), i.TargetFailed(placed.call, "target", "busy"))
    [call] = listed(log)
    assert (call["result"], call["reason"], call["ended_at"]) == ("not_reached", "busy", log.now)


def test_a_call_that_he_placed_and_that_was_answered(log):
    [placed] = log.happens(i.PlaceCall("ann", OUTSIDE))
    log.happens(i.PhoneAnswered(placed.call, "ann"), i.TargetAnswered(placed.call, "target"))
    assert [(call["outgoing"], call["result"]) for call in listed(log)] == [(True, "taken")]


def test_a_call_put_back_by_a_lost_phone_is_still_one_that_he_took(log):
    log.connected("c1", "ann")
    log.happens(i.PbxSynced((Line(call="c1", dialled="0992451001", caller=""),)))
    assert listed(log)[0]["result"] == "taken"


def test_the_newest_is_first(log):
    for call in ("c1", "c2"):
        log.connected(call, "ann")
        log.happens(i.CallerHungUp(call))
        log.later(1)
    assert [call["call"] for call in listed(log)] == ["c2", "c1"]


def test_two_agents_have_two_lists(log):
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target="103"), i.PhoneAnswered("c1", "cy"))
    assert [call["result"] for call in listed(log, "ann")] == ["transferred"]
    assert [call["result"] for call in listed(log, "cy")] == ["taken"]
    assert listed(log, "bo") == []


def test_a_list_goes_a_day_back(log):
    log.connected("c1", "ann")
    log.happens(i.CallerHungUp("c1"))
    log.later(DIARY_S)
    log.connected("c2", "ann")
    assert [call["call"] for call in listed(log)] == ["c2"]


def test_a_list_has_an_end(log):
    for nth in range(KEPT_CALLS + 5):
        log.connected(f"c{nth}", "ann")
        log.happens(i.CallerHungUp(f"c{nth}"))
    assert len(listed(log)) == KEPT_CALLS
    assert listed(log)[-1]["call"] == "c5"


def test_what_ends_after_it_was_forgotten_harms_nobody(log):
    log.connected("c1", "ann")
    log.happens(i.HoldCall("ann", "c1"))
    log.agent("ann").diary.clear()
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.happens(i.CallerHungUp("c1"))
    assert listed(log) == []


# -- notes -----------------------------------------------------------------------------------------


def test_a_note_is_kept_with_the_call(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "  haluaa tarjouksen "), i.CallerHungUp("c1"))
    assert listed(log)[0]["note"] == "haluaa tarjouksen"
    assert log.happens(i.NoteCall("ann", "c1", "haluaa tarjouksen")) == []
    log.happens(i.NoteCall("ann", "c1", ""))
    assert listed(log)[0]["note"] == ""


def test_a_note_stays_when_the_call_comes_to_him_again(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "kiireinen"))
    log.happens(
        i.TransferCall(agent="ann", call="c1", target=OUTSIDE), i.TargetFailed("c1", "target", "busy")
    )
    log.happens(i.PhoneAnswered("c1", "ann"))
    assert listed(log)[0]["note"] == "kiireinen"


def test_only_calls_of_his_list_can_be_noted(log):
    log.connected("c1", "ann")
    assert log.refused(i.NoteCall("bo", "c1", "x")) == "unknown_call"
    assert log.refused(i.NoteCall("ann", "c2", "x")) == "unknown_call"
    assert log.refused(i.NoteCall("ann", "c1", "x" * 501)) == "bad_args"
    assert log.refused(i.NoteCall("nobody", "c1", "x")) == "unknown_agent"


def test_lists_are_as_they_were_after_a_restart(log):
    log.connected("c1", "ann")
    log.happens(i.NoteCall("ann", "c1", "kiireinen"), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    log.later(25)
    again = replay(log.journal)
    assert again.agents["ann"].diary == log.agent("ann").diary


# -- what they did today ---------------------------------------------------------------------------


def day(log: CallLog, agent: str = "ann") -> dict[str, Any]:
    """The sum of all the slots, and the longest idle time."""
    slots = log.document(f"diary/{agent}")["day"]
    total = {key: sum(slot[key] for slot in slots) for key in ("answered", "missed", "sent", "talk_s")}
    return total | {"idle_s": max(slot["idle_s"] for slot in slots)}


def test_a_day_counts_calls_and_the_time_in_them_and_between_them(log):
    log.later(100)
    log.connected("c1", "ann")
    log.later(30)
    log.happens(i.HangUpCall("ann", "c1"))
    log.later(7)
    log.connected("c2", "ann")
    log.later(5)
    log.happens(i.TransferCall(agent="ann", call="c2", target=OUTSIDE))
    log.arrives("c3")
    log.later(20)

    assert day(log) == {
        "answered": 2,
        "missed": 1,
        "sent": 1,
        "talk_s": 35.0,
        "idle_s": 101.0,
    }  # on duty takes a second


def test_a_call_that_was_on_hold_counts_once(log):
    log.connected("c1", "ann")
    log.later(10)
    log.happens(i.HoldCall("ann", "c1"), i.UnholdCall("ann", "c1"), i.PhoneAnswered("c1", "ann"))
    log.later(10)
    log.happens(i.CallerHungUp("c1"))

    assert day(log) == {"answered": 1, "missed": 0, "sent": 0, "talk_s": 20.0, "idle_s": 1.0}


def test_a_day_is_told_by_quarters_of_an_hour_and_forgotten_after_one(log):
    log.connected("c1", "ann")
    log.happens(i.HangUpCall("ann", "c1"))
    log.later(TALLY_S)
    log.connected("c2", "ann")
    log.happens(i.HangUpCall("ann", "c2"))
    assert [slot["at"] % TALLY_S for slot in log.document("diary/ann")["day"]] == [0.0, 0.0]

    log.later(DIARY_S + TALLY_S)
    log.connected("c3", "ann")
    assert [slot["answered"] for slot in log.document("diary/ann")["day"]] == [1]
