"""One panel's connection: bad input gets its code and all else goes on; who does not read delays nobody."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.lab.loop import until
from tests.lab.patience import Patience
from tests.lab.server import AINO, Panel, Server, aino_offered


def received(line: ClientConnection, kind: str, timeout_s: float = 60.0) -> dict[str, Any]:
    """The next message of this kind."""
    while True:
        message: dict[str, Any] = json.loads(line.recv(timeout_s))
        if message["type"] == kind:
            return message


def say(line: ClientConnection, kind: str, **fields: Any) -> None:
    line.send(json.dumps({"type": kind, **fields}))


def signed_in(server: Server, token: str) -> ClientConnection:
    line = server.link()
    say(line, "hello", version=1, token=token, have={})
    received(line, "synced")
    return line


def close_code(line: ClientConnection, timeout_s: float = 60.0) -> int:
    """How the server closes the connection."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            line.recv(timeout_s)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


# -- bad input -------------------------------------------------------------------------------------

FRAMES: list[tuple[str | bytes, str]] = [
    ("", "bad_frame"),
    ("not json", "bad_frame"),
    ("[1, 2]", "bad_frame"),
    ('{"type": "command", "id": NaN}', "bad_frame"),
    ("[" * 60_000, "bad_frame"),
    ('{"type": "ping", "x": "' + "x" * 65_536 + '"}', "bad_frame"),
    (b"\x00\x01", "bad_frame"),
    ("{}", "bad_message"),
    ('{"type": 1}', "bad_message"),
    ('{"type": "hello", "version": 1}', "bad_message"),
    ('{"type": "hello", "version": "1", "token": "x"}', "bad_message"),
    ('{"type": "command", "id": "", "name": "ComeBack"}', "bad_message"),
    ('{"type": "command", "id": "' + "x" * 65 + '", "name": "ComeBack"}', "bad_message"),
    ('{"type": "watch", "topic": "agent/eero"}', "bad_message"),
    ('{"type": "hello", "version": 0, "token": "x"}', "old_version"),
]


@pytest.mark.parametrize(("frame", "code"), FRAMES, ids=[f"{str(f)[:30]}" for f, _ in FRAMES])
def test_a_frame_that_cannot_be_used_gets_its_code_and_the_conversation_goes_on(
    server: Server, frame: str | bytes, code: str
) -> None:
    line = signed_in(server, server.sign_in())
    line.send(frame)
    error = received(line, "error")
    say(line, "ping")

    assert error["code"] == code
    assert error["text"]
    assert received(line, "pong")


COMMANDS: list[tuple[str, dict[str, Any], str]] = [
    ("Teleport", {}, "unknown_command"),
    ("OpenDesk", {}, "unknown_command"),
    ("SetReceiving", {}, "bad_args"),
    ("SetReceiving", {"on": "yes"}, "bad_args"),
    ("SetReceiving", {"on": True, "agent": "eero"}, "bad_args"),
    ("SetAvailability", {"availability": "asleep"}, "bad_args"),
    ("SetMembership", {"queue": "none", "on": True}, "unknown_queue"),
    ("SetQueueOpen", {"queue": "myynti", "open": False}, "not_yours"),
    ("HoldCall", {"call": "none"}, "unknown_call"),
    ("HoldCall", {"call": "c1"}, "wrong_state"),
    ("TransferCall", {"call": "c1", "target": "1"}, "wrong_state"),
    ("ComeBack", {}, "not_set_aside"),
    ("EndWrapUp", {}, "not_in_wrap_up"),
]


def test_a_command_that_cannot_be_done_gets_its_code_and_the_call_goes_on(
    server: Server, panel: Panel
) -> None:
    aino_offered(server, panel)
    for name, args, code in COMMANDS:
        result = panel.command(name, **args)
        assert (result.ok, result.code) == (False, code), (name, args, result)
        assert result.text
    server.do(lambda: server.pbx.sim.phone_answers("aino"))

    assert panel.until_call("c1", "connected")


