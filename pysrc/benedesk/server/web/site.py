"""The built panel page as static files, with the headers that keep it safe.

Beside a file may lie the same in Brotli (`build.py build` makes it); a browser that takes it gets that.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PathLike = str | os.PathLike[str]
TYPES = {  # where Python's table is wrong or depends on the machine
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".py": "text/x-python; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".zip": "application/zip",
}
PANEL = "panel.html"  # beside it, index.html is the demo, which has no server
# Of answers that are no page of ours.
NOTHING_ALLOWED = "default-src 'none'"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Site(StaticFiles):
    """Files keep their names from build to build, so a browser always asks whether its copy is current."""

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        kind = TYPES.get(Path(full_path).suffix)
        packed = f"{full_path}.br" if kind and _takes_brotli(scope) else ""
        if is_packed := bool(packed) and os.path.exists(packed):
            full_path, stat_result = packed, os.stat(packed)
        response = super().file_response(full_path, stat_result, scope, status_code)
        if isinstance(response, FileResponse):
            if kind:
                response.headers["Content-Type"] = kind
            if is_packed:
                response.headers["Content-Encoding"] = "br"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "no-cache"
        return response


def _takes_brotli(scope: Scope) -> bool:
    offered = Headers(scope=scope).get("accept-encoding", "")
    return any(one.partition(";")[0].strip() == "br" for one in offered.split(","))


def policy_of(site: Path) -> str:
    """The Content-Security-Policy that the built page states; as a header it also says who may frame it."""
    try:
        page = (site / PANEL).read_text(encoding="utf-8")
    except OSError:
        return NOTHING_ALLOWED
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return f"{found[1] if found else NOTHING_ALLOWED}; frame-ancestors 'none'"


class SafeHeaders:
    """Puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._headers = HEADERS | {"Content-Security-Policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)
