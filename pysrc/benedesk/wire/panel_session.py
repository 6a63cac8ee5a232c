"""The panel's end of a conversation, over as many connections as it takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from ..core import topics
from ..core.caller_link import CallerLink
from ..core.errors import Refused
from ..core.numbers import HOME
from ..core.record import Record, replace
from . import messages as m
from .codec import decode_for_panel, encode

if TYPE_CHECKING:
    from ..core.documents import Document


class Status(StrEnum):
    """What a panel can truthfully say of its connection."""

    CONNECTING = "connecting"  # nothing is known yet
    LIVE = "live"
    STALE = "stale"  # what is shown was true until `stale_since`
    SIGNED_OUT = "signed_out"  # the token is no good: sign in again
    OUTDATED = "outdated"  # the server no longer speaks this version


class Changes(Record, kw_only=True):
    """What one frame changed for the panel."""

    topics: tuple[str, ...] = ()
    result: m.Result | None = None
    status: bool = False
    rings: bool = False
    error: m.Error | None = None


class PanelSession:
    """What a panel knows, and what it has to say. Carry `outbox` away while a connection is open."""

    def __init__(
        self, token: str, new_id: Callable[[], str], clock: Callable[[], float] = lambda: 0.0
    ) -> None:
        self.token = token
        self.agent: str | None = None
        self.status = Status.CONNECTING
        self.stale_since: float | None = None
        self.rings = False  # whether, of all the agent's windows, this one is to ring
        self.clock_ahead_s = 0.0  # how far the server's clock is ahead of ours
        self.country = HOME  # the country code of numbers that are written without one
        self.caller_link = CallerLink()
        self.documents: dict[str, Document] = {}
        self.outbox: deque[str] = deque()
        self._new_id = new_id
        self._versions: dict[str, int] = {}  # of gone documents too, while this connection lasts
        self._desk = ""
        self._clock = clock
        self._pending: dict[str, m.Command] = {}  # asked for at these times by our clock; 0 for none
        self._watched: dict[str, None] = {}

    # -- the transport's calls ---------------------------------------------------------------------

    def opened(self) -> None:
        """A new connection is open; the server speaks first."""
        self.outbox.clear()
        self._versions = {topic: self._versions[topic] for topic in self.documents}

    def closed(self, now: float) -> Changes:
        """The connection is gone; what is shown is old from now on."""
        self.outbox.clear()
        if self.status is not Status.LIVE:
            return Changes()
        self.status, self.stale_since = Status.STALE, now
        return Changes(status=True)

    def receive(self, frame: str, now: float) -> Changes:
        """Take one frame from the server. Raises Refused if it is not one."""
        match decode_for_panel(frame):
            case m.Welcome() as welcome:
                return self._welcomed(welcome, now)
            case m.Document() as document:
                return self._document(document)
            case m.Synced() as synced:
                return self._synced(synced)
            case m.Result() as result:
                known = self._pending.pop(result.id, None)
                return Changes(result=result if known else None)
            case m.Ring() as ring:
                self.rings = ring.here
                return Changes(rings=True)
            case m.Pong() as pong:  # either clock may have been set
                self.clock_ahead_s = pong.now - now
            case m.Resync():
                self._hello()
            case m.Error() as error:
                return self._error(error)
        return Changes()

    # -- the panel's calls -------------------------------------------------------------------------

    def command(self, name: str, **args: Any) -> str:
        """Send a command; its id comes back in the `Changes.result` that answers it.

        It is sent again after a lost connection, and done once; or, when it has become too old, not at all.
        Raises Refused("not_connected") while there is no live connection: the agent has to know that
        nothing happened.
        """
        if self.status is not Status.LIVE:
            raise Refused("not_connected", "there is no connection to the server")
        command = m.Command(self._new_id(), name, args, self._clock())
        self._pending[command.id] = command
        self.outbox.append(self._said(command))
        return command.id

    def _said(self, command: m.Command) -> str:
        """By the server's clock as we know it now: it may have stood still, or been set, meanwhile."""
        asked_at = command.asked_at + self.clock_ahead_s if command.asked_at else 0.0
        return encode(replace(command, asked_at=asked_at))

    def watch(self, topic: str) -> None:
        """Keep this document too, over reconnections, until `unwatch`."""
        self._watched[topic] = None
        if self.status is Status.LIVE:
            self.outbox.append(encode(m.Watch(topic)))

    def unwatch(self, topic: str) -> None:
        self._watched.pop(topic, None)
        self.documents.pop(topic, None)
        if self.status is Status.LIVE:
            self.outbox.append(encode(m.Unwatch(topic)))

    def front(self) -> None:
        """The agent looks at this window: let it be the one that rings."""
        if self.status is Status.LIVE:
            self.outbox.append(encode(m.Front()))

    def ping(self) -> None:
        self.outbox.append(encode(m.Ping()))

    # -- what came ---------------------------------------------------------------------------------

    def _welcomed(self, welcome: m.Welcome, now: float) -> Changes:
        self.clock_ahead_s = welcome.now - now
        self.country = welcome.country
        self.caller_link = CallerLink(welcome.caller_link, welcome.caller_link_opens)
        if not welcome.oldest <= m.PROTOCOL_VERSION:
            self.status = Status.OUTDATED
            return Changes(status=True)
        forgotten: tuple[str, ...] = ()
        if welcome.desk != self._desk:  # another desk: its versions do not compare with ours
            forgotten = tuple(self.documents)
            self._desk = welcome.desk
            self.documents.clear()
            self._versions.clear()
        self._hello()
        return Changes(topics=forgotten)

    def _hello(self) -> None:
        have = {t: self._versions[t] for t in self.documents if t not in self._watched}
        self.outbox.append(encode(m.Hello(m.PROTOCOL_VERSION, self.token, have)))

    def _document(self, document: m.Document) -> Changes:
        topic = document.topic
        if topics.parts(topic)[0] == topics.SEARCH and topic not in self._watched:
            return Changes()  # an answer to what is no longer asked
        if document.version < self._versions.get(topic, -1):
            return Changes()
        self._versions[topic] = document.version
        if document.body is not None:
            self.documents[topic] = cast("Document", document.body)  # which of them, the topic says
        elif self.documents.pop(topic, None) is None:
            return Changes()
        return Changes(topics=(topic,))

    def _synced(self, synced: m.Synced) -> Changes:
        self.agent, self.status, self.stale_since = synced.agent, Status.LIVE, None
        self.outbox.extend(encode(m.Watch(topic)) for topic in self._watched)
        self.outbox.extend(map(self._said, self._pending.values()))
        return Changes(status=True)

    def _error(self, error: m.Error) -> Changes:
        if error.code in m.ENDING_CODES:
            self.status = Status.SIGNED_OUT if error.code == "bad_token" else Status.OUTDATED
            return Changes(status=True, error=error)
        return Changes(error=error)
