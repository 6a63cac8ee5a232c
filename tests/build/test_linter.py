"""Mozilla's linter of extensions, which both stores' reviewers would have us run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import Any

import pytest

from .conftest import DIST, ROOT

# What others made: the linter warns of how they import, and of eval, which our policy forbids them.
NOT_OURS = re.compile(r"pyodide/pyodide(\.asm)?\.mjs|pyscript/core-\w+\.js|vendor/morphdom\.js")
# What the linter, which knows Firefox only, cannot know of Chrome.
CHROME = {
    "BACKGROUND_SERVICE_WORKER_NOFALLBACK",
    "ADDON_ID_REQUIRED",
    "STORAGE_MANAGED",  # asks for an id too
    "MISSING_DATA_COLLECTION_PERMISSIONS",
    "MANIFEST_PERMISSIONS",
    "UNSUPPORTED_API",
}


def lint(browser: str) -> list[dict[str, Any]]:
    node = os.environ.get("BENEDESK_NODE") or shutil.which("node")
    assert node, "no Node: `python3 build.py setup` gets it"
    linter = ROOT / "node_modules/addons-linter/bin/addons-linter"
    assert linter.exists(), "no linter: `python3 build.py setup` gets it"
    command = [node, linter, "--output", "json", DIST / f"{browser}.zip"]
    said = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout)
    return [*said["errors"], *said["warnings"]]


def ours(found: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [
        (message["code"], message.get("file", ""), message["message"])
        for message in found
        if not NOT_OURS.fullmatch(message.get("file", ""))
    ]


@pytest.mark.node
def test_firefoxs_package_has_no_error_and_no_warning_of_ours() -> None:
    found = lint("firefox")

    assert ours(found) == []
    assert [message["code"] for message in found if message["_type"] == "error"] == []


@pytest.mark.node
def test_chromes_package_has_none_but_what_firefox_does_not_have() -> None:
    assert [message for message in ours(lint("chrome")) if message[0] not in CHROME] == []
