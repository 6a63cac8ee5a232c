"""What the views draw from: the documents that matter now, the panel's own state, the connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ...core.states import COMMAND_STATES
from ..text.words import Words
from .ui import Ui

Body = Mapping[str, Any]

LOADING = "loading"
LIVE = "live"
CONNECTING = "connecting"
STALE = "stale"
SIGNED_OUT = "signed_out"
OUTDATED = "outdated"


@dataclass(frozen=True)
class Connection:
    """How true the picture is. `since` (epoch seconds, server's clock) is when it was last known true."""

    state: str = LOADING
    since: float | None = None
    failed: bool = False  # the last attempt to connect came to nothing


@dataclass(frozen=True)
class Phone:
    """The demo's telephone: what the agent's real one would show. `state`: idle, ringing, talking."""

    state: str
    number: str
    caller: str = ""


@dataclass(frozen=True)
class Scene:
    """Everything that can be seen, at one moment."""

    words: Words
    ui: Ui
    connection: Connection = field(default_factory=Connection)
    agent: Body | None = None
    call: Body | None = None
    queues: Sequence[Body] = ()
    found: Body | None = None
    people: Mapping[str, Body] = field(default_factory=dict)  # number -> who it is, of the listed targets
    log: Body | None = None
    day: float = 0.0  # when today began (epoch seconds)
    phone: Phone | None = None
    demo: bool = False
    sign_in_elsewhere: bool = False  # the extension signs in on its options page


def may(scene: Scene, command: str) -> bool:
    """Whether the desk would take this command for the call on the card: by the desk's own table."""
    return scene.call is not None and scene.call["state"] in COMMAND_STATES[command]


def target_of(words: Words, entry: Body) -> tuple[str, str] | None:
    """What stands in the transfer field for a directory entry, and whose it is; None if it has no number."""
    if entry["queue"]:
        return entry["name"], ""
    return (words.number(entry["numbers"][0]), entry["name"]) if entry["numbers"] else None


def pick(
    documents: Mapping[str, Body], agent: str | None, search: str,
    typed: Iterable[str] = (), people: Iterable[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Of all documents, a scene's: the agent's own, his call, the queues by name, what was searched for.

    `typed` are the topics of the last searches: an older answer is better on screen than a list that is empty
    for a moment. `people` are the numbers of those among the agent's targets who are looked up.
    """
    me = documents.get(f"agent/{agent}")
    queues = [body for topic, body in documents.items() if topic.startswith("queue/")]
    return {
        "agent": me,
        "call": documents.get(f"call/{me['call']}") if me and me["call"] else None,
        "log": documents.get(f"log/{agent}"),
        "queues": [queues[place] for place in _by_name(tuple(queue["name"] for queue in queues))],
        "found": documents.get(f"search/{search}") or _older(documents, typed) if search else None,
        "people": dict(_people(documents, people)),
    }


@lru_cache(1)  # figures change all day, names hardly ever
def _by_name(names: tuple[str, ...]) -> list[int]:
    return sorted(range(len(names)), key=lambda place: names[place].casefold())


def _older(documents: Mapping[str, Body], typed: Iterable[str]) -> Body | None:
    return next((documents[topic] for topic in typed if topic in documents), None)


def _people(documents: Mapping[str, Body], numbers: Iterable[str]) -> Iterator[tuple[str, Body]]:
    """Whose each of these numbers is, of those that have been found."""
    for number in numbers:
        found = documents.get(f"search/{number}")
        for entry in found["entries"] if found else ():
            if entry["kind"] == "person" and number in entry["numbers"]:
                yield number, entry
