"""The lab's fixtures. Only tests/conftest.py takes them in: with each that does comes one more Asterisk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.lab.loop import Loop, until

from .asterisk import Asterisk, LabError, Net
from .handset import SIP_PORT, Handset, agent_phone, outside_phone

if TYPE_CHECKING:
    from .driver import Driver

__all__ = ["asterisk_session", "caller", "driver", "loop", "new_caller", "outside", "pbx", "phones"]


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """Where everything that waits for sockets runs."""
    loop = Loop()
    yield loop
    loop.stop()


@pytest.fixture(scope="session")
def asterisk_session() -> Iterator[Asterisk]:
    net, missing = Net(), ""
    try:
        asterisk = Asterisk(net)
        asterisk.start()
    except LabError as error:
        missing = str(error)
    if missing:
        net.close()
        pytest.fail(f"There is no Asterisk to test with: {missing}", pytrace=False)
    yield asterisk
    asterisk.remove()
    net.close()


@pytest.fixture
def pbx(asterisk_session: Asterisk) -> Iterator[Asterisk]:
    """A running Asterisk with no calls; a test may kill and start it."""
    yield asterisk_session
    if not asterisk_session.running:
        asterisk_session.start()
    asterisk_session.cli("channel request hangup all")
    until(lambda: asterisk_session.channels == 0, "end of all calls", timeout_s=10.0, every_s=0.1)


@pytest.fixture
def driver(loop: Loop, pbx: Asterisk) -> Iterator[Driver]:
    """The port, connected."""
    from .driver import Driver  # here, since it brings the server along, and the core is tested without

    driver = Driver(loop, pbx.address)
    driver.start()
    yield driver
    driver.stop()


@pytest.fixture
def new_caller(loop: Loop, pbx: Asterisk) -> Iterator[Callable[..., Handset]]:
    """Makes callers: `new_caller(tone, number)`."""
    made: list[Handset] = []

    def new(tone: str = "caller", number: str = "0491234567") -> Handset:
        made.append(outside_phone(loop, pbx.net, tone, number))
        return made[-1]

    yield new
    for handset in made:
        handset.put_away()


@pytest.fixture
def caller(new_caller: Callable[..., Handset]) -> Handset:
    return new_caller()


@pytest.fixture
def outside(loop: Loop, pbx: Asterisk) -> Iterator[Handset]:
    """Whoever is called by a number outside the house."""
    handset = outside_phone(loop, pbx.net, "outside", "0491112222", port=SIP_PORT)
    yield handset
    handset.put_away()


@pytest.fixture
def phones(loop: Loop, pbx: Asterisk) -> Iterator[dict[str, Handset]]:
    """The house's registered phones by number: 101, 102 and 103. (104 is known to the PBX, but not there.)"""
    phones = {number: agent_phone(loop, pbx.net, number) for number in ("101", "102", "103")}
    yield phones
    for handset in phones.values():
        if pbx.running:
            handset.unregister()
        handset.put_away()
