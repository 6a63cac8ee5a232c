"""A desk's place at the PBX port: gives orders, and expects to be told things one after the other."""

from __future__ import annotations

import time
from typing import Any, TypeVar

from benedesk.core.effects import PbxOrder
from benedesk.core.inputs import PbxInput, PbxLost, PhoneReachable
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx
from benedesk.server.settings import PbxSection
from pydantic import SecretStr

from tests.lab.loop import Loop, until

from .asterisk import PASSWORD

Told = TypeVar("Told")


def settings(address: str) -> PbxSection:
    """BeneDesk's settings for the lab's Asterisk."""
    return PbxSection(
        kind="asterisk", address=address, password=SecretStr(PASSWORD),
        music_queue="queue", music_hold="hold", music_transfer="transfer",
    )  # fmt: skip


class Driver:
    """`reachable` are the phones as last told; everything else told has to be expected, in its order."""

    def __init__(self, loop: Loop, address: str) -> None:
        self.reachable: dict[str, bool] = {}
        self._loop = loop
        self._settings = settings(address)
        self._told: list[PbxInput] = []
        self._expected = 0
        self.pbx = self._new()

    def _new(self) -> AsteriskPbx:
        return self._loop.call(AsteriskPbx, self._settings)

    def start(self) -> None:
        self._loop.run(self.pbx.start(self._tell))

    def stop(self) -> None:
        self._loop.run(self.pbx.stop())

    def restart(self) -> None:
        """The server is killed and started anew: nothing is remembered."""
        self.stop()
        self.pbx = self._new()
        self.start()

    def _tell(self, told: PbxInput) -> None:
        if isinstance(told, PhoneReachable):
            self.reachable[told.agent] = told.on
        else:
            self._told.append(told)

    def order(self, *orders: PbxOrder) -> None:
        for order in orders:
            self._loop.call(self.pbx.order, order)

    def watch(self, phones: dict[str, str]) -> None:
        self._loop.call(self.pbx.watch_phones, phones)

    def expect(self, kind: type[Told], within_s: float = 5.0, **fields: Any) -> Told:
        """The next thing told is this; answers with it."""
        try:
            until(lambda: len(self._told) > self._expected, kind.__name__, within_s)
        except AssertionError:
            raise AssertionError(f"expected {kind.__name__}, was told no more after {self._told}") from None
        told = self._told[self._expected]
        self._expected += 1
        wrong = {name: value for name, value in fields.items() if getattr(told, name, None) != value}
        assert isinstance(told, kind) and not wrong, f"expected {kind.__name__} {fields}, was told {told}"
        return told

    def expect_no_more(self, for_s: float = 0.3) -> None:
        """Nothing is told for a while."""
        time.sleep(for_s)
        assert self._told[self._expected :] == []

    def wait_reachable(self, agent: str, on: bool) -> None:
        until(lambda: self.reachable.get(agent) is on, f"phone of {agent} reachable: {on}")

    def cut(self) -> None:
        """Break the connection to Asterisk, as a network does: without a word; the desk is told."""

        async def abort() -> None:
            connection = self.pbx._ari._connection
            assert connection
            connection._socket.transport.abort()

        self._loop.run(abort())
        self.expect(PbxLost)
