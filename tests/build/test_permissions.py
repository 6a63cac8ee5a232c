"""docs/permissions.md and the manifest say the same."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from .conftest import ROOT

PAGE = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")


def test_every_permission_has_a_paragraph_and_every_paragraph_a_permission(manifest: dict[str, Any]) -> None:
    explained = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)

    assert sorted(explained) == sorted(manifest["permissions"])


def test_no_page_of_others_is_asked_for(manifest: dict[str, Any]) -> None:
    asked = {
        name
        for name in manifest
        if "permissions" in name or name in ("content_scripts", "externally_connectable")
    }

    assert asked == {"permissions"}


def test_the_identity_in_the_docs_is_the_one_that_the_key_gives(manifest: dict[str, Any]) -> None:
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()
    identity = "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])

    assert f"chrome-extension://{identity}" in PAGE


def test_every_directive_of_the_security_policy_is_explained(manifest: dict[str, Any]) -> None:
    policy = manifest["content_security_policy"]["extension_pages"]
    directives = {part.split()[0] for part in policy.split(";")}

    assert directives <= set(re.findall(r"`([\w-]+)`", PAGE))
