"""The panel's end: what it shows, what it says, and what it can truthfully say of its connection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from benedesk.core.errors import Refused
from benedesk.wire import messages as m
from benedesk.wire.codec import encode
from benedesk.wire.panel_session import Changes, PanelSession, Status

WELCOME = m.Welcome(version=1, oldest=1, now=1000.0, desk="desk-1", server="test")


def ids() -> Iterator[str]:
    yield from (f"id-{nth}" for nth in range(1000))


@pytest.fixture
def panel() -> PanelSession:
    return PanelSession("token", ids().__next__)


@pytest.fixture
def live(panel) -> PanelSession:
    panel.opened()
    hear(panel, WELCOME, document("queue/sales", 5), m.Synced("ann", 1000.0))
    said(panel)
    return panel


def document(topic: str, version: int, gone: bool = False) -> m.Document:
    return m.Document(topic, version, None if gone else {"v": version})


def hear(panel: PanelSession, *messages: m.ToPanel, now: float = 990.0) -> list[Changes]:
    return [panel.receive(encode(message), now) for message in messages]


def said(panel: PanelSession) -> list[dict[str, Any]]:
    frames = [json.loads(frame) for frame in panel.outbox]
    panel.outbox.clear()
    return frames


def hello(**have: int) -> dict[str, Any]:
    return {"type": "hello", "version": 1, "token": "token", "have": have, "background": False}


# -- the connection --------------------------------------------------------------------------------


def test_a_new_panel_knows_nothing_and_says_nothing(panel):
    panel.opened()
    assert (panel.status, panel.agent, said(panel)) == (Status.CONNECTING, None, [])


def test_welcome_is_answered_with_hello_and_synced_makes_it_live(panel):
    panel.opened()
    hear(panel, WELCOME)
    assert said(panel) == [hello()]
    assert panel.status is Status.CONNECTING
    [changes] = hear(panel, m.Synced("ann", 1000.0))
    assert changes.status
    assert (panel.status, panel.agent, panel.stale_since) == (Status.LIVE, "ann", None)


def test_the_servers_clock_is_known(panel):
    panel.opened()
    hear(panel, WELCOME, now=990.0)
    assert panel.clock_ahead_s == 10.0


def test_a_lost_connection_makes_it_stale_since_then_until_it_is_synced_again(live):
    assert live.closed(2000.0) == Changes(status=True)
    assert (live.status, live.stale_since) == (Status.STALE, 2000.0)
    assert live.closed(2001.0) == Changes()
    live.opened()
    hear(live, WELCOME)
    assert (live.status, live.stale_since) == (Status.STALE, 2000.0)
    hear(live, m.Synced("ann", 1000.0))
    assert (live.status, live.stale_since) == (Status.LIVE, None)


def test_what_is_shown_stays_while_the_connection_is_away(live):
    live.closed(2000.0)
    assert live.documents == {"queue/sales": {"v": 5}}


def test_hello_after_a_lost_connection_says_what_is_at_hand(live):
    hear(live, document("call/c1", 6), document("call/c1", 7, gone=True))
    live.closed(2000.0)
    live.opened()
    hear(live, WELCOME)
    assert said(live) == [hello(**{"queue/sales": 5})]


def test_another_desk_makes_it_forget_its_documents(live):
    live.closed(2000.0)
    live.opened()
    [changes] = hear(live, m.Welcome(version=1, oldest=1, now=1000.0, desk="desk-2", server="test"))
    assert changes.topics == ("queue/sales",)
    assert (live.documents, said(live)) == ({}, [hello()])
    hear(live, document("queue/sales", 1))
    assert live.documents == {"queue/sales": {"v": 1}}


def test_the_server_tells_the_country_of_numbers_that_are_written_without_one(live: PanelSession) -> None:
    hear(live, m.Welcome(version=1, oldest=1, now=1000.0, desk="desk-1", server="test", country="46"))

    assert live.country == "46"


def test_a_server_that_has_outgrown_this_panel_makes_it_outdated(panel):
    panel.opened()
    [changes] = hear(panel, m.Welcome(version=9, oldest=2, now=1000.0, desk="desk-1"))
    assert (changes.status, panel.status, said(panel)) == (True, Status.OUTDATED, [])


@pytest.mark.parametrize(
    ("code", "status"), [("bad_token", Status.SIGNED_OUT), ("old_version", Status.OUTDATED)]
)
def test_an_error_that_ends_the_conversation_is_told_as_the_status(panel, code, status):
    panel.opened()
    error = m.Error(code, "no")
    assert hear(panel, WELCOME, error)[1] == Changes(status=True, error=error)
    assert panel.status is status
    assert panel.closed(5.0) == Changes()
    assert panel.status is status


def test_any_other_error_is_only_told(live):
    error = m.Error("bad_message", "no")
    assert hear(live, error) == [Changes(error=error)]
    assert live.status is Status.LIVE


def test_a_new_token_after_signing_out_is_used(panel):
    panel.opened()
    hear(panel, WELCOME, m.Error("bad_token", "no"))
    said(panel)
    panel.token = "fresh"
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1.0))
    assert said(panel)[0]["token"] == "fresh"
    assert panel.status is Status.LIVE


def test_a_resync_is_answered_with_hello(live):
    assert hear(live, m.Resync()) == [Changes()]
    assert said(live) == [hello(**{"queue/sales": 5})]


@pytest.mark.parametrize("frame", ["what?", "{}", '{"type":"document","topic":"a"}'])
def test_a_frame_that_is_none_is_refused_and_changes_nothing(live, frame):
    with pytest.raises(Refused):
        live.receive(frame, 0.0)
    assert live.documents == {"queue/sales": {"v": 5}}


def test_a_pong_and_what_a_newer_server_may_say_change_nothing(live):
    assert hear(live, m.Pong(1.0)) == [Changes()]
    assert live.receive('{"type":"telepathy"}', 0.0) == Changes()


def test_ping_is_said(live):
    live.ping()
    assert said(live) == [{"type": "ping"}]


# -- documents -------------------------------------------------------------------------------------


def test_the_highest_version_is_kept_whatever_the_order(live):
    assert hear(live, document("queue/sales", 7), document("queue/sales", 6)) == [
        Changes(topics=("queue/sales",)),
        Changes(),
    ]
    assert live.documents == {"queue/sales": {"v": 7}}


def test_a_gone_document_does_not_come_back_from_an_older_frame(live):
    hear(live, document("queue/sales", 7, gone=True), document("queue/sales", 6))
    assert live.documents == {}


def test_what_was_gone_may_come_again(live):
    hear(live, document("queue/sales", 7, gone=True), document("queue/sales", 8))
    assert live.documents == {"queue/sales": {"v": 8}}


def test_to_lose_what_it_never_had_is_no_change(live):
    assert hear(live, document("call/c9", 9, gone=True)) == [Changes()]


# -- commands --------------------------------------------------------------------------------------


def test_a_command_gets_an_id_and_its_result(live):
    id_ = live.command("SetReceiving", on=True)
    [command] = said(live)
    assert command == {
        "type": "command", "id": id_, "name": "SetReceiving", "args": {"on": True}, "asked_at": 0.0,
    }  # fmt: skip
    assert hear(live, m.Result(id_, True)) == [Changes(result=m.Result(id_, True))]


def test_a_result_is_told_once_and_only_to_who_asked(live):
    id_ = live.command("ComeBack")
    result = m.Result(id_, False, "not_set_aside", "no")
    assert hear(live, result, result, m.Result("another's", True)) == [
        Changes(result=result),
        Changes(),
        Changes(),
    ]


def test_without_a_live_connection_a_command_is_refused(live):
    live.closed(2000.0)
    with pytest.raises(Refused) as refused:
        live.command("ComeBack")
    assert refused.value.code == "not_connected"
    live.opened()
    hear(live, WELCOME, m.Synced("ann", 1.0))
    assert [frame["type"] for frame in said(live)] == ["hello"]


def test_a_command_without_an_answer_is_said_again_with_its_id(live):
    first, second = live.command("SetReceiving", on=True), live.command("ComeBack")
    hear(live, m.Result(first, True))
    live.closed(2000.0)
    live.opened()
    hear(live, WELCOME, m.Synced("ann", 1.0))
    assert [frame.get("id") for frame in said(live)] == [None, second]


def test_a_command_that_is_said_again_tells_when_it_was_asked_for():
    clock = [100.0]
    panel = PanelSession("token", ids().__next__, lambda: clock[0])
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1000.0))
    panel.command("SetReceiving", on=True)
    panel.closed(now=990.0)
    clock[0] += 3600.0
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1000.0))
    assert said(panel)[-1]["asked_at"] == 110.0, "by the server's clock"


def test_a_command_that_is_said_again_is_as_old_as_it_is_whatever_became_of_the_servers_clock():
    clock = [100.0]
    panel = PanelSession("token", ids().__next__, lambda: clock[0])
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1000.0), now=100.0)
    panel.command("SetReceiving", on=True)
    panel.closed(now=100.0)
    clock[0] += 30.0
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1000.0), now=130.0)  # a server whose time has stood still
    assert said(panel)[-1]["asked_at"] == WELCOME.now - 30.0


def test_a_panel_follows_the_servers_clock_by_every_answer_to_its_pings(live):
    live.receive(encode(m.Pong(5000.0)), 1000.0)
    assert live.clock_ahead_s == 4000.0


def test_what_was_not_sent_before_the_connection_broke_is_not_said_to_the_next(live):
    live.ping()
    live.closed(2000.0)
    assert said(live) == []
    live.ping()
    live.opened()
    assert said(live) == []


# -- watching --------------------------------------------------------------------------------------


def test_a_watched_topic_is_kept_until_it_is_unwatched(live):
    live.watch("search/a")
    assert said(live) == [{"type": "watch", "topic": "search/a"}]
    hear(live, document("search/a", 6))
    assert "search/a" in live.documents
    live.unwatch("search/a")
    assert said(live) == [{"type": "unwatch", "topic": "search/a"}]
    assert "search/a" not in live.documents
    assert hear(live, document("search/a", 7)) == [Changes()]
    assert "search/a" not in live.documents


def test_a_watched_topic_is_watched_again_after_a_lost_connection(live):
    live.watch("search/a")
    hear(live, document("search/a", 6))
    live.closed(2000.0)
    live.opened()
    hear(live, WELCOME)
    assert said(live) == [hello(**{"queue/sales": 5})], "what is watched comes by itself"
    hear(live, m.Synced("ann", 1.0))
    assert said(live) == [{"type": "watch", "topic": "search/a"}]


def test_what_is_watched_without_a_connection_is_watched_once_there_is_one(panel):
    panel.watch("search/a")
    panel.watch("search/b")
    panel.unwatch("search/b")
    assert said(panel) == []
    panel.opened()
    hear(panel, WELCOME, m.Synced("ann", 1.0))
    assert said(panel)[1:] == [{"type": "watch", "topic": "search/a"}]


# -- ringing ---------------------------------------------------------------------------------------


def test_the_server_says_whether_this_window_rings(live):
    assert live.rings is False
    assert hear(live, m.Ring(True)) == [Changes(rings=True)]
    assert live.rings is True
    hear(live, m.Ring(False))
    assert live.rings is False


def test_the_window_that_the_agent_looks_at_says_so_while_it_is_connected(live):
    live.front()
    assert said(live) == [{"type": "front"}]
    live.closed(2000.0)
    live.front()
    assert said(live) == []
