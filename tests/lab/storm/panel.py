"""A panel of the storm: the product's end of the conversation, over connections that break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benedesk.core.errors import Refused
from benedesk.wire.messages import Result
from benedesk.wire.panel_session import PanelSession, Status

from .network import Connection, Way
from .time import Clock

if TYPE_CHECKING:
    from .server import Server

PING_EVERY_S, SILENT_S = 3.0, 10.0


class Panel:
    """`asked` has every command with its answer; None while there is none."""

    def __init__(
        self, clock: Clock, way: Way, agent: str, name: str, server: Callable[[], Server | None]
    ) -> None:
        self.clock = clock
        self.way = way
        self.agent = agent
        self.asked: dict[str, tuple[str, dict[str, Any], Result | None]] = {}
        self.asked_at: dict[str, float] = {}
        self._server = server
        self._commands = (f"{name}-{number}" for number in range(1_000_000))
        self.session = PanelSession(agent, lambda: next(self._commands), lambda: clock.now)
        self.connection: Connection | None = None
        self._heard_at = 0.0
        clock.after(0.1, self._live)

    def _live(self) -> None:
        """Every so often: ping, connect again, give up what is silent."""
        if self.connection is None:
            self._connect()
        elif self.clock.now - self._heard_at > SILENT_S:
            self.connection.close_a()
            self._closed()
        else:
            self.session.ping()
            self._flush()
        self.clock.after(PING_EVERY_S * (0.5 + self.way.chance.random()), self._live)

    def _connect(self) -> None:
        server = self._server()
        if not server:
            return
        connection = Connection(
            self.way, lambda frame: self._heard(connection, frame), lambda frame: end.hear(frame)
        )
        end = server.accept(lambda: connection)
        self.connection, self._heard_at = connection, self.clock.now
        self.session.opened()

    def _heard(self, connection: Connection, frame: str | None) -> None:
        if connection is not self.connection:
            return
        if frame is None:
            self._closed()
            return
        self._heard_at = self.clock.now
        if result := self.session.receive(frame, self.clock.now).result:
            name, args, _ = self.asked[result.id]
            self.asked[result.id] = (name, args, result)
        self._flush()

    def _closed(self) -> None:
        self.connection = None
        self.session.closed(self.clock.now)

    def cut(self) -> None:
        if self.connection:
            self.connection.close_a()
            self._closed()

    def _flush(self) -> None:
        while self.connection and self.session.outbox:
            self.connection.a_sends.send(self.session.outbox.popleft())

    # -- its agent ---------------------------------------------------------------------------------

    @property
    def live(self) -> bool:
        return self.session.status is Status.LIVE

    def press(self, name: str, **args: Any) -> None:
        try:
            id_ = self.session.command(name, **args)
        except Refused:
            return
        self.asked[id_], self.asked_at[id_] = (name, args, None), self.clock.now
        self._flush()
