"""An Asterisk of the storm: the part of it that BeneDesk uses, with the manners that were measured.

It serves one Stasis application. Phones are told what it dials by `rung`, and answer with `answer`, `reject`,
`hang_up`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .channels import DECLINED, NO_ANSWER, NORMAL, Channel, Json, written
from .network import Connection, Way
from .time import Clock

APP = "benedesk"
AGAIN_S = 1.0  # the dialplan of docs/asterisk.md tries again so often to let a caller in


class Refused(Exception):
    """With the HTTP status."""


class Socket:
    """One WebSocket, as Asterisk has it; `whose` it is, the story tells."""

    def __init__(self, connection: Callable[[], Connection], whose: str) -> None:
        self.connection = connection
        self.whose = whose
        self.open = True

    def tell(self, message: Json) -> None:
        if self.open:
            self.connection().b_sends.send(json.dumps(message))


class Asterisk:
    """Running, or `down`; while it is `frozen` everything waits."""

    def __init__(self, clock: Clock, way: Way) -> None:
        self.clock = clock
        self.way = way
        self.down = self.frozen = False
        self.rung: Callable[[Channel], None] = lambda channel: None
        self.heard: Callable[[str], None] = lambda what: None
        self.endpoints: dict[str, bool] = {}  # whether each phone of the house is there
        self.calls = count(1)
        self.registered_at: dict[str, float] = {}  # the last change
        self.cuts: list[tuple[str, str]] = []  # talks that a request has ended: the call, and whose request
        self._asked_by = ""
        self.is_contested: Callable[[], bool] = lambda: False  # two servers run, by somebody's mistake
        self.contested_cuts: set[tuple[str, str]] = set()
        self._forget()

    def _forget(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, set[str]] = {}
        self.variables: dict[str, str] = {}
        self.socket: Socket | None = None  # which gets the application's events
        self.known = False  # the application: from its first connection on
        self.watched: set[str] = set()

    # -- the machine -------------------------------------------------------------------------------

    def crash(self) -> None:
        """It dies, and all calls with it."""
        for channel in self.channels.values():
            channel.hung_up_by = "crash"
        if self.socket:
            self.socket.connection().close_b()
            self.socket.open = False
        self.down = True
        self._forget()

    def boot(self) -> None:
        self.down = False

    def soon(self, do: Callable[[], None]) -> None:
        """Do it when it is not frozen."""
        if self.way.holed and self.frozen:
            self.clock.at(self.way.holed_until, do)
        else:
            do()

    @property
    def is_heard(self) -> bool:
        """What happens now is told at once."""
        return bool(self.socket) and not self.way.holed and not self.way.slow_s and not self.down

    # -- connections -------------------------------------------------------------------------------

    def connected(self, socket: Socket) -> None:
        """A WebSocket for the application has come in."""
        old, self.socket, self.known = self.socket, socket, True
        if old and old.open:
            old.tell({"type": "ApplicationReplaced", "application": APP})

    def disconnected(self, socket: Socket) -> None:
        socket.open = False
        if socket is self.socket:
            self.socket = None

    def deafen(self) -> None:
        """The end of a stale attempt takes the application from whoever has it by now."""
        self.socket = None

    def take(self, socket: Socket, frame: str | None) -> None:
        """A frame over a WebSocket."""
        if frame is None:
            self.disconnected(socket)
            return
        message = json.loads(frame)
        body = json.loads(message["message_body"]) if "message_body" in message else {}
        self._asked_by = socket.whose
        status, content = self.answer_to(message["method"], message["uri"], body)
        answer: Json = {"type": "RESTResponse", "request_id": message["request_id"], "status_code": status}
        if content is not None:
            answer["message_body"] = json.dumps(content)
        socket.tell(answer)

    def emit(self, kind: str, **fields: Any) -> None:
        if self.socket:
            self.heard(f"event {kind} {fields}")
            event = {"type": kind, "timestamp": written(self.clock.now), "application": APP, **fields}
            self.socket.tell(event)

    # -- requests ----------------------------------------------------------------------------------

    def answer_to(self, method: str, uri: str, body: Json) -> tuple[int, Any]:
        """The HTTP status and the content."""
        parts = urlsplit(uri)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if method != "GET":
            self.heard(f"{method} {uri} {body}")
        try:
            return 200, self._serve(method, parts.path.split("/"), query | body)
        except Refused as refused:
            return refused.args[0], {"message": "refused"}

    def _serve(self, method: str, path: list[str], given: Json) -> Any:
        match method, path:
            case "GET", ["channels"]:
                return [channel.told(APP) for channel in self.channels.values()]
            case "GET", ["bridges"]:
                return [{"id": name, "channels": sorted(inside)} for name, inside in self.bridges.items()]
            case "GET", ["asterisk", "ping"]:
                return {"ping": "pong", "timestamp": written(self.clock.now)}
            case "GET", ["asterisk", "variable"]:
                return {"value": self.variables.get(given["variable"], "")}
            case "POST", ["asterisk", "variable"]:
                self.variables[given["variable"]] = given["value"]
            case "GET", ["endpoints"]:
                return [self._endpoint(name) for name in self.endpoints]
            case "GET", ["endpoints", tech, name]:
                if f"{tech}/{name}" not in self.endpoints:
                    raise Refused(404)
                return self._endpoint(f"{tech}/{name}")
            case "PUT", ["applications", _, "eventFilter"]:
                return {}
            case "POST", ["applications", _, "subscription"]:
                self.watched |= {source.removeprefix("endpoint:") for source in given["eventSource"]}
                return {}
            case "POST", ["events", "user", name]:
                if not self.known:
                    raise Refused(404)
                self.emit("ChannelUserevent", eventname=name)
            case "POST", ["channels", name] if name not in self.channels:
                self._dial(name, given)
            case _, ["channels", name, *act]:
                self._channel(method, self._find(name), act, given)
            case _, ["bridges", name, *act]:
                self._bridge(method, name, act, given)
            case _:
                raise Refused(404)
        return None

    def _find(self, name: str) -> Channel:
        if name not in self.channels:
            raise Refused(404)
        return self.channels[name]

    def _channel(self, method: str, channel: Channel, act: list[str], given: Json) -> None:
        if method == "DELETE" and not act:
            self._cut([channel.id])
            self.end(channel, NORMAL, self._asked_by)
            return
        if channel.application != "Stasis" and act != ["ring"]:
            raise Refused(409)
        match method, act:
            case "POST", ["answer"]:
                channel.state = "Up"
            case "POST", ["moh"]:
                channel.music = given["mohClass"]
            case "DELETE", ["moh"]:
                channel.music = ""
            case "POST", ["variable"]:
                channel.variables[given["variable"]] = given["value"]

    def _bridge(self, method: str, name: str, act: list[str], given: Json) -> None:
        match method, act:
            case "POST", []:
                self.bridges.setdefault(name, set())
            case "DELETE", []:
                if name not in self.bridges:
                    raise Refused(404)
                del self.bridges[name]
            case "POST", ["addChannel"]:
                if name not in self.bridges:
                    raise Refused(404)
                members = [self.channels.get(one) for one in given["channel"]]
                if not all(one and one.application == "Stasis" for one in members):
                    raise Refused(400)
                for inside in self.bridges.values():
                    inside -= {*given["channel"]}
                self.bridges[name] |= {*given["channel"]}
            case "POST", ["removeChannel"]:
                if not {*given["channel"]} <= self.bridges.get(name, set()):
                    raise Refused(409)
                self._cut(given["channel"])
                self.bridges[name] -= {*given["channel"]}

    def _cut(self, gone: list[str]) -> None:
        """Whoever is taken from a talk by a request: note it."""
        for channel in map(self._find, gone):
            if legs := [other for other in (channel, *self.together(channel)) if other.endpoint]:
                talk = len([*self.together(channel)]) == 1
                call = legs[0].variables["BENE_CALL"]
                if talk:
                    self.cuts.append((call, self._asked_by))
                    if self.is_contested():
                        self.contested_cuts.add((call, self._asked_by))
                    self.heard(f"cut of {call} by {self._asked_by}")

    def _endpoint(self, name: str) -> Json:
        technology, resource = name.split("/")
        state = "online" if self.endpoints[name] else "offline"
        return {"technology": technology, "resource": resource, "state": state}

    # -- calls -------------------------------------------------------------------------------------

    def arrives(self, number: str, dialled: str) -> Channel:
        """Somebody dials a number of the house."""
        channel = Channel(f"call-{next(self.calls)}", number)
        self.channels[channel.id] = channel
        self._enter(channel, ["caller", dialled, "allowed", f"{self.clock.now:.3f}"])
        return channel

    def _enter(self, channel: Channel, arguments: list[str]) -> None:
        """Stasis() of the dialplan: with nobody connected it comes back, and is tried again."""
        if self.channels.get(channel.id) is not channel:
            return
        if self.frozen or not self.socket:
            self.clock.after(AGAIN_S, lambda: self._enter(channel, arguments))
        else:
            self._start(channel, arguments)

    def _start(self, channel: Channel, arguments: list[str]) -> None:
        channel.application, channel.arguments = "Stasis", arguments
        self.emit("StasisStart", args=arguments, channel=channel.told(APP))

    def _dial(self, name: str, given: Json) -> None:
        endpoint = given["endpoint"]
        if "@" not in endpoint and not self.endpoints.get(endpoint):
            raise Refused(500)
        channel = Channel(name, "", endpoint, "Down", variables=dict(given["variables"]))
        channel.enters_with = given["appArgs"].split(",")
        self.channels[name] = channel
        self.clock.after(given["timeout"], lambda: self.reject(channel, NO_ANSWER))
        self.rung(channel)

    def ringing(self, channel: Channel) -> None:
        """The phone says that it rings."""
        if self._is_there(channel) and channel.state == "Down":
            channel.state = "Ringing"
            self.emit("Dial", dialstatus="RINGING", peer=channel.told(APP))

    def answer(self, channel: Channel) -> None:
        """The phone has been lifted."""
        if self._is_there(channel) and not channel.up:
            channel.state = "Up"
            self._start(channel, channel.enters_with)

    def reject(self, channel: Channel, cause: int = DECLINED) -> None:
        if self._is_there(channel) and not channel.up:
            self.end(channel, cause, "phone")

    def hang_up(self, channel: Channel) -> None:
        """The person at the other end puts the phone down."""
        if self._is_there(channel):
            self.end(channel, NORMAL, "person")

    def register(self, endpoint: str, online: bool) -> None:
        if self.endpoints[endpoint] != online:
            self.endpoints[endpoint] = online
            self.registered_at[endpoint] = self.clock.now
            if endpoint in self.watched:
                self.emit("EndpointStateChange", endpoint=self._endpoint(endpoint))

    def _is_there(self, channel: Channel) -> bool:
        return self.channels.get(channel.id) is channel

    def end(self, channel: Channel, cause: int, by: str) -> None:
        del self.channels[channel.id]
        channel.hung_up_by = by
        for inside in self.bridges.values():
            inside.discard(channel.id)
        if channel.application == "Stasis":
            self.emit("StasisEnd", channel=channel.told(APP))
        self.emit("ChannelDestroyed", channel=channel.told(APP), cause=cause, tech_cause=0)

    def together(self, channel: Channel) -> Iterator[Channel]:
        """Whoever else is in the same bridge."""
        for inside in self.bridges.values():
            if channel.id in inside:
                yield from (self.channels[other] for other in sorted(inside) if other != channel.id)
