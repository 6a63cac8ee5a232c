"""Fetching Asterisk: does nothing when it is there, and says in words what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from . import fetch


def test_a_complete_folder_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    (tmp_path / "complete").write_text(fetch.recipe())
    assert fetch.fetch(tmp_path) == f"Asterisk is in {tmp_path}"
    assert [path.name for path in tmp_path.iterdir()] == ["complete"]


def test_a_machine_without_apt_is_told_so_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda tool: None)
    with pytest.raises(fetch.FetchError, match="apt-get is missing"):
        fetch.fetch(tmp_path / "pbx")
    assert list(tmp_path.iterdir()) == []
