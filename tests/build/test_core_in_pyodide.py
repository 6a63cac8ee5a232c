"""The core's own tests, inside the Python that the panel has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from .conftest import ROOT


@pytest.mark.node
def test_the_core_passes_its_tests_inside_pyodide() -> None:
    node = os.environ.get("BENEDESK_NODE") or shutil.which("node")
    assert node, "no Node: `python3 build.py setup` gets it"
    wheels = [
        str(wheel.relative_to(ROOT))
        for name in ("requirements-browser", "requirements-browser-tests")
        for wheel in sorted((ROOT / ".cache" / name).glob("*.whl"))
    ]
    command = [node, "web/build/pytest.mjs", *wheels, "--", "-q", "tests/core"]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-8000:]
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed[1]) > 50, said[-2000:]
