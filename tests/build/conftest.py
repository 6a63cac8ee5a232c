"""The packages as they were built, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="session", params=["site", "chrome"])
def package(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Every file of one package, by name."""
    folder = DIST / request.param
    assert folder.is_dir(), "nothing is built: `python3 build.py build`"
    return files_of(folder)


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / "chrome" / "manifest.json").read_bytes())
    return found
