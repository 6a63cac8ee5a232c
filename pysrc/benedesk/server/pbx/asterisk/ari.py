"""A thin client of Asterisk's REST interface: one WebSocket carries events, requests and answers."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

log = structlog.get_logger("ari")

ANSWER_S = 10.0  # Asterisk answers in a millisecond; after this long it never will
FIRST_RETRY_S = 0.25
LAST_RETRY_S = 10.0
AFTER_TAKEOVER_S = 30.0  # two servers that take the application from each other would lose calls

Json = dict[str, Any]


class AriError(Exception):
    """Asterisk refused a request (`status` is the HTTP status), or was lost before it answered (0)."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}" if status else text)
        self.status = status


class Ari:
    """Stays connected to one Stasis application until told to stop.

    `connected` is awaited on each new connection and may make requests; then `event` is called with each
    event, those included that came meanwhile. `lost` is called when a connection ends after that.
    """

    def __init__(
        self,
        address: str,
        user: str,
        password: str,
        app: str,
        *,
        connected: Callable[[], Awaitable[None]],
        event: Callable[[Json], None],
        lost: Callable[[], None],
    ) -> None:
        scheme, _, rest = address.rstrip("/").partition("://")
        self._url = f"{'wss' if scheme in ('https', 'wss') else 'ws'}://{rest}/ari/events?app={app}"
        login = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {login}"}
        self._connected, self._event, self._lost = connected, event, lost
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Json]] = {}
        self._requests = 0

    async def run(self) -> None:
        """Connect, and connect again whenever the connection is lost; ends only by cancellation."""
        wait_s = FIRST_RETRY_S
        while True:
            try:
                async with connect(
                    self._url, additional_headers=self._headers, max_size=None, proxy=None,
                    open_timeout=5, ping_interval=5, ping_timeout=10, close_timeout=2,
                ) as socket:  # fmt: skip
                    taken_over = await self._use(socket)
                wait_s = AFTER_TAKEOVER_S if taken_over else FIRST_RETRY_S
            except InvalidStatus as refused:
                status = refused.response.status_code
                log.error("password_refused" if status == 401 else "connection_refused", status=status)
            except (OSError, WebSocketException, AriError) as error:
                log.warning("unreachable", problem=str(error) or type(error).__name__)
            except Exception:  # what Asterisk has now cannot be understood; it may be different soon
                log.exception("connection_unusable")
            await asyncio.sleep(wait_s * random.uniform(0.5, 1.0))
            wait_s = min(2 * wait_s, LAST_RETRY_S)

    async def _use(self, socket: ClientConnection) -> bool:
        """Serve one connection to its end; tells whether another server has taken the application."""
        events: asyncio.Queue[Json | None] = asyncio.Queue()
        self._socket = socket
        reader = asyncio.create_task(self._read(socket, events))
        try:
            await self._connected()
            last = await self._serve(events)
        finally:
            reader.cancel()
            self._socket = None
            self._give_up("the connection to Asterisk was lost")
        self._lost()
        return last is not None

    async def _serve(self, events: asyncio.Queue[Json | None]) -> Json | None:
        """Hand the events out; ends with None when the connection does."""
        while event := await events.get():
            if event["type"] == "ApplicationReplaced":
                log.error("taken_over", note="another server uses the same Stasis application")
                return event
            self._take(event)
        return None

    def _take(self, event: Json) -> None:
        try:
            self._event(event)
        except Exception:  # one odd event must not cost the connection
            log.exception("event_failed", message=event)

    async def _read(self, socket: ClientConnection, events: asyncio.Queue[Json | None]) -> None:
        # Nothing but sorting happens here: Asterisk closes a connection that is read too slowly.
        try:
            async for frame in socket:
                message = json.loads(frame)
                if message["type"] != "RESTResponse":
                    events.put_nowait(message)
                elif (answer := self._answers.get(message["request_id"])) and not answer.done():
                    answer.set_result(message)
        except ConnectionClosed:
            pass
        finally:
            self._give_up("the connection to Asterisk was lost")
            events.put_nowait(None)

    def _give_up(self, why: str) -> None:
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(AriError(0, why))

    async def request(self, method: str, path: str, body: Json | None = None) -> Any:
        """Ask Asterisk; answers with the decoded body, None if there is none. Raises AriError."""
        socket = self._socket
        if socket is None:
            raise AriError(0, "there is no connection to Asterisk")
        self._requests += 1
        request_id = str(self._requests)
        message: Json = {"type": "RESTRequest", "request_id": request_id, "method": method, "uri": path}
        if body is not None:
            message |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self._answers[request_id] = asyncio.get_running_loop().create_future()
        try:
            await socket.send(json.dumps(message))
            async with asyncio.timeout(ANSWER_S):
                response = await answer
        except ConnectionClosed:
            raise AriError(0, "the connection to Asterisk was lost") from None
        except TimeoutError:
            raise AriError(0, f"Asterisk did not answer {method} {path}") from None
        finally:
            del self._answers[request_id]
        content = response.get("message_body")
        if response["status_code"] >= 400:
            raise AriError(response["status_code"], content or response.get("reason_phrase", ""))
        return json.loads(content) if content else None
