"""An administrator's own pure-Python package, installed by micropip from the package's folder at run time."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.lab.browser.extension import READY, Extension

from .conftest import DIST

GUIDE = (DIST.parent / "docs" / "addons.md").read_text(encoding="utf-8")
WHEEL = "addons/acme_numbers-1.0-py3-none-any.whl"
INFO = "acme_numbers-1.0.dist-info"


def with_add_on(package: Path, folder: Path) -> Path:
    """A copy of the package with the guide's own example in it, put there as the guide says."""
    shutil.copytree(package, folder)
    (folder / "addons").mkdir(exist_ok=True)
    module, entry_points = (
        re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL) for kind in ("python", "toml")
    )
    assert module and entry_points
    promised = re.findall(r"`([\w.]+)`", GUIDE.partition("## What it may use")[2])
    group = entry_points[1].replace('[project.entry-points."', "[").replace('"]', "]").replace('"', "")
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        wheel.writestr("acme_numbers.py", f"import {', '.join(promised)}\n{module[1]}")
        about = "Metadata-Version: 2.1\nName: acme-numbers\nVersion: 1.0\nRequires-Dist: benedesk>=0.1\n"
        wheel.writestr(f"{INFO}/METADATA", about)
        wheel.writestr(f"{INFO}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{INFO}/entry_points.txt", group)
        wheel.writestr(f"{INFO}/RECORD", "")
    (folder / "addons.json").write_text(json.dumps([WHEEL]))
    return folder


def finds_the_add_ons_entry(page: Page) -> None:
    page.locator(READY).wait_for()
    page.get_by_role("searchbox", name="Hakemisto").fill("acme")
    expect(page.get_by_role("listitem").filter(has_text="Acme Varaosat")).to_be_visible()


def test_the_guides_add_on_is_found_on_the_site(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    page.goto(serve(with_add_on(DIST / "site", tmp_path / "site")))

    finds_the_add_ons_entry(page)


@pytest.mark.chromium
def test_the_guides_add_on_is_found_in_the_extension(
    chrome_with: Callable[[Path], Extension], tmp_path: Path
) -> None:
    chrome = chrome_with(with_add_on(DIST / "chrome", tmp_path / "chrome"))
    page = chrome.context.new_page()
    page.goto(chrome.address("panel.html"))

    finds_the_add_ons_entry(page)
