"""The packages as they were built, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benedesk import __version__

import building.release

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
WHEEL = f"benedesk-{__version__}-py3-none-any.whl"
QUICK = 4  # of Brotli's qualities, as the best takes a minute


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release: the wheel, with a quick Brotli, and the lock that goes with it."""
    folder = tmp_path_factory.mktemp("release")
    assert building.release.package(folder, brotli=QUICK) == folder / WHEEL
    return folder


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
