"""What an administrator does, with a server running and without one."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benedesk.server import office
from benedesk.server.office import SOCKET
from benedesk.server.people import directory

from tests.lab.loop import Loop
from tests.lab.server import AINO, EERO, PASSWORD, Panel, Server

ONNI = {"agent": "onni", "name": "Onni Nieminen", "number": "103", "phone": "", "password": PASSWORD}
QUEUES = {"myynti": "09 9245 1001", "asiakaspalvelu": "09 9245 1000"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def ask(loop: Loop, data: Path) -> Callable[..., dict[str, Any]]:
    """ask("user_add", ...) -> the answer, as the command line gets it."""

    def ask(do: str, **fields: Any) -> dict[str, Any]:
        return loop.run(office.ask(data, "358", QUEUES, {"do": do, **fields}))

    return ask


Ask = Callable[..., dict[str, Any]]


def test_without_a_server_users_are_added_changed_and_listed_in_the_database(ask: Ask) -> None:
    assert "user" in ask("user_add", **ONNI, skills={"myynti": 2})
    assert "user" in ask("user_change", agent="onni", number="104", supervisor=True)
    assert ask("user_password", agent="onni", password="another password") == {}
    (user,) = ask("user_list")["users"]

    assert user == {
        "agent": "onni", "name": "Onni Nieminen", "number": "104", "phone": "onni", "supervisor": True,
        "skills": {"myynti": 2}, "disabled": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("do", "fields", "code"),
    [
        ("user_add", {**ONNI, "agent": "aino"}, "name_taken"),
        ("user_add", {**ONNI, "number": AINO.number}, "number_taken"),
        ("user_add", {**ONNI, "number": "x"}, "bad_number"),
        ("user_add", {**ONNI, "password": "short"}, "bad_args"),
        ("user_add", {**ONNI, "skills": {"none": 1}}, "unknown_queue"),
        ("user_change", {"agent": "nobody", "disabled": True}, "unknown_agent"),
        ("user_change", {"agent": "eero", "number": AINO.number}, "number_taken"),
        ("user_password", {"agent": "nobody", "password": PASSWORD}, "unknown_agent"),
        ("user_teleport", {}, "unknown_command"),
    ],
)
@pytest.mark.parametrize("running", [True, False], ids=["running", "stopped"])
def test_what_cannot_be_is_refused_with_its_code_and_changes_nothing(
    start: Callable[..., Server], ask: Ask, running: bool, do: str, fields: dict[str, Any], code: str
) -> None:
    server = start(AINO, EERO)
    if not running:
        server.stop()
    before = ask("user_list")

    assert ask(do, **fields)["code"] == code
    assert ask("user_list") == before


def test_a_number_of_a_queue_is_refused_by_the_running_desk_and_not_stored(server: Server, ask: Ask) -> None:
    assert ask("user_add", **{**ONNI, "number": "09 9245 1001"})["code"] == "number_taken"
    assert [user["agent"] for user in ask("user_list")["users"]] == ["aino", "eero"]


def test_a_user_who_is_added_while_the_server_runs_can_work_at_once(server: Server, ask: Ask) -> None:
    ask("user_add", **ONNI, skills={"myynti": 2})
    onni = server.panel(server.sign_in("onni"))
    onni.at_work("myynti")
    server.calls("c1")

    assert onni.until_call("c1", "offered")
    onni.session.watch("search/onni")
    assert onni.document("search/onni")["entries"][0]["numbers"] == ["103"]


def test_a_disabled_user_is_signed_out_and_gets_no_more_calls(server: Server, panel: Panel, ask: Ask) -> None:
    panel.at_work("myynti")
    ask("user_change", agent="aino", disabled=True)
    panel.until(lambda: panel.session.status == "signed_out")
    server.calls("c1")

    assert server.do(lambda: server.pbx.sim.rings_for("aino")) is None
    assert server.post("/api/sign-in", {"user": "aino", "password": PASSWORD})[0] == 401
    ask("user_change", agent="aino", disabled=False)
    assert server.sign_in()


def test_another_password_closes_the_users_panels(server: Server, panel: Panel, ask: Ask) -> None:
    ask("user_password", agent="aino", password="another password")
    panel.until(lambda: panel.session.status == "signed_out")

    assert server.sign_in("aino", "another password")


def test_people_imported_while_the_server_runs_are_found_at_once(
    server: Server, panel: Panel, ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("nimi,numero\nHelmi Mäkinen,049 700 1103\n,1\n")
    new = directory.read(tmp_path / "people.csv")

    assert ask(**office.import_request(new)) == {"people": 1}
    panel.session.watch("search/makinen")
    assert [entry["name"] for entry in panel.document("search/makinen")["entries"]] == ["Helmi Mäkinen"]


def test_only_the_owner_can_reach_the_socket(server: Server, data: Path) -> None:
    assert stat.S_IMODE(os.stat(data / SOCKET).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(data).st_mode) == 0o700


def test_a_line_without_end_ends_its_connection_and_no_other(
    loop: Loop, server: Server, data: Path, ask: Ask
) -> None:
    async def endless() -> bytes:
        reader, writer = await asyncio.open_unix_connection(data / SOCKET)
        writer.write(b"x" * (office.REQUEST_BYTES + 65536))
        answer = await reader.read()
        writer.close()
        return answer

    assert loop.run(endless()) == b""
    assert len(ask("user_list")["users"]) == 2


def test_the_socket_of_a_killed_server_is_in_nobodys_way(
    start: Callable[..., Server], data: Path, ask: Ask
) -> None:
    server = start(AINO)
    server.stop()
    (data / SOCKET).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(data / SOCKET))

    assert len(ask("user_list")["users"]) == 1
    assert start().sign_in()
