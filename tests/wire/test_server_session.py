"""The server's end: who may say what, and which code answers what may not be said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core.errors import Refused
from benedesk.wire import messages as m
from benedesk.wire.codec import decode_for_panel, encode
from benedesk.wire.server_session import OUTBOX_FRAMES, WATCHES, CheckToken, ServerSession, Submit

from tests.lab.office import WireDesk

OF_ANN = ["agent/ann", "diary/ann", "queue/sales", "queue/support"]


@pytest.fixture
def office() -> WireDesk:
    return WireDesk()


def told(session: ServerSession) -> list[Any]:
    """What the session has said since the last time this was asked."""
    messages = [decode_for_panel(frame) for frame in session.outbox]
    session.outbox.clear()
    return messages


def say(office: WireDesk, session: ServerSession, *messages: m.ToServer) -> list[Any]:
    """Say these and get what is told, without documents."""
    for message in messages:
        office.receive(session, encode(message))
    office.commit()
    return [message for message in told(session) if not isinstance(message, m.Document)]


def signed_in(office: WireDesk, agent: str = "ann", **have: int) -> ServerSession:
    session = office.open()
    office.receive(session, encode(m.Hello(1, agent, have)))
    return session


# -- saying hello ----------------------------------------------------------------------------------


def test_the_server_speaks_first(office):
    assert told(office.open()) == [
        m.Welcome(version=1, oldest=1, now=office.now, desk="desk-1", server="test", country="358")
    ]


def test_hello_is_answered_with_every_document_and_then_synced(office):
    session = signed_in(office)
    welcome, *documents, synced, ring = told(session)
    assert isinstance(welcome, m.Welcome)
    assert sorted(document.topic for document in documents) == OF_ANN
    assert (synced, ring) == (m.Synced("ann", office.now), m.Ring(True))


def test_documents_that_the_panel_has_are_not_sent_again(office):
    version = office.hub.sheets_for("ann")["queue/sales"].version
    _, *documents, _, _ = told(signed_in(office, **{"queue/sales": version, "queue/support": 1}))
    assert sorted(document.topic for document in documents) == [t for t in OF_ANN if t != "queue/sales"]


def test_what_the_panel_has_and_may_not_see_any_more_is_gone(office):
    _, *documents, _, _ = told(signed_in(office, **{"call/c9": 3, "agent/bo": 5}))
    gone = [document for document in documents if document.body is None]
    assert gone == [
        m.Document("call/c9", office.hub.version, None),
        m.Document("agent/bo", office.hub.version, None),
    ]


@pytest.mark.parametrize(
    "have", [{"queue/sales": "x"}, {"queue/sales": None}, {"": [1]}, {"queue/sales": -1}]
)
def test_strange_versions_of_documents_only_cost_a_document_more(office, have):
    session = office.open()
    office.receive(session, encode(m.Hello(1, "ann", have)))
    assert "queue/sales" in [message.topic for message in told(session) if isinstance(message, m.Document)]


def test_the_token_is_checked_outside(office):
    session = office.open()
    assert session.receive(encode(m.Hello(1, "secret", {"a": 1})), 5.0) == CheckToken("secret", {"a": 1})
    assert session.agent is None


def test_a_bad_token_gets_its_code_and_may_try_again(office):
    session = office.open()
    assert say(office, session, m.Hello(1, "nobody"))[1:] == [
        m.Error("bad_token", "unknown, ended or disabled")
    ]
    assert session.agent is None
    assert say(office, session, m.Hello(1, "ann"))[0] == m.Synced("ann", office.now)


def test_an_old_version_gets_its_code(office):
    [_, error] = say(office, office.open(), m.Hello(0, "ann"))
    assert (type(error), error.code) == (m.Error, "old_version")


def test_another_agent_on_the_same_line_sees_only_his_own(office):
    session = signed_in(office)
    told(session)
    say(office, session, m.Hello(1, "bo"))
    office.take(i.SetAvailability("ann", "busy"))
    office.take(i.SetAvailability("bo", "busy"))
    office.commit()
    assert [message.topic for message in told(session)] == ["agent/bo"]
    assert office.hub.sessions_of("ann") == []


# -- frames that cannot be used --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "frame"),
    [
        ("bad_frame", "what?"),
        ("bad_frame", "[]"),
        ("bad_frame", '{"type":"watch","topic":"' + "x" * 65_536 + '"}'),
        ("bad_message", "{}"),
        ("bad_message", '{"type":"hello"}'),
        ("bad_message", '{"type":"command","id":"","name":"ComeBack"}'),
        ("bad_message", '{"type":"command","id":"' + "x" * 65 + '","name":"ComeBack"}'),
        ("bad_message", '{"type":"watch","topic":"queue/sales"}'),
        ("bad_message", '{"type":"watch","topic":"search/' + "x" * 128 + '"}'),
    ],
    ids=lambda p: p[:48],
)
def test_a_frame_that_cannot_be_used_gets_its_code_and_the_line_goes_on(office, code, frame):
    session = signed_in(office)
    told(session)
    assert session.receive(frame, office.now) is None
    [error] = told(session)
    assert (type(error), error.code) == (m.Error, code)
    assert say(office, session, m.Ping()) == [m.Pong(office.now)]


@pytest.mark.parametrize("frame", ['{"type":"sing"}', '{"type":"welcome"}', '{"type":"result","id":"1"}'])
def test_a_message_that_only_others_know_is_ignored(office, frame):
    session = signed_in(office)
    told(session)
    assert session.receive(frame, office.now) is None
    assert told(session) == []


@pytest.mark.parametrize("message", [m.Watch("search/a"), m.Front()])
def test_before_hello_there_is_nothing_to_be_had(office, message):
    [_, error] = say(office, office.open(), message)
    assert (type(error), error.code) == (m.Error, "not_signed_in")


def test_before_hello_a_command_is_answered_with_a_failure(office):
    [_, result] = say(office, office.open(), m.Command("1", "ComeBack"))
    assert (result.id, result.ok, result.code) == ("1", False, "not_signed_in")


def test_ping_is_answered_at_once(office):
    assert say(office, office.open(), m.Ping())[1:] == [m.Pong(office.now)]


# -- commands --------------------------------------------------------------------------------------


def test_a_command_goes_to_the_desk_in_the_name_of_who_signed_in(office):
    session = signed_in(office)
    submit = session.receive(encode(m.Command("1", "SetReceiving", {"on": True})), office.now)
    assert submit == Submit(("ann", "1"), i.SetReceiving("ann", on=True))


def test_a_command_is_answered_when_it_is_durable(office):
    session = signed_in(office)
    told(session)
    office.receive(session, encode(m.Command("1", "SetReceiving", {"on": True})))
    assert told(session) == []
    office.commit()
    assert told(session)[-1] == m.Result("1", True)


def test_a_command_that_is_too_old_is_not_done(office):
    session = signed_in(office)
    told(session)
    old = m.Command("1", "SetReceiving", {"on": True}, asked_at=office.now - 10.1)
    assert session.receive(encode(old), office.now) is None
    [result] = told(session)
    assert (result.id, result.ok, result.code) == ("1", False, "too_late")


def test_an_old_command_that_has_been_done_is_answered_as_done(office):
    session = signed_in(office)
    office.receive(session, encode(m.Command("1", "SetReceiving", {"on": True})))
    office.commit()
    again = signed_in(office)
    told(again)
    assert say(office, again, m.Command("1", "SetReceiving", {"on": True}, asked_at=office.now - 3600.0)) == [
        m.Result("1", True)
    ]


@pytest.mark.parametrize(
    ("code", "name", "args"),
    [
        ("unknown_command", "Dance", {}),
        ("bad_args", "SetReceiving", {"on": "yes"}),
        ("bad_args", "SetAvailability", {"availability": "asleep"}),
        ("unknown_queue", "SetMembership", {"queue": "nowhere", "on": True}),
        ("not_yours", "SetMembership", {"queue": "night", "on": True}),
        ("unknown_call", "HoldCall", {"call": "c9"}),
        ("not_set_aside", "ComeBack", {}),
        ("not_in_wrap_up", "EndWrapUp", {}),
    ],
)
def test_a_command_that_cannot_be_done_is_answered_with_its_code(office, code, name, args):
    session = signed_in(office)
    told(session)
    [result] = say(office, session, m.Command("1", name, args))
    assert (type(result), result.id, result.ok, result.code) == (m.Result, "1", False, code)
    assert result.text


# -- watching --------------------------------------------------------------------------------------


def test_a_watched_search_comes_at_once_and_with_each_change_until_it_is_unwatched(office):
    session = signed_in(office)
    told(session)
    office.receive(session, encode(m.Watch("search/bo")))
    [document] = told(session)
    assert [entry["availability"] for entry in document.body["entries"]] == ["available"]
    office.take(i.SetAvailability("bo", "busy"))
    office.commit()
    [document] = told(session)
    assert [entry["availability"] for entry in document.body["entries"]] == ["busy"]
    say(office, session, m.Unwatch("search/bo"))
    office.take(i.SetAvailability("bo", "off_work"))
    office.commit()
    assert told(session) == []


def test_only_so_many_searches_are_watched_at_once(office):
    session = signed_in(office)
    say(office, session, *(m.Watch(f"search/{n}") for n in range(WATCHES)))
    [error] = say(office, session, m.Watch("search/more"))
    assert error.code == "bad_message"
    assert say(office, session, m.Watch("search/0"), m.Unwatch("search/1"), m.Watch("search/more")) == []


def test_to_unwatch_what_is_not_watched_is_no_mistake(office):
    assert say(office, signed_in(office), m.Unwatch("search/x"))[-1] == m.Ring(True)


def test_whoever_leaves_watches_nothing_any_more(office):
    session = signed_in(office)
    say(office, session, m.Watch("search/bo"))
    session.close()
    office.take(i.SetAvailability("bo", "busy"))
    office.commit()
    assert told(session) == []


# -- a panel that does not read --------------------------------------------------------------------


def lagging(office: WireDesk) -> ServerSession:
    session = signed_in(office)
    told(session)
    for nth in range(OUTBOX_FRAMES + 10):
        office.take(i.SetAvailability("ann", "busy", str(nth)))
        office.commit()
    assert session.lagging
    return session


def test_a_panel_that_does_not_read_is_told_to_start_over_and_nothing_else(office):
    session = lagging(office)
    office.take(i.SetAvailability("ann", "off_work"))
    office.commit()
    assert told(session) == [m.Resync()]


def test_a_panel_that_starts_over_gets_what_it_lacks(office):
    session = lagging(office)
    assert told(session) == [m.Resync()]
    *documents, _, _ = told_after_hello(office, session)
    assert sorted(document.topic for document in documents) == OF_ANN
    office.take(i.SetAvailability("ann", "off_work"))
    office.commit()
    assert [message.topic for message in told(session)] == ["agent/ann"]


def told_after_hello(office: WireDesk, session: ServerSession) -> list[Any]:
    office.receive(session, encode(m.Hello(1, "ann")))
    return told(session)


def test_a_desk_with_more_documents_than_the_outbox_has_room_can_be_joined_all_the_same(office):
    for nth in range(OUTBOX_FRAMES + 100):
        office.take(i.DefineQueue(queue=f"q{nth}", name=f"Q{nth}", number=str(10_000 + nth)))
    office.commit()
    session = signed_in(office)
    assert not session.lagging
    messages = told(session)
    assert m.Synced("ann", office.now) in messages
    assert len([message for message in messages if isinstance(message, m.Document)]) == OUTBOX_FRAMES + 104


def test_a_panel_that_only_says_hello_and_never_reads_is_not_given_room_without_end(office):
    session = signed_in(office)
    for _ in range(OUTBOX_FRAMES):
        office.receive(session, encode(m.Hello(1, "ann")))
        assert len(session.outbox) <= OUTBOX_FRAMES + 10


def test_the_transport_is_woken_for_every_frame(office):
    woken = 0

    def wake() -> None:
        nonlocal woken
        woken += 1

    session = ServerSession(office.hub, office.now, wake)
    assert woken == len(session.outbox) == 1
    office.receive(session, encode(m.Hello(1, "ann")))
    assert woken == len(session.outbox)


def test_a_refusal_from_outside_is_an_error(office):
    session = office.open()
    told(session)
    session.refuse(Refused("bad_token", "ended"))
    assert [json.loads(frame) for frame in session.outbox] == [
        {"type": "error", "code": "bad_token", "text": "ended"}
    ]
