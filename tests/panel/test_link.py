"""The line to a server: kept open, opened again, given up when silent. On a real loop, without sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from benedesk.panel import link as line
from benedesk.panel.link import LinkListener, ServerLink, api_address, retry_after, socket_address
from hypothesis import given
from hypothesis import strategies as st

from tests.lab.loop import Loop, until


@dataclass
class Wire:
    listener: LinkListener
    sent: list[str] = field(default_factory=list)
    is_closed: bool = False

    def send(self, frame: str) -> None:
        self.sent.append(frame)

    def close(self) -> None:
        self.is_closed = True


class Office:
    """The panel's end: notes what it is told; `wires` are the connections that were opened."""

    def __init__(self) -> None:
        self.wires: list[Wire] = []
        self.told: list[str] = []
        self.line = ServerLink("ws://desk/ws", self.connect, self, self.ping)

    def connect(self, address: str, listener: LinkListener) -> Wire:
        self.wires.append(Wire(listener))
        return self.wires[-1]

    def ping(self) -> None:
        self.line.send("ping")

    def opened(self) -> None:
        self.told.append("opened")

    def received(self, frame: str) -> None:
        self.told.append(frame)

    def closed(self) -> None:
        self.told.append("closed")


@pytest.fixture
def loop() -> Iterator[Loop]:
    """Not the one for all tests: with it end the timers that a line has left."""
    loop = Loop()
    yield loop
    loop.stop()


Time = Callable[..., None]


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Time:
    """times(PING_S=0.01) -> those are as given, all others so long that they never come."""

    def set_them(**given: float) -> None:
        for name in ("PING_S", "SILENT_S", "SLOWEST_OPEN_S", "RETRY_S", "SLOWEST_RETRY_S"):
            monkeypatch.setattr(line, name, given.get(name, 3600.0))

    set_them()
    return set_them


@pytest.fixture
def office(loop: Loop, times: Time) -> Iterator[Office]:
    office = Office()
    yield office
    loop.call(office.line.close)


def open_one(loop: Loop, office: Office) -> Wire:
    loop.call(office.line.open)
    wire = office.wires[-1]
    loop.call(wire.listener.opened)
    return wire


def test_frames_go_both_ways(loop: Loop, office: Office) -> None:
    wire = open_one(loop, office)
    loop.call(office.line.send, "hello")
    loop.call(wire.listener.received, "welcome")

    assert "hello" in wire.sent
    assert office.told[:2] == ["opened", "welcome"]


def test_what_is_said_before_the_line_is_open_is_dropped(loop: Loop, office: Office) -> None:
    loop.call(office.line.send, "too early")
    loop.call(office.line.open)
    loop.call(office.line.send, "too early")

    assert office.wires[-1].sent == []


def test_it_pings_for_as_long_as_it_is_open(loop: Loop, office: Office, times: Time) -> None:
    times(PING_S=0.005)
    wire = open_one(loop, office)

    until(lambda: wire.sent.count("ping") >= 3, "three pings")
    assert not wire.is_closed


def test_a_lost_line_is_opened_again(loop: Loop, office: Office, times: Time) -> None:
    times(RETRY_S=0.005)
    wire = open_one(loop, office)
    loop.call(wire.listener.closed)

    until(lambda: len(office.wires) > 1, "a second connection")
    assert office.told[:2] == ["opened", "closed"]


def test_a_line_that_has_gone_silent_is_dropped_and_opened_again(
    loop: Loop, office: Office, times: Time
) -> None:
    times(SILENT_S=0.005, RETRY_S=0.005)
    wire = open_one(loop, office)

    until(lambda: len(office.wires) > 1, "a second connection")
    assert wire.is_closed


def test_a_line_that_never_opens_is_tried_again(loop: Loop, office: Office, times: Time) -> None:
    times(SLOWEST_OPEN_S=0.005, RETRY_S=0.005)
    loop.call(office.line.open)

    until(lambda: len(office.wires) > 2, "a third attempt")
    assert all(wire.is_closed for wire in office.wires[:2])


def test_the_network_coming_back_is_not_waited_for(loop: Loop, office: Office) -> None:
    wire = open_one(loop, office)
    loop.call(office.line.network, False)
    assert wire.is_closed
    loop.call(office.line.network, True)

    assert len(office.wires) == 2


def test_a_closed_line_stays_closed(loop: Loop, office: Office, times: Time) -> None:
    times(PING_S=0.005, SILENT_S=0.005, SLOWEST_OPEN_S=0.005, RETRY_S=0.005)

    def open_and_close() -> None:
        office.line.open()
        office.line.close()

    loop.call(open_and_close)
    loop.run(asyncio.sleep(0.05))

    assert [wire.is_closed for wire in office.wires] == [True]
    assert office.told == []


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_the_wait_grows_is_spread_and_never_passes_its_limit(failures: int, chance: float) -> None:
    wait_s = retry_after(failures, chance)

    assert line.RETRY_S / 2 <= wait_s <= line.SLOWEST_RETRY_S
    assert wait_s <= retry_after(failures + 1, chance)


@pytest.mark.parametrize("server", ["wss://desk.example", "wss://desk.example/", "wss://desk.example/ws"])
def test_a_servers_address_may_be_written_in_several_ways(server: str) -> None:
    assert socket_address(server) == "wss://desk.example/ws"
    assert api_address(server, "sign-in") == "https://desk.example/api/sign-in"


def test_a_server_on_this_machine_may_be_without_encryption() -> None:
    assert api_address("ws://127.0.0.1:8080", "sign-in") == "http://127.0.0.1:8080/api/sign-in"
