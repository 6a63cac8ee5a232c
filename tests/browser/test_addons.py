"""An administrator's own pure-Python package, installed by micropip from the package's folder at run time."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from .conftest import DIST, Watch
from .extension import READY, extension

WHEEL = "greeting-1.0-py3-none-any.whl"
MAIN = f"""
import pyodide_js
from pyscript import document

await pyodide_js.loadPackage("micropip")

import micropip

await micropip.install("./addons/{WHEEL}")

import greeting

document.body.textContent = greeting.text()
document.documentElement.dataset.ready = "1"
"""


def with_add_on(package: Path, folder: Path) -> Path:
    """A copy of the package with an add-on in it, and a page that does nothing but use it."""
    shutil.copytree(package, folder)
    (folder / "addons").mkdir()
    with zipfile.ZipFile(folder / "addons" / WHEEL, "w") as wheel:
        # csv: promised to add-ons, and not used by the panel itself.
        wheel.writestr(
            "greeting.py", "import csv\n\ndef text():\n    return ' '.join(next(csv.reader(['Hei,vaan'])))\n"
        )
        wheel.writestr(
            "greeting-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n"
        )
        wheel.writestr(
            "greeting-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("greeting-1.0.dist-info/RECORD", "")
    (folder / "main.py").write_text(MAIN)
    return folder


def test_an_add_on_is_installed_on_the_site(page: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    page.goto(serve(with_add_on(DIST / "site", tmp_path / "site")))
    page.locator(READY).wait_for()

    expect(page.locator("body")).to_have_text("Hei vaan")


@pytest.mark.chromium
def test_an_add_on_is_installed_in_the_extension(
    playwright: Playwright, chromium_path: str, watch: Watch, tmp_path: Path
) -> None:
    folder = with_add_on(DIST / "chrome", tmp_path / "chrome")
    with extension(playwright, chromium_path, folder, tmp_path / "profile") as chrome:
        watch.over(chrome.context)
        page = chrome.context.new_page()
        page.goto(chrome.address("panel.html"))
        page.locator(READY).wait_for()

        expect(page.locator("body")).to_have_text("Hei vaan")
