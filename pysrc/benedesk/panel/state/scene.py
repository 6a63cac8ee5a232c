"""What the views draw from: the documents that matter now, the panel's own state, the connection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from ...core import topics
from ...core.caller_link import CallerLink, address
from ...core.record import Record
from ...core.states import COMMAND_STATES
from ..text.words import Words
from .ui import Ui

if TYPE_CHECKING:
    from typing import TypedDict

    from ...core.documents import (
        AgentDocument,
        CallDocument,
        DiaryDocument,
        Document,
        FoundEntry,
        QueueDocument,
        SearchDocument,
    )

    class Picked(TypedDict):
        """The fields of a scene that documents give."""

        agent: AgentDocument | None
        call: CallDocument | None
        diary: DiaryDocument | None
        queues: Sequence[QueueDocument]
        found: SearchDocument | None
        people: Mapping[str, FoundEntry]


_DIGITS = re.compile(r"([0-9]+)")
LOADING = "loading"
LIVE = "live"
CONNECTING = "connecting"
STALE = "stale"
SIGNED_OUT = "signed_out"
OUTDATED = "outdated"


class LinkState(Record):
    """How true the picture is. `since` (epoch seconds, server's clock) is when it was last known true."""

    state: str = LOADING
    since: float | None = None
    failed: bool = False  # the last attempt to connect came to nothing


class Phone(Record):
    """The demo's telephone: what the agent's real one would show. `state`: idle, ringing, talking."""

    state: str
    number: str
    caller: str = ""


class Scene(Record, kw_only=True):
    """Everything that can be seen, at one moment."""

    words: Words
    ui: Ui
    link: LinkState = LinkState()
    agent: AgentDocument | None = None
    call: CallDocument | None = None
    just_over: bool = False  # there was another call a moment ago: a press may still have been meant for it
    queues: Sequence[QueueDocument] = ()
    found: SearchDocument | None = None
    people: Mapping[str, FoundEntry] = {}  # number -> who it is, of the listed targets
    diary: DiaryDocument | None = None
    caller_link: CallerLink = CallerLink()  # to the company's own page about who calls
    day: float = 0.0  # when today began (epoch seconds)
    phone: Phone | None = None
    scenario: str = ""  # which one the demo plays; empty: there is a server
    sign_in_elsewhere: bool = False  # the extension signs in on its options page

    @property
    def demo(self) -> bool:
        """Whether the desk is in the page."""
        return bool(self.scenario)


def natural(name: str) -> tuple[Any, ...]:
    """A key that sorts names as people do: "Queue 2" before "Queue 10"."""
    parts = _DIGITS.split(name.casefold())
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


def pbx_away(scene: Scene) -> bool:
    """Nothing that only the PBX can do would be done now."""
    return scene.agent is not None and scene.agent["gate"] == "pbx_away"


def may(scene: Scene, command: str) -> bool:
    """Whether the desk would take this command for the call on the card: by the desk's own table."""
    return not pbx_away(scene) and scene.call is not None and scene.call["state"] in COMMAND_STATES[command]


def page_about(scene: Scene) -> str:
    """The address of the company's own page about who calls; empty when there is none."""
    if not (call := scene.call) or call.get("outgoing"):
        return ""
    return address(scene.caller_link, call["caller"], call["caller_name"], call["queue_name"])


def target_of(words: Words, entry: FoundEntry) -> tuple[str, str] | None:
    """What stands in the transfer field for a directory entry, and whose it is; None if it has no number."""
    if entry["queue"]:
        return entry["name"], ""
    return (words.number(entry["numbers"][0]), entry["name"]) if entry["numbers"] else None


def pick(
    documents: Mapping[str, Document],
    agent: str | None,
    search: str,
    typed: Iterable[str] = (),
    people: Iterable[str] = (),
) -> Picked:
    """Of all documents, a scene's: the agent's own, their call, the queues in order, what was searched for.

    `typed` are the topics of the last searches: an older answer is better on screen than a list that is empty
    for a moment. `people` are the numbers of those among the agent's targets who are looked up.
    """
    me = cast("AgentDocument | None", documents.get(topics.agent(agent or "")))
    own = frozenset(queue["id"] for queue in me["queues"] if queue["member"]) if me else frozenset()
    mine = documents.get(topics.call(me["call"])) if me and me["call"] else None
    queues = [
        cast("QueueDocument", body)
        for topic, body in documents.items()
        if topics.parts(topic)[0] == topics.QUEUE
    ]
    return {
        "agent": me,
        "call": cast("CallDocument | None", mine),
        "diary": cast("DiaryDocument | None", documents.get(topics.diary(agent or ""))),
        "queues": [
            queues[place] for place in _in_order(tuple((q["id"] not in own, q["name"]) for q in queues))
        ],
        "found": (_found(documents, search) or _older(documents, typed)) if search else None,
        "people": dict(_people(documents, people)),
    }


@lru_cache(1)  # figures change all day, names hardly ever
def _in_order(queues: tuple[tuple[bool, str], ...]) -> list[int]:
    """The agent's own queues first, each kind by name."""
    return sorted(range(len(queues)), key=lambda place: (queues[place][0], natural(queues[place][1])))


def _found(documents: Mapping[str, Document], text: str) -> SearchDocument | None:
    return cast("SearchDocument | None", documents.get(topics.search(text)))


def _older(documents: Mapping[str, Document], typed: Iterable[str]) -> SearchDocument | None:
    return next((cast("SearchDocument", documents[topic]) for topic in typed if topic in documents), None)


def _people(documents: Mapping[str, Document], numbers: Iterable[str]) -> Iterator[tuple[str, FoundEntry]]:
    """Whose each of these numbers is, of those that have been found."""
    for number in numbers:
        found = _found(documents, number)
        for entry in found["entries"] if found else ():
            if entry["kind"] == "person" and number in entry["numbers"]:
                yield number, entry
