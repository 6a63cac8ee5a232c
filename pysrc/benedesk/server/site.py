"""The built panel page as static files, with the headers that keep it safe."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

    def file_response(self, full_path: object, *arguments: object, **options: object) -> Response:
        response = super().file_response(full_path, *arguments, **options)  # type: ignore[arg-type]
        if isinstance(response, FileResponse):
            kind = TYPES.get(Path(str(full_path)).suffix)
            if kind:
                response.headers["Content-Type"] = kind
        response.headers["Cache-Control"] = "no-cache"
        return response


def policy_of(site: Path) -> str:
    """The Content-Security-Policy that the built page states; as a header it also says who may frame it."""
    try:
        page = (site / "index.html").read_text(encoding="utf-8")
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
