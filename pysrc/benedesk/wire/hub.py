"""Every conversation of one desk: which documents are out, who sees them, who is told.

Documents are made ready when the desk changes (`prepare`) and let out when the change is durable
(`Hub.release`); whoever joins in between sees only what is out.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

from ..core import topics
from ..core.caller_link import CallerLink
from ..core.desk import Desk
from ..core.directory import Directory, Entry
from ..core.documents import AgentDocument, Document, FoundEntry, FoundQueue, QueueDocument, SearchDocument
from ..core.errors import Refused
from ..core.model import AgentId
from ..core.views import audience, document
from . import messages as m
from .codec import encode

ANSWERS_KEPT = 256  # per agent: how far back a repeated command is still known

Key = tuple[AgentId, str]  # an agent and the id of their command


class Window(Protocol):
    """One window of an agent, as the hub sees it: somebody who can be told something."""

    background: bool

    def send(self, message: m.ToPanel) -> None: ...

    def send_frame(self, frame: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One document, encoded once for all who get it. `audience` None = everybody."""

    topic: str
    version: int
    body: Document | None
    audience: frozenset[AgentId] | None
    frame: str


def prepare(desk: Desk) -> list[Sheet]:
    """The documents that have changed since the last call, as they are now."""
    touched, desk.touched = desk.touched, {}
    return [_sheet(topic, desk.seq, document(desk, topic), audience(desk, topic)) for topic in touched]


def _sheet(topic: str, version: int, body: Document | None, seen_by: frozenset[AgentId] | None) -> Sheet:
    frame = encode(m.Document(topic, version, cast("m.Body | None", body)))
    return Sheet(topic=topic, version=version, body=body, audience=seen_by, frame=frame)


def _how_it_stands(queue: QueueDocument) -> FoundQueue:
    return {
        "id": queue["id"],
        "open": queue["open"],
        "length": queue["length"],
        "oldest": queue["oldest"],
        "free": queue["free"],
        "levels": queue["levels"],
    }


