"""What the one port answers: signing in, health, the panel's page; and who is turned away at the door."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.lab.server import AINO, EERO, EXTENSION, PASSWORD, Panel, Server, ask, settings_in

POLICY = "default-src 'none'; script-src 'self'"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site in small."""
    site = tmp_path / "data" / "site"
    (site / "pyodide").mkdir(parents=True)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    for name, title in (("panel.html", "BeneDesk"), ("index.html", "The demo")):
        (site / name).write_text(f"<!doctype html>{meta}<title>{title}</title>")
    for name in (
        "boot.js",
        "pyodide/pyodide.mjs",
        "pyodide/pyodide.asm.wasm",
        "pyodide/a-1-py3-none-any.whl",
    ):
        (site / name).write_bytes(b"\0")
    (site / "panel.css").write_text("")
    return site


# -- signing in ------------------------------------------------------------------------------------


def test_signing_in_gives_a_token_and_the_agents_name(server: Server) -> None:
    status, answer = server.post("/api/sign-in", {"user": "aino", "password": PASSWORD})

    assert status == 200
    assert answer["agent"] == {"id": "aino", "name": "Aino Virtanen"}
    assert server.panel(answer["token"]).session.agent == "aino"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"user": "aino", "password": "wrong password"}, 401, "bad_credentials"),
        ({"user": "nobody", "password": PASSWORD}, 401, "bad_credentials"),
        ({"user": "aino"}, 400, "bad_args"),
        ({"user": ["aino"], "password": PASSWORD}, 400, "bad_args"),
        (["aino", PASSWORD], 400, "bad_args"),
        ({"user": "aino", "password": "x" * 5000}, 400, "bad_args"),
    ],
)
def test_a_sign_in_that_cannot_be_gets_its_code(server: Server, body: object, status: int, code: str) -> None:
    found, answer = server.post("/api/sign-in", body)

    assert (found, answer["code"]) == (status, code)
    assert answer["text"]


def test_who_tries_passwords_is_told_to_wait(server: Server) -> None:
    wrong = {"user": "aino", "password": "wrong password"}
    statuses = [server.post("/api/sign-in", wrong)[0] for _ in range(6)]

    assert statuses == [401] * 5 + [429]


def test_signing_out_closes_the_windows_of_that_token_and_leaves_the_others(
    server: Server, panel: Panel
) -> None:
    other = server.panel(server.sign_in())
    status, _ = server.post("/api/sign-out", {}, Authorization=f"Bearer {panel.session.token}")
    panel.until(lambda: panel.session.status == "signed_out")

    assert status == 200
    assert panel.line.close_code is None or panel.line.close_code == 4401
    assert other.command("SetReceiving", on=True).ok


def test_signing_out_without_a_token_is_told(server: Server) -> None:
    assert server.post("/api/sign-out", {})[1]["code"] == "bad_token"


# -- who may come in -------------------------------------------------------------------------------


