"""Files that lie beside themselves in Brotli are sent so to whoever takes it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from benedesk.server.web.site import Site
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.lab.loop import Loop


def answer_to(site: Path, path: str, encodings: str) -> tuple[dict[str, str], bytes]:
    """What the site answers, by ASGI: no socket is needed for headers."""
    messages: list[dict] = []

    async def send(message: dict) -> None:
        messages.append(message)

    async def receive() -> dict:
        await asyncio.Event().wait()  # a browser that stays
        return {}

    scope = {
        "type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b"",
        "headers": [(b"accept-encoding", encodings.encode())],
    }  # fmt: skip
    loop = Loop()
    try:
        loop.run(Starlette(routes=[Mount("/", Site(directory=site))])(scope, receive, send))
    finally:
        loop.stop()
    headers = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in messages[1:])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a.wasm").write_bytes(b"plain")
    (tmp_path / "a.wasm.br").write_bytes(b"packed")
    (tmp_path / "b.js").write_bytes(b"plain")
    return tmp_path


@pytest.mark.parametrize("encodings", ["br", "gzip, deflate, br", "gzip;q=0.5, br;q=1.0"])
def test_a_browser_that_takes_brotli_gets_it_under_the_right_type(site: Path, encodings: str) -> None:
    headers, body = answer_to(site, "/a.wasm", encodings)

    assert body == b"packed"
    assert headers["content-encoding"] == "br"
    assert headers["content-type"] == "application/wasm"
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path, encodings", [("/a.wasm", "gzip"), ("/a.wasm", ""), ("/b.js", "br")])
def test_everybody_else_gets_the_file_itself(site: Path, path: str, encodings: str) -> None:
    headers, body = answer_to(site, path, encodings)

    assert body == b"plain"
    assert "content-encoding" not in headers
