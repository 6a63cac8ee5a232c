"""The messages, one class per `type` of docs/protocol.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..core.numbers import HOME

PROTOCOL_VERSION = 1
OLDEST_VERSION = 1

COMMAND_AGE_S = 10.0  # nobody waits longer for what they pressed: then it must not happen any more

# Why a server closes the WebSocket (codes from 4000 on are free for applications, RFC 6455).
BAD_TOKEN_CLOSES, TOO_LATE_CLOSES = 4401, 4408
BROKEN_CLOSES = 1011  # the RFC's own word for a mistake of the server

Body = dict[str, Any]  # a document as JSON has it; its topic says which of core/documents.py it is

# -- server to panel -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The answer to Hello: which versions are spoken, whose desk this is, and the server's clock."""

    version: int
    oldest: int
    now: float
    desk: str
    server: str = ""
    country: str = HOME


@dataclass(frozen=True, slots=True)
class Document:
    """A topic's document as it is now; `body` is None when there is none any more."""

    topic: str
    version: int
    body: Body | None


@dataclass(frozen=True, slots=True)
class Synced:
    """Every document that was due has been sent: what the panel shows is true."""

    agent: str
    now: float


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the command with this id; `code` and `text` say why it was refused."""

    id: str
    ok: bool
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """Of an agent's windows one rings, so that they hear a call once: `here` says if it is this one."""

    here: bool


@dataclass(frozen=True, slots=True)
class Resync:
    """Frames were dropped, as the panel read too slowly: it has to say Hello again."""


@dataclass(frozen=True, slots=True)
class Error:
    """The last frame could not be used."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Pong:
    """The answer to Ping, with the server's clock."""

    now: float


# -- panel to server -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hello:
    """The first word of a connection: who speaks, and which versions of which documents it has."""

    version: int
    token: str = field(repr=False)
    have: dict[str, int] = field(default_factory=dict)
    background: bool = False  # not a window: rings only while the agent has none open


@dataclass(frozen=True, slots=True)
class Command:
    """What an agent wants done. Sent again with the same id it is done once; `age_s` is how long ago they
    asked for it, and what is too old is refused unless it has been done."""

    id: str
    name: str
    args: dict[str, Any] = field(default_factory=dict)
    age_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Watch:
    """Send this topic's document from now on."""

    topic: str


@dataclass(frozen=True, slots=True)
class Unwatch:
    """Send it no longer."""

    topic: str


@dataclass(frozen=True, slots=True)
class Front:
    """The agent looks at this window: it is the one to ring."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Is anybody there?"""


ToPanel = Welcome | Document | Synced | Result | Ring | Resync | Error | Pong
ToServer = Hello | Command | Watch | Unwatch | Front | Ping

TO_PANEL: dict[str, type[ToPanel]] = {c.__name__.lower(): c for c in ToPanel.__args__}
TO_SERVER: dict[str, type[ToServer]] = {c.__name__.lower(): c for c in ToServer.__args__}
