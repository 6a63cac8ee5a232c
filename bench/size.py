"""What a first visit downloads, as a server sends it, and what each package weighs."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from .figures import Figure
from .pages import SITE, served
from .startup import chromium

BROTLI = """
const { brotliCompressSync, constants } = require('node:zlib');
const { readFileSync } = require('node:fs');
const sizes = process.argv.slice(1).map((file) => {
  const data = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return Math.min(data.length, brotliCompressSync(data, { params }).length);
});
console.log(JSON.stringify(sizes));
"""


def measure() -> Iterator[Figure]:
    files = _loaded()
    node = os.environ.get("BENEDESK_NODE") or shutil.which("node")
    assert node, "no Node: `python3 build.py setup` gets one"
    told = subprocess.run([node, "-e", BROTLI, "--", *files], capture_output=True, text=True, check=True)
    brotli = sum(json.loads(told.stdout))
    packed = sum(min(len(data := file.read_bytes()), len(gzip.compress(data, 9))) for file in files)
    yield Figure("size: first visit, brotli", brotli / 1e6, "MB", 4.5)
    yield Figure("size: first visit, gzip", packed / 1e6, "MB")
    yield Figure("size: first visit, as it lies", sum(file.stat().st_size for file in files) / 1e6, "MB")
    for package in sorted(SITE.parent.glob("*.zip")):
        yield Figure(f"size: {package.name}", package.stat().st_size / 1e6, "MB")


def _loaded() -> list[Path]:
    """The files that a browser really asks for until the panel is ready."""
    with sync_playwright() as playwright, served() as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url.partition("?")[0]))
        page.goto(f"{address}ours/")
        page.locator('html[data-ready="1"]').wait_for()
        browser.close()
    names = [url.removeprefix(f"{address}ours/") or "index.html" for url in sorted(asked)]
    return [SITE / name for name in names if (SITE / name).is_file()]