class Hub:
    """The server side of all conversations. Pure: transports carry the sessions' outboxes away."""

    def __init__(
        self, directory: Directory, desk_id: str, server: str = "", caller_link: CallerLink | None = None
    ) -> None:
        self.directory = directory
        self.caller_link = caller_link or CallerLink()
        self.desk_id = desk_id  # panels forget their documents when this changes
        self.server = server
        self.version = 0
        self._sheets: dict[str, Sheet] = {}
        self._for_all: dict[str, None] = {}
        self._private: defaultdict[AgentId, set[str]] = defaultdict(set)
        self._sessions: defaultdict[AgentId, dict[Window, None]] = defaultdict(dict)
        self._rings: dict[AgentId, Window] = {}  # which of an agent's windows rings
        self._watchers: defaultdict[str, dict[Window, None]] = defaultdict(dict)
        self._searches: defaultdict[str, set[str]] = defaultdict(set)  # queue or agent topic -> searches
        self._shown_in: defaultdict[str, set[str]] = defaultdict(set)  # and the reverse
        self._answers: defaultdict[AgentId, OrderedDict[str, m.Result | None]] = defaultdict(OrderedDict)
        self._asking: defaultdict[Key, list[Window]] = defaultdict(list)

    # -- documents ---------------------------------------------------------------------------------

    def release(self, sheets: Iterable[Sheet]) -> None:
        """Let these documents out, in the order in which they were prepared."""
        searches: set[str] = set()
        for sheet in sheets:
            self.version = max(self.version, sheet.version)
            was = self._sheets.get(sheet.topic)
            self._file(sheet, was)
            self._tell(sheet, was)
            searches |= self._searches.get(sheet.topic, set())
        for topic in sorted(searches):
            for session in self._watchers[topic]:
                session.send_frame(self._search(topic).frame)

    def _file(self, sheet: Sheet, was: Sheet | None) -> None:
        self._for_all.pop(sheet.topic, None)
        for agent in (was and was.audience) or ():
            self._private[agent].discard(sheet.topic)
        if sheet.body is None:
            self._sheets.pop(sheet.topic, None)
            return
        self._sheets[sheet.topic] = sheet
        if sheet.audience is None:
            self._for_all[sheet.topic] = None
        for agent in sheet.audience or ():
            self._private[agent].add(sheet.topic)

    def _tell(self, sheet: Sheet, was: Sheet | None) -> None:
        sees = self._signed_in(sheet.audience) if sheet.body is not None else {}
        for session in sees:
            session.send_frame(sheet.frame)
        if was and was.audience != sheet.audience:
            gone = encode(m.Document(sheet.topic, sheet.version, None))
            for session in self._signed_in(was.audience):
                if session not in sees:
                    session.send_frame(gone)

    def _signed_in(self, agents: frozenset[AgentId] | None) -> dict[Window, None]:
        every = self._sessions if agents is None else agents
        return {session: None for agent in every for session in self._sessions.get(agent, ())}

    def sheets_for(self, agent: AgentId) -> dict[str, Sheet]:
        """Every document that the agent may see now, by topic."""
        topics = [*self._for_all, *sorted(self._private.get(agent, ()))]
        return {topic: self._sheets[topic] for topic in topics}

    # -- sessions ----------------------------------------------------------------------------------

    def joined(self, session: Window, agent: AgentId) -> None:
        """A window of the agent is open; the latest one, or the latest in `front`, rings."""
        self._sessions[agent][session] = None
        self._choose_ring(agent)
        if self._rings[agent] is not session:
            session.send(m.Ring(False))  # it may have been the one to ring before its link broke

    def front(self, session: Window, agent: AgentId) -> None:
        """The agent looks at this window now."""
        self._sessions[agent].pop(session, None)
        self.joined(session, agent)

    def left(self, session: Window, agent: AgentId) -> None:
        """A window of the agent has gone."""
        self._sessions[agent].pop(session, None)
        self._choose_ring(agent)
        if not self._sessions[agent]:
            del self._sessions[agent]

    def _choose_ring(self, agent: AgentId) -> None:
        sessions = list(self._sessions[agent])
        windows = [session for session in sessions if not session.background] or sessions
        chosen, was = (windows[-1] if windows else None), self._rings.pop(agent, None)
        if chosen:
            self._rings[agent] = chosen
        if chosen is was:
            return
        if was in self._sessions[agent]:
            was.send(m.Ring(False))
        if chosen:
            chosen.send(m.Ring(True))

    def sessions_of(self, agent: AgentId) -> list[Window]:
        """The agent's open windows."""
        return list(self._sessions.get(agent, ()))

    # -- commands: done once, answered always ------------------------------------------------------

    def ask(self, session: Window, key: Key) -> bool:
        """True if the command is new and has to be done; else it is answered now, or when it is done."""
        agent, id_ = key
        answers = self._answers[agent]
        if id_ not in answers:
            answers[id_] = None
            self._asking[key].append(session)
            return True
        if result := answers[id_]:
            session.send(result)
        else:
            self._asking[key].append(session)
        return False

    def knows(self, key: Key) -> bool:
        """Whether the command has been asked for before."""
        agent, id_ = key
        return id_ in self._answers[agent]

    def answer(self, key: Key, refused: Refused | None = None) -> None:
        """The command is durable, or refused: tell everyone who asked."""
        id_ = key[1]
        result = m.Result(id_, False, refused.code, refused.text) if refused else m.Result(id_, True)
        for session in self._asking.pop(key, ()):
            session.send(result)
        self.remember(key, result)

    def remember(self, key: Key, result: m.Result | None = None) -> None:
        """Keep the answer for repeated commands; after a restart, for those found in the journal."""
        agent, id_ = key
        answers = self._answers[agent]
        answers[id_] = result or m.Result(id_, True)
        if len(answers) <= ANSWERS_KEPT:
            return
        done = [old for old, answer in answers.items() if answer is not None]
        for old in done[: max(0, len(done) - ANSWERS_KEPT)]:
            del answers[old]

    # -- searches ----------------------------------------------------------------------------------

    def watch(self, session: Window, topic: str) -> None:
        self._watchers[topic][session] = None
        session.send_frame(self._search(topic).frame)

    def unwatch(self, session: Window, topic: str) -> None:
        self._watchers[topic].pop(session, None)
        if not self._watchers[topic]:
            del self._watchers[topic]
            for shown in self._shown_in.pop(topic, ()):
                self._searches[shown].discard(topic)
                if not self._searches[shown]:
                    del self._searches[shown]

    def _search(self, topic: str) -> Sheet:
        _, query = topics.parts(topic)
        found, more = self.directory.find(query)
        entries = [self._entry(entry, topic) for entry in found]
        body: SearchDocument = {"query": query, "entries": entries, "more": more}
        return _sheet(topic, self.version, body, None)

    def _entry(self, entry: Entry, topic: str) -> FoundEntry:
        queue = (
            cast("QueueDocument | None", self._body(topics.queue(entry.queue), topic))
            if entry.queue
            else None
        )
        agent = (
            cast("AgentDocument | None", self._body(topics.agent(entry.agent), topic))
            if entry.agent
            else None
        )
        return {
            "id": entry.id,
            "kind": "queue" if entry.queue else "person",
            "name": entry.name,
            "title": entry.title,
            "department": entry.department,
            "numbers": list(entry.numbers),
            "availability": agent["availability"] if agent else None,
            "note": agent["note"] if agent else "",
            "until": agent["until"] if agent else None,
            "on_call": bool(agent and agent["on_call"]),
            "queue": _how_it_stands(queue) if queue else None,
        }

    def _body(self, topic: str, search: str) -> Document | None:
        self._searches[topic].add(search)
        self._shown_in[search].add(topic)
        sheet = self._sheets.get(topic)
        return sheet.body if sheet else None
