"""The release: one wheel that installs by the guide's own commands, and shows the panel.

But for a quick Brotli it is what `build.py package` makes.
"""

from __future__ import annotations

import email
import json
import os
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from benedesk import __version__

from tests.lab.server import ask
from tests.lab.serving import Process

from .conftest import DIST, ROOT, WHEEL, files_of
from .test_permissions import identity

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
NOT_ASKED_FOR = """
from importlib.metadata import distributions, requires
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name
wanted, asked_for = ["benedesk"], set()
while wanted:
    name = wanted.pop()
    if name not in asked_for:
        asked_for.add(name)
        found = [Requirement(line) for line in requires(name) or []]
        found = [one for one in found if one.marker is None or one.marker.evaluate({"extra": ""})]
        wanted += [canonicalize_name(one.name) for one in found]
print(sorted({canonicalize_name(one.name) for one in distributions()} - asked_for))
"""


def install_commands() -> list[list[str]]:
    """The first commands of the guide's section on installing: no shell, and no program but these."""
    section = GUIDE[GUIDE.index("## Install\n") :]
    block = re.search(r"((?:^ {4}.+\n)+)", section, re.MULTILINE)
    assert block, "docs/operations.md says how to install"
    commands = [shlex.split(line.replace("benedesk-*.whl", WHEEL)) for line in block[1].splitlines()]
    assert [words[0] for words in commands] == ["python3", *["/opt/benedesk/bin/pip"] * 2]
    return commands


@pytest.fixture(scope="module")
def installed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that was empty until the guide's commands were run in the release's folder."""
    target = tmp_path_factory.mktemp("opt") / "benedesk"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for command in install_commands():
        words = [word.replace("/opt/benedesk", str(target)) for word in command]
        done = subprocess.run(words, cwd=release, env=environment, text=True, capture_output=True)
        assert done.returncode == 0, done.stdout + done.stderr
    return target / "bin"


@pytest.fixture(scope="module")
def sample(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """The installed server with the sample company, started in an empty folder."""
    process = Process(tmp_path_factory.mktemp("sample"), "--sample", program=installed / "benedesk")
    yield process
    process.close()


def test_the_wheel_holds_the_site_the_extensions_and_brotli_beside_each_file_that_gains(
    release: Path,
) -> None:
    with zipfile.ZipFile(release / WHEEL) as wheel:
        files = {name: wheel.read(name) for name in wheel.namelist()}
    within = {name.removeprefix("benedesk/built/"): files[name] for name in files if "/built/" in name}
    packed = {name for name in within if name.endswith(".br")}
    built = {f"site/{name}": data for name, data in files_of(DIST / "site").items()}
    for name in ("chrome.zip", "firefox.zip", "origins.json"):
        built[name] = (DIST / name).read_bytes()

    assert {name: within[name] for name in within.keys() - packed} == {
        name: data for name, data in built.items() if not name.endswith(".br")
    }
    assert {"site/pyodide/pyodide.asm.wasm.br", "site/index.html.br", "site/panel.css.br"} <= packed
    assert [name for name in packed if len(within[name]) >= len(within[name[:-3]])] == []


def test_the_wheel_has_the_version_of_the_package_and_of_both_extensions(
    release: Path, manifests: dict[str, dict[str, str]]
) -> None:
    with zipfile.ZipFile(release / WHEEL) as wheel:
        about = email.message_from_bytes(wheel.read(f"benedesk-{__version__}.dist-info/METADATA"))

    assert {about["Version"], *(manifest["version"] for manifest in manifests.values())} == {__version__}


def test_what_is_installed_fits_together(installed: Path) -> None:
    checked = subprocess.run([installed / "pip", "check"], text=True, capture_output=True)

    assert checked.returncode == 0, checked.stdout


def test_the_lock_holds_what_the_wheel_asks_for_and_nothing_else(installed: Path) -> None:
    found = subprocess.run([installed / "python", "-c", NOT_ASKED_FOR], text=True, capture_output=True)

    assert found.stdout == "['pip', 'setuptools']\n", found.stderr  # venv's own


def test_the_installed_server_has_the_whole_panel(sample: Process) -> None:
    built = {name: data for name, data in files_of(DIST / "site").items() if not name.endswith(".br")}
    answers = {name: ask(f"{sample.url}/{name}", None, {}) for name in built}

    assert "Sarjassa" in built["index.html"].decode()
    assert [name for name in built if answers[name][::2] != (200, built[name])] == []


def test_the_installed_server_sends_brotli_to_who_takes_it(sample: Process) -> None:
    whole = (DIST / "site/pyodide/pyodide.asm.wasm").stat().st_size
    asked = f"{sample.url}/pyodide/pyodide.asm.wasm"
    status, headers, body = ask(asked, None, {"Accept-Encoding": "gzip, br"})

    assert (status, headers["content-encoding"]) == (200, "br")
    assert len(body) < whole / 2


@pytest.mark.parametrize("maker", ["chrome", "firefox"])
def test_the_sample_lets_the_extension_in(
    sample: Process, manifests: dict[str, dict[str, str]], maker: str
) -> None:
    origin = {
        "chrome": f"chrome-extension://{identity(manifests['chrome'])}",
        "firefox": "moz-extension://01234567-89ab-cdef-0123-456789abcdef",
    }[maker]
    body = json.dumps({"user": "aino", "password": "not the password"}).encode()
    status, headers, _ = ask(f"{sample.url}/api/sign-in", body, {"Origin": origin})

    assert (status, headers["access-control-allow-origin"]) == (401, origin)


def test_the_page_and_the_extensions_are_unpacked_from_what_is_installed(
    installed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "unpacked"
    said = subprocess.run([installed / "benedesk", "unpack", target], text=True, capture_output=True)

    assert said.stdout.split() == [str(target / name) for name in ("site", "chrome", "firefox")], said.stderr
    assert files_of(target / "firefox") == files_of(DIST / "firefox")
    assert (target / "chrome.zip").read_bytes() == (DIST / "chrome.zip").read_bytes()
    assert (target / "site/index.html").is_file()


def test_what_is_unpacked_never_overwrites(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    said = subprocess.run([installed / "benedesk", "unpack", tmp_path], text=True, capture_output=True)

    assert said.returncode == 1
    assert "Traceback" not in said.stderr


def test_the_unit_is_one_that_systemd_takes(installed: Path, tmp_path: Path) -> None:
    unit = tmp_path / "benedesk.service"
    text = (ROOT / "packaging" / unit.name).read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/benedesk/bin", str(installed)))
    said = subprocess.run([systemd_analyze(), "verify", unit], text=True, capture_output=True)

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def systemd_analyze() -> str:
    found = shutil.which("systemd-analyze")
    assert found, "no systemd-analyze: `python3 build.py setup` gets it"
    return found


def test_the_unit_leaves_the_server_little_that_it_does_not_need() -> None:
    unit = ROOT / "packaging" / "benedesk.service"
    # The tenth part of systemd's own measure, of which a unit that says nothing has 9.6.
    said = subprocess.run(
        [systemd_analyze(), "security", "--offline=true", "--threshold=15", unit],
        text=True, capture_output=True,
    )  # fmt: skip

    assert said.returncode == 0, said.stdout


def test_the_changelog_closes_with_this_version_below_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert headings[:2] == ["Unreleased", __version__]
