"""A server that is not ours: it answers every page that asks, and keeps what it was told."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator


class Stranger(http.server.ThreadingHTTPServer):
    """`heard` is the first line and the body of each request, in order; a WebSocket's first line too."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Stranger

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.heard.append(f"{self.requestline} {body.decode(errors='replace')}".strip())
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "*")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_OPTIONS = _answer

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def stranger() -> Iterator[Stranger]:
    """Such a server, until the end of the block."""
    server = Stranger()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