@pytest.mark.parametrize(
    "target", ["soita minulle", "040-PIZZA", "", "+", "1" * 10_000, "+358 40 123 4567 890 123 456"]
)
def test_a_number_that_cannot_be_dialled_is_refused_and_the_call_stays(
    server: Server, panel: Panel, target: str
) -> None:
    aino_offered(server, panel)
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    panel.until_call("c1", "connected")

    assert panel.command("TransferCall", call="c1", target=target).code == "bad_number"
    assert panel.document("call/c1")["state"] == "connected"
    assert server.do(lambda: server.pbx.sim.hears("c1")) == "agent aino"


def test_anothers_call_is_not_mine_to_touch(server: Server, panel: Panel) -> None:
    aino_offered(server, panel)
    server.do(lambda: server.pbx.sim.phone_answers("aino"))
    panel.until_call("c1", "connected")
    eero = server.panel(server.sign_in("eero"))

    assert eero.command("HangUpCall", call="c1").code == "not_yours"
    assert "call/c1" not in eero.session.documents


def test_a_frame_beyond_all_measure_ends_its_connection_and_no_other(server: Server, panel: Panel) -> None:
    line = server.link()
    line.send("x" * 300_000)

    assert close_code(line) == 1009
    assert panel.command("SetReceiving", on=True).ok


def test_a_wrong_token_is_told_and_the_connection_closed(server: Server, panel: Panel) -> None:
    line = server.link()
    say(line, "hello", version=1, token="made up")

    assert received(line, "error")["code"] == "bad_token"
    assert close_code(line) == 4401
    assert panel.command("SetReceiving", on=True).ok


def test_nothing_is_told_or_done_before_hello(server: Server) -> None:
    line = server.link()
    welcome = json.loads(line.recv(60))
    say(line, "command", id="1", name="SetReceiving", args={"on": True})
    say(line, "watch", topic="search/aino")

    assert welcome["type"] == "welcome"
    assert (json.loads(line.recv(60))["code"], json.loads(line.recv(60))["code"]) == ("not_signed_in",) * 2


def test_who_says_no_hello_is_closed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benedesk.server.web.links.HELLO_S", 0.2)
    line = server.link()
    patience = Patience(2)

    assert received(line, "error")["code"] == "not_signed_in"
    assert close_code(line) == 4408
    assert not patience.over


def test_an_ended_sign_in_is_noticed_with_the_next_frame(server: Server) -> None:
    token = server.sign_in()
    line = signed_in(server, token)
    server.do(lambda: server.service.auth.forget("aino"))
    say(line, "command", id="1", name="SetReceiving", args={"on": True})

    assert received(line, "error")["code"] == "bad_token"
    assert close_code(line) == 4401
    assert not server.do(lambda: server.service.engine.desk.agents["aino"].receiving)


# -- commands, once --------------------------------------------------------------------------------


def test_a_command_sent_twice_is_done_once_and_answered_twice(server: Server) -> None:
    line = signed_in(server, server.sign_in())
    for _ in range(2):
        say(line, "command", id="same", name="SetReceiving", args={"on": True})
    answers = [received(line, "result") for _ in range(2)]

    assert [answer["ok"] for answer in answers] == [True, True]
    assert server.do(lambda: server.service.engine.desk.agents["aino"].receiving)


def test_every_window_of_an_agent_shows_the_same(server: Server, panel: Panel) -> None:
    other = server.panel(server.sign_in())
    panel.command("SetReceiving", on=True)
    other.until(lambda: other.document("agent/aino")["receiving"])

    assert other.document("agent/aino") == panel.document("agent/aino")


def test_a_panel_that_comes_back_gets_only_what_has_changed(server: Server, panel: Panel) -> None:
    panel.close()
    other = server.panel(server.sign_in("eero"))
    other.command("SetReceiving", on=True)
    before = dict(panel.session.documents)
    panel.connect(server)

    assert panel.session.documents.keys() == before.keys()
    assert panel.session.documents["agent/aino"] is before["agent/aino"]


