"""The messages, one class per `type` of docs/protocol.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.numbers import HOME

PROTOCOL_VERSION = 1
OLDEST_VERSION = 1
SEARCH = "search/"  # the topics that are watched: search/<what is typed>

# -- server to panel -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome:
    version: int
    oldest: int
    now: float
    desk: str
    server: str = ""
    country: str = HOME


@dataclass(frozen=True, slots=True)
class Document:
    topic: str
    version: int
    body: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Synced:
    agent: str
    now: float


@dataclass(frozen=True, slots=True)
class Result:
    id: str
    ok: bool
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """Of an agent's windows one rings, so that he hears a call once: `here` says if it is this one."""

    here: bool


@dataclass(frozen=True, slots=True)
class Resync:
    pass


@dataclass(frozen=True, slots=True)
class Error:
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Pong:
    now: float


# -- panel to server -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hello:
    version: int
    token: str
    have: dict[str, Any] = field(default_factory=dict)
    background: bool = False  # not a window: rings only while the agent has none open


@dataclass(frozen=True, slots=True)
class Command:
    id: str
    name: str
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    topic: str


@dataclass(frozen=True, slots=True)
class Unwatch:
    topic: str


@dataclass(frozen=True, slots=True)
class Front:
    """The agent looks at this window: it is the one to ring."""


@dataclass(frozen=True, slots=True)
class Ping:
    pass


ToPanel = Welcome | Document | Synced | Result | Ring | Resync | Error | Pong
ToServer = Hello | Command | Watch | Unwatch | Front | Ping

TO_PANEL: dict[str, type[ToPanel]] = {c.__name__.lower(): c for c in ToPanel.__args__}
TO_SERVER: dict[str, type[ToServer]] = {c.__name__.lower(): c for c in ToServer.__args__}
