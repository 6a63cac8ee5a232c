"""A server without sockets, and panels on lines that do with frames what they are told to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.directory import Directory, Entry
from benedesk.core.errors import Refused
from benedesk.core.loop import replay, take
from benedesk.wire import messages as m
from benedesk.wire.hub import Hub, Key, Sheet, prepare
from benedesk.wire.panel_session import Changes, PanelSession
from benedesk.wire.server_session import CheckToken, ServerSession, Submit

from .company import AGENTS, QUEUES

MANY_FRAMES = 5_000
DIRECTORY = Directory(
    [Entry(id=f"a-{one.agent}", name=one.name, numbers=(one.number,), agent=one.agent) for one in AGENTS]
    + [Entry(id=f"q-{queue.queue}", name=queue.name, numbers=(), queue=queue.queue) for queue in QUEUES]
)


@dataclass(frozen=True, slots=True)
class Written:
    """One step of the journal, and the command that it was the answer to."""

    events: tuple[e.Event, ...]
    key: Key | None


@dataclass(slots=True)
class Waiting:
    """A step that is done at the desk and not yet durable."""

    written: Written
    sheets: list[Sheet]


class WireDesk:
    """A desk and its hub. What it does becomes durable, and known to panels, with `commit`.

    The token of an agent is their id; any other is bad.
    """

    def __init__(self, journal: Iterable[Written] = (), now: float = 1000.0, desk_id: str = "desk-1") -> None:
        self.now = now
        self.journal = list(journal)
        self.desk = replay(event for step in self.journal for event in step.events)
        self.hub = Hub(DIRECTORY, desk_id, "test")
        for step in self.journal:
            if step.key:
                self.hub.remember(step.key)
        self.waiting: list[Waiting] = []
        self.released: dict[tuple[str, int], Sheet] = {}
        self.take(i.OpenDesk())
        if not self.journal:
            self._furnish()
        self.commit()

    def _furnish(self) -> None:
        for setting in (*QUEUES, *AGENTS):
            self.take(setting)

    def take(self, what: i.Input, key: Key | None = None) -> None:
        """Give the desk an input; a refusal is answered at once."""
        try:
            step = take(self.desk, what, self.now)
        except Refused as refused:
            if key is None:
                raise
            self.hub.answer(key, refused)
            return
        self.waiting.append(Waiting(Written(step.events, key), prepare(self.desk)))

    def commit(self, steps: int | None = None) -> None:
        """The oldest `steps` that wait become durable (None = all), and then known."""
        done, self.waiting = self.waiting[:steps], [] if steps is None else self.waiting[steps:]
        for step in done:
            self.journal.append(step.written)
            self.hub.release(step.sheets)
            self.released |= {(sheet.topic, sheet.version): sheet for sheet in step.sheets}
            if step.written.key:
                self.hub.answer(step.written.key)

    def open(self) -> ServerSession:
        return ServerSession(self.hub, self.now)

    def receive(self, session: ServerSession, frame: str) -> None:
        """One frame came from a panel: check its token, or give its command to the desk."""
        match session.receive(frame, self.now):
            case CheckToken(token=token, have=have):
                if token in self.desk.agents:
                    session.accept(token, have, self.now)
                else:
                    session.refuse(Refused("bad_token", "unknown, ended or disabled"))
            case Submit(key=key, what=what):
                self.take(what, key)


@dataclass(slots=True)
class Window:
    """One panel and its line. Frames on the way wait in `up` and `down` until they are delivered."""

    panel: PanelSession
    session: ServerSession | None = None
    up: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    seen: list[Changes] = field(default_factory=list)

    def connect(self, office: WireDesk) -> None:
        assert self.session is None
        self.up, self.down, self.session = [], [], office.open()
        self.panel.opened()

    def cut(self, now: float) -> None:
        """The line breaks; what was on the way is gone."""
        if self.session:
            self.session.close()
            self.session, self.up, self.down = None, [], []
            self.panel.closed(now)

    def pump(self) -> None:
        """Both ends put on the line what they have to say."""
        if self.session:
            self.down += self.session.outbox
            self.session.outbox.clear()
            self.up += self.panel.outbox
            self.panel.outbox.clear()

    def deliver_up(self, office: WireDesk, nth: int = 0) -> None:
        assert self.session
        office.receive(self.session, self.up.pop(nth))

    def deliver_down(self, now: float, nth: int = 0) -> None:
        self.seen.append(self.panel.receive(self.down.pop(nth), now))

    def settle(self, office: WireDesk) -> None:
        """Deliver everything, both ways and in order, until nobody has anything to say."""
        for _ in range(MANY_FRAMES):
            self.pump()
            if self.up:
                self.deliver_up(office)
            elif self.down:
                self.deliver_down(office.now)
            elif office.waiting:
                office.commit()
            else:
                return
        raise AssertionError("they never stop talking")

    def results(self) -> list[m.Result]:
        return [changes.result for changes in self.seen if changes.result]


_numbers = count()


def window(agent: str) -> Window:
    """A panel whose command ids no other panel has."""
    return Window(PanelSession(agent, lambda: f"{agent}-{next(_numbers)}"))