def test_the_directory_is_searched_over_the_line(server: Server, panel: Panel) -> None:
    panel.session.watch("search/myy")
    entries = panel.document("search/myy")["entries"]

    assert [(entry["kind"], entry["name"]) for entry in entries] == [("queue", "Myynti")]


# -- who does not read, who sends too much ---------------------------------------------------------


def small_line(server: Server) -> ClientConnection:
    """Signed in, and soon full when nobody reads it."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, port = server.url.removeprefix("http://").split(":")
    sock.connect((host, int(port)))
    line = server.link(sock=sock, max_queue=1)
    say(line, "hello", version=1, token=server.sign_in(), have={})
    received(line, "synced")
    return line


def test_a_line_that_was_full_for_a_while_gets_every_frame_in_its_order(server: Server, panel: Panel) -> None:
    line = small_line(server)
    notes: list[str] = []

    def another() -> None:
        notes.append(f"{len(notes)} " + "x" * 190)
        assert panel.command("SetAvailability", availability="busy", note=notes[-1]).ok

    while not any(connection._session.outbox for connection in server.service.links):
        another()
    for _ in range(20):
        another()
    received_notes = [received(line, "document")["body"]["note"] for _ in notes]
    another()

    assert received_notes == notes[:-1]
    assert received(line, "document")["body"]["note"] == notes[-1]


def test_a_web_server_without_the_extension_carries_the_same_conversation(
    start: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benedesk.server.web.links.WRITE", "unheard of")
    server = start(AINO)
    panel = server.panel(server.sign_in())

    assert panel.command("SetAvailability", availability="busy", note="palaveri").ok
    assert panel.document("agent/aino")["note"] == "palaveri"
    panel.close()


def test_a_panel_that_does_not_read_is_dropped_from_nobodys_way_and_starts_over_when_it_reads(
    server: Server, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benedesk.wire.server_session.OUTBOX_FRAMES", 50)
    deaf = small_line(server)
    rounds = 0

    def lagging() -> bool:
        return any(c._session.lagging for c in server.service.links)

    while not lagging():
        rounds += 1
        assert rounds < 20_000
        patience = Patience(2)
        note = f"{rounds} " + "x" * 190
        assert panel.command("SetAvailability", availability="busy", note=note).ok
        assert not patience.over

    assert received(deaf, "resync")
    say(deaf, "hello", version=1, token=server.sign_in(), have={})
    documents = [received(deaf, "document") for _ in range(3)]
    assert received(deaf, "synced")
    notes = [document["body"]["note"] for document in documents if document["topic"] == "agent/aino"]
    assert notes == [note]


def test_who_sends_without_end_is_read_slowly_and_delays_nobody(server: Server, panel: Panel) -> None:
    line = signed_in(server, server.sign_in())
    begun, patience = time.monotonic(), Patience(1)
    for _ in range(300):
        say(line, "ping")
    assert panel.command("SetReceiving", on=True).ok
    assert not patience.over
    for _ in range(300):
        received(line, "pong")

    assert time.monotonic() - begun > 1.5


def test_connections_that_are_gone_are_forgotten(server: Server) -> None:
    panels = [server.panel(server.sign_in()) for _ in range(3)]
    assert len(server.service.links) == 3
    for panel in panels:
        panel.close()
    until(lambda: not server.service.links, "an empty house")

    assert server.service.engine.hub.sessions_of(AINO.agent) == []


def test_a_mistake_of_ours_in_one_connection_ends_that_one_only(
    server: Server, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = signed_in(server, server.sign_in("eero"))

    def fails(key: object, what: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(server.service.engine, "command", fails)
    say(line, "command", id="1", name="SetReceiving", args={"on": True})

    assert close_code(line) == 1011
    monkeypatch.undo()
    assert panel.command("SetReceiving", on=True).ok
