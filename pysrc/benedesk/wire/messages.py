"""The messages, one class per `type` of docs/protocol.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.caller_link import OPENS
from ..core.numbers import HOME
from ..core.record import Record

PROTOCOL_VERSION = 1
OLDEST_VERSION = 1

COMMAND_AGE_S = 10.0  # nobody waits longer for what they pressed: then it must not happen any more

# Why a server closes the WebSocket (codes from 4000 on are free for applications, RFC 6455).
BAD_TOKEN_CLOSES, TOO_LATE_CLOSES = 4401, 4408
BROKEN_CLOSES = 1011  # the RFC's own word for a mistake of the server

ENDING_CODES = ("bad_token", "old_version")  # of an Error after which a panel does not try again by itself

Body = dict[str, Any]  # a document as JSON has it; its topic says which of core/documents.py it is

# -- server to panel -------------------------------------------------------------------------------


class Welcome(Record, kw_only=True):
    """The answer to Hello: which versions are spoken, whose desk this is, and the server's clock."""

    version: int
    oldest: int
    now: float
    desk: str
    server: str = ""
    country: str = HOME
    caller_link: str = ""  # core/caller_link.py: the address of its template, and when it opens
    caller_link_opens: str = OPENS[0]


class Document(Record):
    """A topic's document as it is now; `body` is None when there is none any more."""

    topic: str
    version: int
    body: Body | None


class Synced(Record):
    """Every document that was due has been sent: what the panel shows is true."""

    agent: str
    now: float


class Result(Record):
    """What became of the command with this id; `code` and `text` say why it was refused."""

    id: str
    ok: bool
    code: str = ""
    text: str = ""


class Ring(Record):
    """Of an agent's windows one rings, so that they hear a call once: `here` says if it is this one."""

    here: bool


class Resync(Record):
    """Frames were dropped, as the panel read too slowly: it has to say Hello again."""


class Error(Record):
    """The last frame could not be used."""

    code: str
    text: str


class Pong(Record):
    """The answer to Ping, with the server's clock."""

    now: float


# -- panel to server -------------------------------------------------------------------------------


class Hello(Record):
    """The first word of a connection: who speaks, and which versions of which documents it has."""

    version: int
    token: str
    have: Mapping[str, int] = {}
    background: bool = False  # not a window: rings only while the agent has none open

    def __repr__(self) -> str:
        return f"Hello({self.version}, have={self.have})"


class Command(Record):
    """What an agent wants done. Sent again with the same id it is done once.

    `asked_at` is when they asked for it, by the desk's clock as the panel knows it (0: not told); what is too
    old is refused unless it has been done.
    """

    id: str
    name: str
    args: Mapping[str, Any] = {}
    asked_at: float = 0.0


class Watch(Record):
    """Send this topic's document from now on."""

    topic: str


class Unwatch(Record):
    """Send it no longer."""

    topic: str


class Front(Record):
    """The agent looks at this window: it is the one to ring."""


class Ping(Record):
    """Is anybody there?"""


ToPanel = Welcome | Document | Synced | Result | Ring | Resync | Error | Pong
ToServer = Hello | Command | Watch | Unwatch | Front | Ping

TO_PANEL: dict[str, type[ToPanel]] = {c.__name__.lower(): c for c in ToPanel.__args__}
TO_SERVER: dict[str, type[ToServer]] = {c.__name__.lower(): c for c in ToServer.__args__}
