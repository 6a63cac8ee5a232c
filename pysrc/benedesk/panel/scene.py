"""What the views draw from: the documents that matter now, the panel's own state, the connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .ui import Ui
from .words import Words

Body = Mapping[str, Any]

LOADING = "loading"
LIVE = "live"
CONNECTING = "connecting"
STALE = "stale"
SIGNED_OUT = "signed_out"


@dataclass(frozen=True)
class Connection:
    """How true the picture is. `since` (epoch seconds, server's clock) is when it was last known true."""

    state: str = LOADING
    since: float | None = None


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
    phone: Phone | None = None
    demo: bool = False


def scene(
    documents: Mapping[str, Body], agent: str | None, words: Words, ui: Ui, connection: Connection,
    phone: Phone | None = None, demo: bool = False,
) -> Scene:  # fmt: skip
    """Pick the documents that `agent` sees into a scene; queues in the order of their names."""
    me = documents.get(f"agent/{agent}")
    call = documents.get(f"call/{me['call']}") if me and me["call"] else None
    queues = [body for topic, body in documents.items() if topic.startswith("queue/")]
    queues.sort(key=lambda queue: str(queue["name"]).casefold())
    found = documents.get(f"search/{ui.search}") or _older_search(documents)
    return Scene(words, ui, connection, me, call, queues, found, phone, demo)


def _older_search(documents: Mapping[str, Body]) -> Body | None:
    """The answer to what was typed a moment ago: better on screen than an empty list for a moment."""
    return next((body for topic, body in documents.items() if topic.startswith("search/")), None)
