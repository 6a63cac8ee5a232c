"""One WebSocket to Asterisk: events, requests and their answers, and the proof that events still come."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from enum import Enum
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

ANSWER_S = 4.0  # Asterisk answers in a millisecond; after this long it never will
BEAT_EVERY_S = 5.0
BEAT_BACK_S = 2.0
LATE_S = 0.5  # a time-out that is later than this: this process stood still, and its answers may lie unread
BEAT = "bene-beat-"

Json = dict[str, Any]
T = TypeVar("T")


class AriError(Exception):
    """Asterisk refused a request (`status` is the HTTP status), or was lost before it answered (0)."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}" if status else text)
        self.status = status


class End(Enum):
    """Why no more events come over a connection."""

    CLOSED = "closed"
    REPLACED = "replaced"  # another connection has the application now
    DEAF = "deaf"  # the connection is open, and what should have come over it did not


class Connection:
    """`events` are those to be handed out, in their order; the last is None.

    `ended` says why there will be no more, `why` the same in words.
    """

    def __init__(self, socket: ClientConnection, app: str) -> None:
        self.events: asyncio.Queue[Json | None] = asyncio.Queue()
        self.ended: End | None = None
        self.why = ""
        self._socket = socket
        self._app = app
        self._answers: dict[str, asyncio.Future[Json]] = {}
        self._requests = 0

    async def read(self) -> None:
        """Sort what comes, to the end. Nothing else: Asterisk closes a connection that is read too slowly."""
        try:
            async for frame in self._socket:
                self._sort(json.loads(frame))
        except ConnectionClosed:
            pass
        finally:
            self._end(End.CLOSED, "the connection to Asterisk was lost")

    def _sort(self, message: Json) -> None:
        name = message.get("request_id") or message.get("eventname") or ""
        if answer := self._answers.get(name):
            if not answer.done():
                answer.set_result(message)
        elif message["type"] == "ApplicationReplaced":
            self._end(End.REPLACED, "another connection has the application")
        elif message["type"] != "RESTResponse" and not name.startswith(BEAT):  # else it came too late
            self.events.put_nowait(message)

    def _end(self, how: End, why: str) -> None:
        if self.ended:
            return
        self.ended, self.why = how, why
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(AriError(0, why))
        self.events.put_nowait(None)

    async def request(self, method: str, path: str, body: Json | None = None) -> Any:
        """Ask Asterisk; answers with the decoded body, None if there is none. Raises AriError."""
        if self.ended:
            raise AriError(0, self.why)
        self._requests += 1
        request_id = str(self._requests)
        message: Json = {"type": "RESTRequest", "request_id": request_id, "method": method, "uri": path}
        if body is not None:
            message |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self._expect(request_id)
        try:
            await self._socket.send(json.dumps(message))
            if not await _comes(answer, ANSWER_S):
                self._end(End.DEAF, f"Asterisk did not answer {method} {path}")
            response = await answer
        except ConnectionClosed:
            raise AriError(0, "the connection to Asterisk was lost") from None
        finally:
            del self._answers[request_id]
        content = response.get("message_body")
        if response["status_code"] >= 400:
            raise AriError(response["status_code"], content or response.get("reason_phrase", ""))
        return json.loads(content) if content else None

    async def beat(self) -> None:
        """Have Asterisk send an event of ours over this connection; without it, end. Raises AriError.

        Pings and requests are answered also on a connection whose application Asterisk has given up.
        """
        name = f"{BEAT}{uuid.uuid4().hex}"
        back = self._expect(name)
        ask = self.request("POST", f"events/user/{name}?application={self._app}")
        both = _left_alone(asyncio.ensure_future(asyncio.gather(ask, back)))
        try:
            if not await _comes(both, BEAT_BACK_S):
                self._end(End.DEAF, "an event of our own does not come back")
            await both
        except AriError as error:
            self._end(End.DEAF, f"an event of our own was refused: {error}")
            raise
        finally:
            both.cancel()
            del self._answers[name]

    async def keep_beating(self) -> None:
        """Until the connection ends, if only by this."""
        with contextlib.suppress(AriError):
            while True:
                await asyncio.sleep(BEAT_EVERY_S)
                await self.beat()

    def _expect(self, name: str) -> asyncio.Future[Json]:
        answer = self._answers[name] = _left_alone(asyncio.get_running_loop().create_future())
        return answer


def _left_alone(what: asyncio.Future[T]) -> asyncio.Future[T]:
    """Whoever waits for it may be gone when the connection ends: nobody has to hear of that."""
    what.add_done_callback(lambda done: done.cancelled() or done.exception())
    return what


async def _comes(what: asyncio.Future[Any], within_s: float) -> bool:
    """Whether it is done in time."""
    clock = asyncio.get_running_loop().time
    while not what.done():
        begun = clock()
        await asyncio.wait([what], timeout=within_s)
        if not what.done() and clock() - begun < within_s + LATE_S:
            return False
    return True
