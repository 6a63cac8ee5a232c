"""What is in the packages, and what must never be."""

from __future__ import annotations

import hashlib
import io
import json
import marshal
import re
import zipfile
from typing import Any

import pytest

from .conftest import DIST, files_of


@pytest.mark.parametrize("browser", ["chrome", "firefox"])
def test_the_zip_holds_exactly_the_extension(browser: str) -> None:
    with zipfile.ZipFile(DIST / f"{browser}.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files_of(DIST / browser)


def test_the_extensions_differ_only_where_their_browsers_do() -> None:
    chrome, firefox = files_of(DIST / "chrome"), files_of(DIST / "firefox")

    differ = {name for name in chrome.keys() | firefox.keys() if chrome.get(name) != firefox.get(name)}
    assert differ == {"manifest.json", "managed.json", "sound.js", "sound.html", "ringing.js"}


def modules(package: dict[str, bytes]) -> set[str]:
    """What Python the page loads, by the names of modules; a start's are one entry of the archive."""
    with zipfile.ZipFile(io.BytesIO(package["pyodide/python_stdlib.zip"])) as packed:
        files = {name.removesuffix(".pyc").removesuffix("/__init__") for name in packed.namelist()}
        prepared = marshal.loads(packed.read("start.marshal"))
    return {name.replace("/", ".") for name in files} | set(prepared)


def test_a_package_never_contains_the_server(package: dict[str, bytes]) -> None:
    names = modules(package)

    assert {"benedesk.core.decide", "benedesk.panel.start", "asyncio", "pyscript.context"} <= names
    assert [name for name in names if name.startswith("benedesk.server")] == []
    assert [name for name in package if name.startswith(("server", "pysrc"))] == []


def test_what_a_start_imports_is_one_entry_of_the_archive(package: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(package["pyodide/python_stdlib.zip"])) as packed:
        prepared, names = marshal.loads(packed.read("start.marshal")), packed.namelist()

    assert {"benedesk.panel.app", "asyncio", "pyscript", "pyodide.ffi"} <= set(prepared)
    assert "benedesk/panel/app.pyc" not in names


def test_a_start_needs_nothing_of_the_desk_that_the_server_has(package: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(package["pyodide/python_stdlib.zip"])) as packed:
        prepared = marshal.loads(packed.read("start.marshal"))

    core = {name.removeprefix("benedesk.core.") for name in prepared if name.startswith("benedesk.core.")}
    assert core == {
        "caller_link", "errors", "limits", "numbering", "numbers", "record", "states", "topics",
    }  # fmt: skip


def test_python_is_compiled_and_no_source_is_carried_along(package: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(package["pyodide/python_stdlib.zip"])) as packed:
        assert [name for name in packed.namelist() if name.endswith(".py")] == []


def test_the_lock_file_names_micropip_by_its_hash(package: dict[str, bytes]) -> None:
    locked: dict[str, Any] = json.loads(package["pyodide/pyodide-lock.json"])["packages"]

    assert set(locked) == {"micropip"}
    for entry in locked.values():
        data = package[f"pyodide/{entry['file_name']}"]
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]


def test_the_page_loads_its_interpreter_from_the_package(package: dict[str, bytes]) -> None:
    page = (package.get("index.html") or package["panel.html"]).decode()
    configured = re.findall(r"""config='([^']+)'|<mpy-config hidden>([^<]+)<""", page)

    assert [json.loads(one or other)["interpreter"] for one, other in configured] == ["./python.mjs"] * 2
    assert b"from './pyodide/pyodide.mjs'" in package["python.mjs"]


def test_every_file_that_the_page_names_is_in_the_package(package: dict[str, bytes]) -> None:
    page = package.get("index.html") or package["panel.html"]
    named = re.findall(r'\b(?:src|href)="([^"#:]+)"', page.decode())

    assert "boot.js" in named
    assert [name for name in named if name not in package] == []


def test_the_first_paint_is_there_before_python_is(package: dict[str, bytes]) -> None:
    page = (package.get("index.html") or package["panel.html"]).decode()

    assert '<html lang="fi" ' in page
    assert "Sarjassa" in page
    assert "{{" not in page


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize("name", ["index.html", "panel.html"])
def test_a_site_has_the_security_policy_of_the_extension_but_connects_to_where_it_came_from(
    manifest: dict[str, Any], name: str
) -> None:
    page = (DIST / "site" / name).read_text()
    stated = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    extension = directives(manifest["content_security_policy"]["extension_pages"])

    assert stated and directives(stated[1]) == extension | {"connect-src": "'self'"}


@pytest.mark.parametrize(
    ("page", "place"),
    [("site/index.html", "demo"), ("site/panel.html", "server"), ("chrome/panel.html", "extension")],
)
def test_each_page_says_what_it_was_made_for(page: str, place: str) -> None:
    assert f'data-place="{place}"' in (DIST / page).read_text()


@pytest.mark.parametrize("size", [16, 32, 48, 128])
def test_the_icons_have_the_size_that_they_say(manifest: dict[str, Any], size: int) -> None:
    data = (DIST / "chrome" / manifest["icons"][str(size)]).read_bytes()

    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20]) == int.from_bytes(data[20:24]) == size
