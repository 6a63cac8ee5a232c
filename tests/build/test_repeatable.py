"""The same sources give the same bytes, wherever and whenever they are built."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from building.packages import build
from building.release import package

from .conftest import DIST, QUICK, WHEEL, files_of

BUILT = ("site", "chrome", "firefox", "origins.json")  # and the two extensions' zips


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that `build` makes, made once more from nothing; its cache lies beside it."""
    folder = tmp_path_factory.mktemp("again")
    build(folder / "dist", cache=folder / "cache")
    return folder / "dist"


def built(folder: Path) -> dict[str, bytes]:
    """What `build` makes: neither its own notes, nor the Brotli that is put beside it."""
    files = files_of(folder)
    return {name: files[name] for name in files if name.startswith(BUILT) and not name.endswith(".br")}


def test_building_again_from_nothing_gives_the_same_bytes(again: Path) -> None:
    first, second = built(DIST), built(again)

    assert {"site/index.html", "chrome.zip", "firefox.zip", "firefox/manifest.json"} <= first.keys()
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def test_a_wheel_from_another_folder_and_another_umask_has_the_same_bytes(
    release: Path, again: Path, tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        second = package(tmp_path, out=again, cache=again.parent / "cache", brotli=QUICK)
    finally:
        os.umask(before)

    assert second.read_bytes() == (release / WHEEL).read_bytes()
