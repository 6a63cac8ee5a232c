"""Which documents are out, who is told of them, and that a command is done once."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core.directory import Directory, Entry
from benedesk.core.errors import Refused
from benedesk.core.views import document
from benedesk.wire import messages as m
from benedesk.wire.codec import decode_for_panel, encode
from benedesk.wire.hub import ANSWERS_KEPT, Hub, prepare
from benedesk.wire.server_session import ServerSession, Submit

from tests.lab.company import CY, NIGHT
from tests.lab.office import WireDesk


@pytest.fixture
def office() -> WireDesk:
    return WireDesk()


def open_window(office: WireDesk, agent: str, *, background: bool = False) -> ServerSession:
    session = office.open()
    office.receive(session, encode(m.Hello(1, agent, background=background)))
    session.outbox.clear()
    return session


def told(session: ServerSession) -> list[Any]:
    messages = [decode_for_panel(frame) for frame in session.outbox]
    session.outbox.clear()
    return messages


def happens(office: WireDesk, *inputs: i.Input) -> None:
    for what in inputs:
        office.take(what)
    office.commit()


def ann_talks(office: WireDesk) -> None:
    happens(
        office,
        i.SetMembership("ann", "sales", on=True),
        i.SetReceiving("ann", on=True),
        i.CallerArrived(call="c1", dialled="0992451001", caller="0491234567"),
    )
    happens(office, i.PhoneAnswered("c1", office.desk.calls["c1"].ringing))


# -- documents -------------------------------------------------------------------------------------


def test_what_changed_is_prepared_once_with_its_version(office):
    office.desk.touch("queue/sales", "agent/ann", "queue/sales")
    sheets = prepare(office.desk)
    assert [(sheet.topic, sheet.version) for sheet in sheets] == [
        ("queue/sales", office.desk.seq),
        ("agent/ann", office.desk.seq),
    ]
    assert sheets[0].body == document(office.desk, "queue/sales")
    assert json.loads(sheets[0].frame)["body"] == sheets[0].body
    assert prepare(office.desk) == []


def test_a_document_is_encoded_once_for_all_who_get_it(office):
    windows = [open_window(office, agent) for agent in ("ann", "bo", "ann")]
    happens(office, i.SetQueueOpen("", "sales", open=False))
    frames = {id(window.outbox[-1]) for window in windows}
    assert len(frames) == 1


def test_what_is_not_durable_yet_is_seen_by_nobody(office):
    before = open_window(office, "ann")
    office.take(i.SetQueueOpen("", "sales", open=False))
    later = office.open()
    office.receive(later, encode(m.Hello(1, "ann")))
    assert told(before) == [m.Ring(False)]
    bodies = {message.topic: message.body for message in told(later) if isinstance(message, m.Document)}
    assert bodies["queue/sales"]["open"] is True
    assert told(before) == []
    office.commit()
    assert [message.body["open"] for message in told(before) + told(later)] == [False, False]


def test_every_window_of_an_agent_gets_his_documents_and_nobody_elses_does(office):
    first, second, other = (open_window(office, agent) for agent in ("ann", "ann", "bo"))
    first.outbox.clear()
    happens(office, i.SetAvailability("ann", "busy"))
    assert [message.topic for message in told(first)] == ["agent/ann"]
    assert [message.topic for message in told(second)] == ["agent/ann"]
    assert told(other) == []


def test_a_queue_that_is_not_listed_is_told_to_those_who_may_serve_it(office):
    ann, bo = open_window(office, "ann"), open_window(office, "bo")
    happens(office, i.SetQueueOpen("", "night", open=False))
    assert (told(ann), [message.topic for message in told(bo)]) == ([], ["queue/night"])


def test_whoever_may_no_longer_see_a_document_is_told_that_it_is_gone(office):
    ann_talks(office)
    ann, cy = open_window(office, "ann"), open_window(office, "cy")
    happens(office, i.TransferCall(agent="ann", call="c1", target="103"))
    version = office.desk.seq
    assert m.Document("call/c1", version, None) in told(ann)
    [body] = [message.body for message in told(cy) if message.topic == "call/c1"]
    assert (body["state"], body["transfer"]["by_name"]) == ("transferring", "Anni Aalto")
    assert "call/c1" not in office.hub.sheets_for("ann")


def test_a_call_that_ends_is_gone_for_whoever_had_it(office):
    ann_talks(office)
    ann, bo = open_window(office, "ann"), open_window(office, "bo")
    happens(office, i.CallerHungUp("c1"))
    assert m.Document("call/c1", office.desk.seq, None) in told(ann)
    assert "call/c1" not in [message.topic for message in told(bo)]


def test_a_queue_that_is_no_longer_listed_goes_from_those_who_may_not_serve_it(office):
    ann, bo = open_window(office, "ann"), open_window(office, "bo")
    happens(office, dataclasses.replace(NIGHT, listed=True))
    assert [message.body["id"] for message in told(ann)] == ["night"]
    happens(office, NIGHT)
    assert told(ann) == [m.Document("queue/night", office.desk.seq, None)]
    assert "queue/night" in office.hub.sheets_for("bo")
    assert all(message.body for message in told(bo))


def test_an_agent_who_may_serve_a_hidden_queue_from_now_on_is_shown_it(office):
    cy = open_window(office, "cy")
    happens(office, dataclasses.replace(CY, skills={"support": 1, "night": 1}))
    assert "queue/night" in [message.topic for message in told(cy)]
    happens(office, CY)
    assert m.Document("queue/night", office.desk.seq, None) in told(cy)


def test_an_agent_whom_nobody_has_defined_sees_what_everybody_sees(office):
    assert sorted(office.hub.sheets_for("nobody")) == ["queue/sales", "queue/support"]


# -- commands: done once, answered always ----------------------------------------------------------


def ask(office: WireDesk, session: ServerSession, id_: str, name: str, **args: Any) -> None:
    office.receive(session, encode(m.Command(id_, name, args)))


def results(session: ServerSession) -> list[m.Result]:
    return [message for message in told(session) if isinstance(message, m.Result)]


def test_a_repeated_command_is_done_once_and_answered_each_time(office):
    window = open_window(office, "ann")
    ask(office, window, "1", "SetReceiving", on=True)
    office.commit()
    happens(office, i.SetReceiving("ann", on=False))
    ask(office, window, "1", "SetReceiving", on=True)
    assert results(window) == [m.Result("1", True), m.Result("1", True)]
    assert office.desk.agents["ann"].receiving is False


def test_a_command_repeated_before_it_is_durable_is_answered_when_it_is(office):
    first, second = open_window(office, "ann"), open_window(office, "ann")
    ask(office, first, "1", "SetReceiving", on=True)
    ask(office, second, "1", "SetReceiving", on=True)
    assert len(office.waiting) == 1
    assert results(second) == []
    office.commit()
    assert (results(first), results(second)) == ([m.Result("1", True)], [m.Result("1", True)])


def test_a_refusal_is_remembered_too(office):
    window = open_window(office, "ann")
    ask(office, window, "1", "HoldCall", call="c1")
    ann_talks(office)
    ask(office, window, "1", "HoldCall", call="c1")
    assert [result.code for result in results(window)] == ["unknown_call", "unknown_call"]
    assert office.desk.calls["c1"].state == "connected"


def test_the_ids_of_two_agents_do_not_meet(office):
    ann, bo = open_window(office, "ann"), open_window(office, "bo")
    for window in (ann, bo):
        ask(office, window, "1", "SetReceiving", on=True)
    office.commit()
    assert office.desk.agents["bo"].receiving
    assert results(bo) == [m.Result("1", True)]


def test_a_command_found_in_the_journal_is_known_after_a_restart(office):
    ask(office, open_window(office, "ann"), "1", "SetReceiving", on=True)
    office.commit()
    again = WireDesk(office.journal)
    window = open_window(again, "ann")
    assert window.receive(encode(m.Command("1", "SetReceiving", {"on": True})), 0.0) is None
    assert results(window) == [m.Result("1", True)]


def test_a_command_that_was_not_durable_when_the_server_stopped_is_done_again(office):
    ask(office, open_window(office, "ann"), "1", "SetReceiving", on=True)
    again = WireDesk(office.journal)
    submit = open_window(again, "ann").receive(encode(m.Command("1", "SetReceiving", {"on": True})), 0.0)
    assert isinstance(submit, Submit)


def test_answers_are_kept_for_a_while_and_those_not_given_yet_for_as_long_as_it_takes(office):
    window = open_window(office, "ann")
    ask(office, window, "slow", "SetReceiving", on=True)
    for nth in range(ANSWERS_KEPT + 1):
        office.hub.remember(("ann", str(nth)))
    assert not office.hub.ask(window, ("ann", "slow"))
    assert not office.hub.ask(window, ("ann", "1"))
    assert office.hub.ask(window, ("ann", "0")), "the oldest answer is forgotten"


def test_an_answer_to_a_window_that_has_gone_harms_nobody(office):
    window = open_window(office, "ann")
    ask(office, window, "1", "SetReceiving", on=True)
    window.close()
    office.commit()
    assert office.desk.agents["ann"].receiving


def test_an_answer_that_nobody_waits_for_is_kept(office):
    office.hub.answer(("ann", "7"), Refused("wrong_state", "not now"))
    window = open_window(office, "ann")
    ask(office, window, "7", "ComeBack")
    assert results(window) == [m.Result("7", False, "wrong_state", "not now")]


# -- searches --------------------------------------------------------------------------------------


def test_a_colleague_whom_somebody_calls_has_a_call_in_the_directory(office):
    office.hub.directory = Directory([Entry(id="p1", name="Bo Berg", numbers=("102",), agent="bo")])
    happens(office, i.PlaceCall("ann", "102", "sales"))
    window = open_window(office, "cy")
    office.receive(window, encode(m.Watch("search/bo")))
    [search] = told(window)
    assert [entry["on_call"] for entry in search.body["entries"]] == [True]


def test_a_search_shows_people_and_queues_as_they_are_now(office):
    directory = Directory(
        [
            Entry(
                id="p1",
                name="Ann Aalto",
                numbers=("101", "+358491234567"),
                title="Myyjä",
                department="Myynti",
                agent="ann",
            ),
            Entry(id="p2", name="Anna Ulkopuolinen", numbers=("+358497654321",)),
            Entry(id="q1", name="Anniskelu", numbers=("+358992451003",), queue="night"),
            Entry(id="q2", name="Ann ei ole", numbers=(), queue="nowhere"),
        ]
    )
    office.hub.directory = directory
    ann_talks(office)
    happens(office, i.SetAvailability("ann", "busy", "palaverissa", 2000.0))
    window = open_window(office, "cy")
    office.receive(window, encode(m.Watch("search/ann")))
    [search] = told(window)
    assert (search.topic, search.body["query"], search.body["more"]) == ("search/ann", "ann", 0)
    by_id = {entry.pop("id"): entry for entry in search.body["entries"]}
    assert by_id["p1"] == {
        "kind": "person", "name": "Ann Aalto", "title": "Myyjä", "department": "Myynti",
        "numbers": ["101", "+358491234567"], "availability": "busy", "note": "palaverissa", "until": 2000.0,
        "on_call": True, "queue": None,
    }  # fmt: skip
    nothing = {"availability": None, "note": "", "until": None, "on_call": False, "queue": None}
    assert nothing.items() <= by_id["p2"].items()
    assert by_id["q1"]["kind"] == "queue"
    assert by_id["q1"]["queue"] == {
        "id": "night", "open": True, "length": 0, "oldest": None, "free": 0,
        "levels": {"length": [1, 3], "wait_s": [30.0, 60.0]},
    }  # fmt: skip
    assert by_id["q2"]["queue"] is None


def test_a_search_changes_only_with_what_it_shows(office):
    window = open_window(office, "cy")
    office.receive(window, encode(m.Watch("search/myynti")))
    told(window)
    happens(office, i.SetAvailability("ann", "busy"))
    assert told(window) == []
    happens(office, i.SetQueueOpen("", "sales", open=False))
    assert [message.topic for message in told(window)] == ["queue/sales", "search/myynti"]


def test_a_search_that_several_watch_goes_on_for_those_who_stay(office):
    first, second = open_window(office, "ann"), open_window(office, "cy")
    for window in (first, second):
        office.receive(window, encode(m.Watch("search/bo")))
    first.close()
    told(second)
    happens(office, i.SetAvailability("bo", "busy"))
    assert [message.topic for message in told(second)] == ["search/bo"]


def test_nothing_is_left_of_windows_that_have_gone(office):
    windows = [open_window(office, "ann") for _ in range(3)]
    for window in windows:
        office.receive(window, encode(m.Watch("search/bo")))
        window.close()
    assert office.hub.sessions_of("ann") == []
    assert (office.hub._sessions, office.hub._watchers, office.hub._rings) == ({}, {}, {})
    assert not any(office.hub._searches.values())


# -- which window rings ----------------------------------------------------------------------------


def rings(session: ServerSession) -> list[bool]:
    return [message.here for message in told(session) if isinstance(message, m.Ring)]


def hello(office: WireDesk, agent: str, *, background: bool = False) -> ServerSession:
    session = office.open()
    office.receive(session, encode(m.Hello(1, agent, background=background)))
    return session


def test_of_an_agents_windows_the_latest_rings(office):
    first = hello(office, "ann")
    assert rings(first) == [True]
    second = hello(office, "ann")
    assert (rings(first), rings(second)) == ([False], [True])


def test_the_window_that_the_agent_looks_at_rings(office):
    first, second = hello(office, "ann"), hello(office, "ann")
    rings(first), rings(second)
    office.receive(first, encode(m.Front()))
    assert (rings(first), rings(second)) == ([True], [False])
    office.receive(first, encode(m.Front()))
    assert (rings(first), rings(second)) == ([], [])


def test_when_the_ringing_window_goes_the_one_before_rings(office):
    first, second = hello(office, "ann"), hello(office, "ann")
    rings(first)
    second.close()
    assert rings(first) == [True]


def test_what_has_no_window_rings_only_while_there_is_none(office):
    background = hello(office, "ann", background=True)
    assert rings(background) == [True]
    window = hello(office, "ann")
    assert (rings(background), rings(window)) == ([False], [True])
    window.close()
    assert rings(background) == [True]


def test_whoever_joins_is_told_whether_to_ring_even_if_not(office):
    """It may have been the one to ring before its line broke."""
    window, background = hello(office, "ann"), hello(office, "ann", background=True)
    assert (rings(window), rings(background)) == ([True], [False])


def test_another_agents_windows_do_not_matter(office):
    hello(office, "ann")
    assert rings(hello(office, "bo")) == [True]


def test_a_hub_without_a_name_says_so():
    session = ServerSession(Hub(Directory(), "d"), 1.0)
    assert told(session) == [m.Welcome(version=1, oldest=1, now=1.0, desk="d", server="")]
