"""The server's end of one connection, as a state machine that a transport feeds with frames."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..core import topics
from ..core.errors import Refused
from ..core.inputs import AgentCommand
from ..core.model import AgentId
from . import messages as m
from .codec import decode_for_server, encode
from .desk_codec import command_input
from .hub import Hub, Key

OUTBOX_FRAMES = 500  # a panel that has not read this many is told to start over
WATCHES = 8
TOPIC_CHARS = 128
ID_CHARS = 64


@dataclass(frozen=True, slots=True)
class CheckToken:
    """Check the token, then call `accept(agent)` or `refuse(error)` on the session."""

    token: str = field(repr=False)
    have: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Submit:
    """Give this to the desk, then call `Hub.answer(key)`, with the Refused if it did."""

    key: Key
    what: AgentCommand


class ServerSession:
    """The server's end of one connection. Carry `outbox` away in order; `wake` says it has something."""

    def __init__(self, hub: Hub, now: float, wake: Callable[[], None] = lambda: None) -> None:
        self.hub = hub
        self.agent: AgentId | None = None
        self.outbox: deque[str] = deque()
        self.background = False  # no window: it rings only while the agent has none
        self.lagging = False  # the panel has to say hello again before it is told more
        self._room = OUTBOX_FRAMES
        self._wake = wake
        self._watched: dict[str, None] = {}
        welcome = m.Welcome(
            version=m.PROTOCOL_VERSION,
            oldest=m.OLDEST_VERSION,
            now=now,
            desk=hub.desk_id,
            server=hub.server,
            country=hub.directory.country,
            caller_link=hub.caller_link.template,
            caller_link_opens=hub.caller_link.opens,
        )
        self.send(welcome)

    def receive(self, frame: str, now: float) -> CheckToken | Submit | None:
        """Take one frame; what it needs from outside comes back, everything else is done here."""
        try:
            message = decode_for_server(frame)
            match message:
                case m.Hello():
                    return self._hello(message)
                case m.Command():
                    return self._command(message, now)
                case m.Watch():
                    self._watch(message.topic)
                case m.Unwatch():
                    self._unwatch(message.topic)
                case m.Front():
                    self.hub.front(self, self._signed_in())
                case m.Ping():
                    self.send(m.Pong(now))
        except Refused as refused:
            self.refuse(refused)
        return None

    def accept(self, agent: AgentId, have: Mapping[str, int], now: float) -> None:
        """The token was good: send what differs from what the panel has, then all changes."""
        self._leave()
        self.agent, self.lagging = agent, False
        sheets = self.hub.sheets_for(agent)
        frames = [sheet.frame for topic, sheet in sheets.items() if have.get(topic) != sheet.version]
        gone = [topic for topic in have if topic not in sheets]
        frames += [encode(m.Document(topic, self.hub.version, None)) for topic in gone]
        self._room = OUTBOX_FRAMES + len(frames)  # a start is as long as it is: no panel could read it sooner
        for frame in frames:
            self.send_frame(frame)
        self.send(m.Synced(agent, now))
        self.hub.joined(self, agent)

    def refuse(self, refused: Refused) -> None:
        """The last frame could not be used."""
        self.send(m.Error(refused.code, refused.text))

    def close(self) -> None:
        """The connection is gone."""
        self._leave()

    def send(self, message: m.ToPanel) -> None:
        self.send_frame(encode(message))

    def send_frame(self, frame: str) -> None:
        """Queue a frame; when the panel does not read, drop them all and tell it to start over."""
        if self.lagging:
            return
        if len(self.outbox) >= self._room:
            self.outbox.clear()
            self.lagging = True
            frame = encode(m.Resync())
        self.outbox.append(frame)
        self._wake()

    def _hello(self, hello: m.Hello) -> CheckToken:
        if hello.version < m.OLDEST_VERSION:
            raise Refused("old_version", f"this server speaks version {m.OLDEST_VERSION} and newer")
        self.background = hello.background
        return CheckToken(hello.token, hello.have)

    def _command(self, command: m.Command, now: float) -> Submit | None:
        if not 1 <= len(command.id) <= ID_CHARS:
            raise Refused("bad_message", f"a command's id has 1 to {ID_CHARS} characters")
        try:
            what = command_input(self._signed_in(), command)
        except Refused as refused:
            self.send(m.Result(command.id, False, refused.code, refused.text))
            return None
        key = (what.agent, command.id)
        age_s = now - command.asked_at if command.asked_at else 0.0
        if age_s > m.COMMAND_AGE_S and not self.hub.knows(key):
            late = Refused("too_late", f"asked for {age_s:.0f} s ago")
            self.send(m.Result(command.id, False, late.code, late.text))
            return None
        return Submit(key, what) if self.hub.ask(self, key) else None

    def _watch(self, topic: str) -> None:
        self._signed_in()
        if topics.parts(topic)[0] != topics.SEARCH or len(topic) > TOPIC_CHARS:
            raise Refused("bad_message", f"only {topics.search('<text>')} can be watched")
        if topic not in self._watched and len(self._watched) >= WATCHES:
            raise Refused("bad_message", f"at most {WATCHES} topics are watched at once")
        self._watched[topic] = None
        self.hub.watch(self, topic)

    def _unwatch(self, topic: str) -> None:
        if topic in self._watched:
            del self._watched[topic]
            self.hub.unwatch(self, topic)

    def _signed_in(self) -> AgentId:
        if self.agent is None:
            raise Refused("not_signed_in", "say hello first")
        return self.agent

    def _leave(self) -> None:
        for topic in list(self._watched):
            self._unwatch(topic)
        if self.agent is not None:
            self.hub.left(self, self.agent)
            self.agent = None
