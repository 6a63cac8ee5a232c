"""The packages as they were built, a web server for them, and the browser to look at them with."""

from __future__ import annotations

import http.server
import os
import shutil
from pathlib import Path
from typing import Any, ClassVar

DIST = Path(__file__).resolve().parents[3] / "dist"


class StaticFiles(http.server.SimpleHTTPRequestHandler):
    """A plain web server, such as anybody might put the site on."""

    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def do_GET(self) -> None:
        """A browser asks for an icon by itself, which no page of the tests has."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def find_chromium() -> str:
    """The browser that build.py found or installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("BENEDESK_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium: `python3 build.py setup` gets one"
    return found
