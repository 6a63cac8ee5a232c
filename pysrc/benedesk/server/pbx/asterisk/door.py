"""How Asterisk is reached: over HTTP before there is a connection, and the connection itself."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.client import HTTPException
from socket import SO_LINGER, SOL_SOCKET
from struct import pack

from websockets.asyncio.client import ClientConnection, connect

from .connection import Json

HTTP_S = 3.0
AT_ONCE, IN_ORDER = pack("ii", 1, 0), pack("ii", 0, 0)  # for SO_LINGER: on with no second, or off


class Door:
    """One Asterisk's, at `address`."""

    def __init__(self, address: str, user: str, password: str) -> None:
        scheme, _, rest = address.rstrip("/").partition("://")
        safe = "s" if scheme in ("https", "wss") else ""
        self._url, self._socket_url = f"http{safe}://{rest}/ari", f"ws{safe}://{rest}/ari"
        login = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}"}
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    async def ask(self, method: str, path: str, **query: str) -> Json | None:
        """What Asterisk answers; None if it refuses. Raises OSError if there is no answer."""
        url = f"{self._url}/{path}?{urllib.parse.urlencode(query)}"
        request = urllib.request.Request(url, method=method, headers=self._headers)
        return await asyncio.to_thread(self._ask, request)

    def _ask(self, request: urllib.request.Request) -> Json | None:
        try:
            with self._opener.open(request, timeout=HTTP_S) as answer:
                body: Json = json.loads(answer.read() or b"{}")
                return body
        except urllib.error.HTTPError:
            return None
        except HTTPException as odd:
            raise OSError(f"not an answer of HTTP: {odd!r}") from None

    @asynccontextmanager
    async def connect(self, app: str) -> AsyncIterator[ClientConnection]:
        """The WebSocket of this Stasis application. Entering it raises OSError or WebSocketException; an
        attempt that takes too long has been closed when it raises TimeoutError."""
        opening = connect(
            f"{self._socket_url}/events?app={app}",
            additional_headers=self._headers, max_size=None, proxy=None,
            open_timeout=4, ping_interval=2, ping_timeout=4, close_timeout=2,
        )  # fmt: skip
        async with opening as socket:
            # A connection that is given up takes along what is still on its way: by the next one the desk
            # orders what is right then, and requests of before, worked off late, would undo it.
            _linger(socket, AT_ONCE)
            try:
                yield socket
            except asyncio.CancelledError:  # told to stop: it ends in good order, and all is heard
                _linger(socket, IN_ORDER)
                raise


def _linger(socket: ClientConnection, how: bytes) -> None:
    with contextlib.suppress(OSError):  # it has ended by itself
        socket.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, how)
