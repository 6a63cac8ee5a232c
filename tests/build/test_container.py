"""The container's file: hadolint has nothing to say, and what it sets there is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benedesk.server.settings import SECTIONS
from benedesk.server.settings_file import load, variable

from tests.lab.serving import Process

from .conftest import ROOT

FILE = ROOT / "packaging" / "Containerfile"
TEXT = FILE.read_text(encoding="utf-8")
SET = dict(re.findall(r"\b(BENEDESK_\w+)=(\S+)", TEXT))


def test_the_linter_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    said = subprocess.run([hadolint, "--no-color", FILE], text=True, capture_output=True)

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_the_linter_finds_what_is_wrong(tmp_path: Path) -> None:
    bad = tmp_path / "Containerfile"
    bad.write_text("FROM python\nRUN pip install benedesk\nUSER root\n")
    hadolint = Path(sys.executable).with_name("hadolint")

    assert subprocess.run([hadolint, bad], capture_output=True).returncode == 1


def test_it_sets_only_settings_that_there_are_and_keeps_its_data_in_the_volume() -> None:
    known = {variable(name, key) for name, section in SECTIONS.items() for key in section.model_fields}

    assert SET.keys() <= known
    assert f"VOLUME {load(None, SET).server.data}\n" in TEXT


def test_it_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)$", TEXT, re.MULTILINE)

    assert users == ["10001:10001"]


@pytest.mark.parametrize(("is_there", "code"), [(True, 0), (False, 1)])
def test_its_health_check_tells_a_server_that_is_ready_from_none(
    tmp_path: Path, is_there: bool, code: int
) -> None:
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.+?\])$", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    _, *words = json.loads(found[1])
    process = Process(tmp_path, "--sample")
    try:
        if not is_there:
            process.process.terminate()
            process.process.wait(20)
        own = f"127.0.0.1:{SET['BENEDESK_SERVER_PORT']}"
        here = [word.replace(own, process.url.removeprefix("http://")) for word in words]
        assert here != words
        assert subprocess.run([sys.executable, *here], capture_output=True).returncode == code
    finally:
        process.close()
