"""The packages as they were built, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from building.packages import build

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


BUILT = ("site", "chrome", "firefox", "chrome.zip", "firefox.zip", "origins.json")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="session")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that `build` makes, made once more from nothing; its cache lies beside it."""
    folder = tmp_path_factory.mktemp("again")
    build(folder / "dist", cache=folder / "cache")
    return folder / "dist"


@pytest.fixture(scope="session", params=["site", "chrome", "firefox"])
def package(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Every file of one package, by name."""
    folder = DIST / request.param
    assert folder.is_dir(), "nothing is built: `python3 build.py build`"
    return files_of(folder)


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / "chrome" / "manifest.json").read_bytes())
    return found


@pytest.fixture(scope="session")
def manifests() -> dict[str, dict[str, Any]]:
    """The manifest of each browser's package."""
    return {
        browser: json.loads((DIST / browser / "manifest.json").read_bytes())
        for browser in ("chrome", "firefox")
    }