def test_the_extension_may_ask_and_the_browser_is_told_so(server: Server) -> None:
    headers = {
        "Origin": EXTENSION,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
    }
    request_status, allowed, _ = ask(server.url + "/api/sign-in", None, headers, method="OPTIONS")

    assert request_status == 200
    assert allowed["access-control-allow-origin"] == EXTENSION
    assert server.post("/api/sign-in", {"user": "aino", "password": PASSWORD}, EXTENSION)[0] == 200
    assert server.link(EXTENSION).recv(60)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "chrome-extension://other", "http://127.0.0.1:1"]
)
def test_a_foreign_origin_is_turned_away(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as turned_away:
        server.link(origin)
    status, answer = server.post("/api/sign-in", {"user": "aino", "password": PASSWORD}, origin)

    assert turned_away.value.response.status_code == 403
    assert json.loads(turned_away.value.response.body or b"")["code"] == "bad_origin"
    assert (status, answer["code"]) == (403, "bad_origin")


FIREFOX = "moz-extension://1f0c8a52-6d0e-4b53-9c0e-0a5b7d3c9e41"


def test_firefox_is_let_in_only_where_the_settings_say_so(server: Server) -> None:
    with pytest.raises(InvalidStatus):
        server.link(FIREFOX)


def test_firefox_calls_its_extensions_by_random_names_and_all_of_those_can_be_let_in(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start(AINO, settings=settings_in(tmp_path / "data", origins=["moz-extension://*"]))
    headers = {"Origin": FIREFOX, "Access-Control-Request-Method": "POST"}
    _, allowed, _ = ask(server.url + "/api/sign-in", None, headers, method="OPTIONS")

    assert allowed["access-control-allow-origin"] == FIREFOX
    assert server.link(FIREFOX).recv(60)
    for foreign in ("moz-extension://*", "moz-extension://evil.example", f"{FIREFOX}.evil.example"):
        with pytest.raises(InvalidStatus):
            server.link(foreign)


def test_a_connection_that_names_no_origin_is_turned_away(server: Server) -> None:
    url = server.url.replace("http", "ws", 1) + "/ws"
    with pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_too_many_connections_of_one_address_without_a_hello_are_turned_away(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benedesk.server.web.gateway.STRANGERS", 3)
    token = server.sign_in()
    for _ in range(3):
        server.link().recv(60)
    with pytest.raises(InvalidStatus) as turned_away:
        server.panel(token)

    assert turned_away.value.response.status_code == 429


# -- health ----------------------------------------------------------------------------------------


def test_a_good_server_says_that_it_is_alive_and_ready(server: Server, panel: Panel) -> None:
    status, _, body = server.get("/readyz")

    assert (status, json.loads(body)) == (200, {"ready": True, "journal": "ok", "pbx": "online", "panels": 1})
    assert server.get("/livez")[0] == 200


def test_a_server_without_its_pbx_is_alive_and_not_ready(server: Server) -> None:
    server.pbx.online = False
    status, _, body = server.get("/readyz")

    assert (status, json.loads(body)["pbx"]) == (503, "offline")
    assert server.get("/livez")[0] == 200


def test_a_server_whose_disk_is_full_says_so_and_panels_get_their_answer(
    server: Server, panel: Panel
) -> None:
    database = server.service.database
    pages = database.run_now(lambda connection: connection.scalar(text("PRAGMA page_count")))
    database.run_now(lambda connection: connection.execute(text(f"PRAGMA max_page_count={pages}")).close())
    for number in range(1000):
        id_ = panel.session.command("SetAvailability", availability="busy", note=f"{number} " + "x" * 190)
        panel._send()
        if server.do(lambda: server.service.engine.trouble):
            break
    result = None
    while result is None or result.ok:
        id_ = panel.session.command("SetReceiving", on=True)
        panel.until(lambda i=id_: i in panel.results)
        result = panel.results[id_]
    status, _, body = server.get("/readyz")

    assert result.code == "unavailable"
    assert (status, "full" in json.loads(body)["journal"]) == (503, True)
    database.run_now(lambda connection: connection.execute(text("PRAGMA max_page_count=1000000")).close())


# -- the panel's page ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/?lang=sv", "/?server=wss://elsewhere.example", "/panel.html"])
def test_the_servers_page_is_the_panel_that_knows_no_other_server(
    start: Callable[..., Server], site: Path, path: str
) -> None:
    status, _, body = start(AINO).get(path)

    assert (status, body) == (200, (site / "panel.html").read_bytes())


def test_the_demo_is_a_page_without_a_server(start: Callable[..., Server], site: Path) -> None:
    server = start(AINO)

    assert server.get("/demo?seed=1")[1]["location"] == f"{server.url}/demo/?seed=1"
    assert server.get("/demo/")[2] == (site / "index.html").read_bytes()
    assert server.get("/demo/boot.js")[0] == 200


def test_behind_a_proxy_with_tls_the_demo_keeps_its_secure_address(
    start: Callable[..., Server], tmp_path: Path, site: Path
) -> None:
    server = start(AINO, settings=settings_in(tmp_path / "data", proxies=["127.0.0.1"]))
    _, headers, _ = server.get("/demo", Host="desk.example", **{"X-Forwarded-Proto": "https"})

    assert headers["location"] == "https://desk.example/demo/"


def test_headers_of_a_proxy_that_is_not_listed_are_not_believed(
    start: Callable[..., Server], site: Path
) -> None:
    server = start(AINO)
    _, headers, _ = server.get("/demo", Host="desk.example", **{"X-Forwarded-Proto": "https"})

    assert headers["location"] == "http://desk.example/demo/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/boot.js", "text/javascript; charset=utf-8"),
        ("/panel.css", "text/css; charset=utf-8"),
        ("/pyodide/pyodide.mjs", "text/javascript; charset=utf-8"),
        ("/demo/pyodide/pyodide.asm.wasm", "application/wasm"),
        ("/pyodide/a-1-py3-none-any.whl", "application/zip"),
    ],
)
def test_files_have_the_right_type_and_are_asked_for_again(
    start: Callable[..., Server], site: Path, path: str, kind: str
) -> None:
    _, headers, _ = start(AINO).get(path)

    assert headers["content-type"] == kind
    assert headers["cache-control"] == "no-cache"


def test_a_file_that_has_not_changed_is_not_sent_again(start: Callable[..., Server], site: Path) -> None:
    server = start(AINO)
    _, headers, _ = server.get("/boot.js")

    assert server.get("/boot.js", **{"If-None-Match": headers["etag"]})[0] == 304


@pytest.mark.parametrize("path", ["/", "/demo/", "/boot.js", "/nothing", "/readyz"])
def test_every_answer_has_the_safety_headers_and_the_pages_own_policy(
    start: Callable[..., Server], site: Path, path: str
) -> None:
    _, headers, _ = start(AINO).get(path)

    assert headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/../benedesk.sqlite3", "/%2e%2e/benedesk.sqlite3", "/demo/../../benedesk.sqlite3"]
)
def test_nothing_outside_the_site_is_served(start: Callable[..., Server], site: Path, path: str) -> None:
    assert start(AINO).get(path)[0] == 404


def test_a_server_without_a_built_page_serves_none_and_works(server: Server, panel: Panel) -> None:
    assert server.get("/")[0] == 404
    assert panel.command("SetReceiving", on=True).ok


def test_an_agent_whom_the_desk_refuses_does_not_keep_the_server_from_starting(
    start: Callable[..., Server],
) -> None:
    twin = replace(EERO, number="+358992451001")  # the number of a queue
    server = start(AINO, twin)

    assert list(server.service.engine.desk.agents) == ["aino"]
    token = server.sign_in("eero")
    line = server.link()
    line.recv(60)
    line.send(json.dumps({"type": "hello", "version": 1, "token": token}))
    assert json.loads(line.recv(60))["code"] == "bad_token"
