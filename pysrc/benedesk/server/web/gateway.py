"""What the server answers on its one port: the conversation, signing in, health, and the panel's page."""

from __future__ import annotations

import re
import time
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from benedesk.core.errors import Refused
from benedesk.wire.codec import loads

from ..service import Service
from ..settings import ServerSection
from .links import PanelLink
from .site import PANEL, SafeHeaders, Site, policy_of

BODY_BYTES = 4096
STRANGERS = 200  # open connections of one address that have not said hello
# Each Firefox gives an extension a name of its own at random, so that no list can hold them.
ANY_FIREFOX = "moz-extension://*"
FIREFOX = r"moz-extension://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
STATUS = {
    "bad_origin": 403, "bad_credentials": 401, "bad_token": 401, "too_many_attempts": 429, "unavailable": 503,
}  # fmt: skip


def app(service: Service, settings: ServerSection) -> Starlette:
    """The whole web application around one service."""
    has_page = (settings.site / PANEL).exists()
    site = Site(directory=settings.site, html=True, check_dir=has_page)
    gateway = Gateway(service, frozenset(settings.origins), site)
    routes: list[BaseRoute] = [
        WebSocketRoute("/ws", gateway.conversation),
        Route("/api/sign-in", gateway.sign_in, methods=["POST"]),
        Route("/api/sign-out", gateway.sign_out, methods=["POST"]),
        Route("/livez", gateway.livez),
        Route("/readyz", gateway.readyz),
    ]
    if has_page:
        routes += [
            Route("/", gateway.panel),
            Route("/demo", gateway.demo),
            Mount("/demo", site),
            Mount("/", site),
        ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_origin_regex=FIREFOX if ANY_FIREFOX in settings.origins else None,
        allow_methods=["POST"],
        allow_headers=["authorization", "content-type"],
    )
    safe = Middleware(SafeHeaders, policy=policy_of(settings.site))
    return Starlette(routes=routes, middleware=[safe, cors], exception_handlers={Refused: gateway.refusal})


class Gateway:
    """The routes' functions."""

    def __init__(self, service: Service, origins: frozenset[str], site: Site) -> None:
        self._service = service
        self._origins = origins - {ANY_FIREFOX}
        self._any_firefox = ANY_FIREFOX in origins
        self._site = site

    async def conversation(self, socket: WebSocket) -> None:
        """A page of a foreign origin is turned away before anything is said."""
        try:
            self._check_origin(socket)
            self._check_strangers(_address(socket))
        except Refused as refused:
            await socket.send_denial_response(self.refusal(socket, refused))
            return
        await socket.accept()
        await PanelLink(socket, self._service).run()

    async def sign_in(self, request: Request) -> Response:
        self._check_origin(request)
        body = await _body(request)
        user, password = body.get("user"), body.get("password")
        if not isinstance(user, str) or not isinstance(password, str):
            raise Refused("bad_args", "user and password are needed")
        token = await self._service.auth.sign_in(user, password, _address(request), time.time())
        agent = self._service.engine.desk.agents.get(user)
        return JSONResponse({"token": token, "agent": {"id": user, "name": agent.name if agent else user}})

    async def sign_out(self, request: Request) -> Response:
        """Also closes the windows that use the token. The same answer whether it was still good."""
        self._check_origin(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused("bad_token", "the token is missing")
        await self._service.sign_out(token.strip())
        return JSONResponse({})

    async def panel(self, request: Request) -> Response:
        """The page that talks with the server it came from, and with no other."""
        return await self._site.get_response(PANEL, request.scope)

    async def demo(self, request: Request) -> Response:
        return RedirectResponse(request.url.replace(path="/demo/"), 307)

    async def livez(self, request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(self, request: Request) -> Response:
        health = self._service.health()
        return JSONResponse(health, 200 if health["ready"] else 503, {"Cache-Control": "no-store"})

    def refusal(self, _: HTTPConnection, refused: Exception) -> Response:
        assert isinstance(refused, Refused)
        body = {"code": refused.code, "text": refused.text}
        return JSONResponse(body, STATUS.get(refused.code, 400), {"Cache-Control": "no-store"})

    def _check_origin(self, connection: HTTPConnection) -> None:
        """Browsers name the page that asks. Raises Refused for a page that is neither ours nor allowed."""
        origin = connection.headers.get("origin", "")
        host = connection.headers.get("host", "")
        own = origin in (f"http://{host}", f"https://{host}")
        firefox = self._any_firefox and re.fullmatch(FIREFOX, origin)
        if not (own or firefox or origin in self._origins):
            raise Refused("bad_origin", f"the origin {origin[:200] or '(none)'} is not allowed")

    def _check_strangers(self, address: str) -> None:
        waiting = sum(connection.address == address for connection in self._service.strangers)
        if waiting >= STRANGERS:
            raise Refused("too_many_attempts", "too many connections of this address wait for a hello")


def _address(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


async def _body(request: Request) -> dict[str, Any]:
    """The JSON object of the body. Raises Refused."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > BODY_BYTES:
            raise Refused("bad_args", f"the body is larger than {BODY_BYTES} bytes")
    return loads(data, "bad_args")
