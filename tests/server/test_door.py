"""At the door: whatever comes in from outside is whole, or refused with a code. Never a traceback."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benedesk.server.office import SOCKET

from tests.lab.loop import Loop
from tests.lab.server import AINO, Panel, Server, ask

DEEP = b"[" * 2000
NOT_WHOLE = {
    "half a character": rb'{"user": "\ud800", "password": "x", "do": "user_list"}',
    "half a character in a name": rb'{"user": "a", "password": "b", "do": "user_list", "\udfff": 1}',
    "bytes that are no UTF-8": b'{"user": "\xff", "password": "x", "do": "user_list"}',
    "UTF-16": '{"user": "a", "password": "x"}'.encode("utf-16"),
    "lists without end": DEEP,
    "objects without end": b'{"user":' * 400,
    "a number without end": b'{"user": 1' + b"0" * 5000 + b"}",
    "no JSON": b'{"user": NaN, "password": "x"}',
    "no object": b"[]",
    "nothing": b"",
}


@pytest.fixture(autouse=True)
def _no_traceback(caplog: pytest.LogCaptureFixture) -> Any:
    """Nothing that a stranger sends is a mistake of ours."""
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("body", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_a_sign_in_that_is_not_whole_is_refused(server: Server, body: bytes) -> None:
    status, _, answer = ask(server.url + "/api/sign-in", body, {"Origin": server.url})

    assert (status, json.loads(answer)["code"]) == (400, "bad_args")


@pytest.mark.parametrize("user", ["\0", "aino\0", "a" * 1500, "\N{PILE OF POO}", " "])
def test_a_sign_in_in_an_odd_name_is_refused_like_any_other(server: Server, user: str) -> None:
    status, answer = server.post("/api/sign-in", {"user": user, "password": user})

    assert (status, answer["code"]) == (401, "bad_credentials")


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5000, "/%ff", "/%ed%a0%80", "/..%2f..%2fetc/passwd"])
def test_a_path_that_no_file_can_have_is_not_found(
    start: Callable[..., Server], tmp_path: Path, path: str
) -> None:
    site = tmp_path / "data" / "site"
    site.mkdir(parents=True)
    (site / "panel.html").write_text("<!doctype html>")
    server = start(AINO)

    assert server.get(path)[0] in (400, 404)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (r'{"type": "watch", "topic": "search/\ud800"}', "bad_frame"),
        ("[" * 60_000, "bad_frame"),
        ('{"a":' * 10_000, "bad_frame"),
        ('{"type": "ping", "x": 1' + "0" * 5000 + "}", "bad_frame"),
        (b"\0\xff", "bad_frame"),
    ],
)
def test_a_frame_that_is_not_whole_is_refused_and_the_next_is_taken(
    server: Server, panel: Panel, frame: str | bytes, code: str
) -> None:
    line = panel.line
    line.send(frame)
    line.send('{"type": "ping"}')
    told: list[dict[str, Any]] = [{}]
    while told[-1].get("type") != "pong":
        told.append(json.loads(line.recv(60)))

    assert [message["code"] for message in told if message.get("type") == "error"] == [code]


def test_a_command_of_an_age_without_end_is_refused(server: Server, panel: Panel) -> None:
    line = panel.line
    command = '{"type": "command", "id": "x", "name": "SetReceiving", "args": {"on": true}, "asked_at": 1%s}'
    line.send(command % ("0" * 400))
    told: dict[str, Any] = {}
    while told.get("type") not in ("error", "result"):
        told = json.loads(line.recv(60))

    assert told["code"] == "bad_message"


# -- the administration ----------------------------------------------------------------------------

PASSWORD = "kymmenen merkkiä"
ONNI = {"do": "user_add", "agent": "onni", "name": "Onni", "number": "103", "phone": "", "password": PASSWORD}
ODD_REQUESTS: dict[str, tuple[bytes, str]] = {
    name: (body, "bad_args") for name, body in NOT_WHOLE.items() if body and name != "UTF-16"
} | {
    name: (json.dumps(request).encode(), code)
    for name, request, code in [
        ("nothing to do", {}, "unknown_command"),
        ("no password", {**ONNI, "password": None}, "bad_args"),
        ("a field too few", {"do": "user_add", "password": PASSWORD}, "bad_args"),
        ("a field too many", {**ONNI, "shoe_size": 44}, "bad_args"),
        ("a name that is a number", {**ONNI, "name": 5}, "bad_args"),
        ("a name with NUL", {**ONNI, "name": "On\0ni"}, "bad_args"),
        ("a name of two lines", {**ONNI, "name": "On\nni"}, "bad_args"),
        ("a name without end", {**ONNI, "name": "n" * 100_000}, "bad_args"),
        ("a phone with NUL", {**ONNI, "phone": "a\0"}, "bad_args"),
        ("a level that is a word", {**ONNI, "skills": {"myynti": "high"}}, "bad_args"),
        ("a change without a user", {"do": "user_change", "name": "x"}, "bad_args"),
        ("a change of a list", {"do": "user_change", "agent": [], "name": "x"}, "bad_args"),
        ("a password for nobody", {"do": "user_password"}, "bad_args"),
        ("people who are none", {"do": "directory_import", "source": "x", "people": [1]}, "bad_args"),
        ("people without numbers", {"do": "directory_import", "source": "x", "people": [{"numbers": 1}]},
         "bad_args"),
        ("a checkpoint that is none", {"do": "checkpoint_keep", "checkpoint": "%%"}, "bad_args"),
    ]
}  # fmt: skip


@pytest.mark.parametrize(("line", "code"), ODD_REQUESTS.values(), ids=ODD_REQUESTS)
def test_a_request_that_is_not_whole_is_refused_and_the_next_is_taken(
    loop: Loop, server: Server, tmp_path: Path, line: bytes, code: str
) -> None:
    async def told() -> list[dict[str, Any]]:
        reader, writer = await asyncio.open_unix_connection(tmp_path / "data" / SOCKET)
        writer.write(line.replace(b"\n", b"") + b'\n{"do": "user_list"}\n')
        answers = [json.loads(await reader.readline() or b"{}"), json.loads(await reader.readline() or b"{}")]
        writer.close()
        return answers

    refused, listed = loop.run(told())

    assert refused.get("code") == code
    assert [user["agent"] for user in listed["users"]] == ["aino", "eero"]
    assert server.sign_in()
