"""docs/permissions.md and the manifest say the same."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from .conftest import ROOT

PAGE = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")


def test_every_permission_has_a_paragraph_and_every_paragraph_a_permission(
    manifests: dict[str, dict[str, Any]],
) -> None:
    headings = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)
    explained = {name for heading in headings for name in re.findall(r"`([^`]+)`", heading)}
    asked = {
        name
        for manifest in manifests.values()
        for kind in ("permissions", "optional_permissions", "optional_host_permissions")
        for name in manifest[kind]
    }

    assert explained == asked


def test_no_page_of_others_is_asked_for_before_somebody_wants_it(
    manifests: dict[str, dict[str, Any]],
) -> None:
    for manifest in manifests.values():
        told = ("permissions", "optional_permissions", "optional_host_permissions")
        others = ("content_scripts", "externally_connectable", "web_accessible_resources")
        assert {name for name in manifest if "permissions" in name or name in others} == set(told)
        assert not any("/" in name for name in manifest["permissions"])


def test_what_only_chrome_needs_is_asked_for_in_chrome_only(manifests: dict[str, dict[str, Any]]) -> None:
    chrome, firefox = (set(manifests[browser]["permissions"]) for browser in ("chrome", "firefox"))

    assert chrome - firefox == {"sidePanel", "offscreen"}
    assert firefox <= chrome


def test_the_data_that_leaves_the_browser_is_told_in_the_docs(manifests: dict[str, dict[str, Any]]) -> None:
    gecko = manifests["firefox"]["browser_specific_settings"]["gecko"]

    assert gecko["id"] in PAGE
    for kind in gecko["data_collection_permissions"]["required"]:
        assert f"`{kind}`" in PAGE


def identity(manifest: dict[str, Any]) -> str:
    """What Chrome calls an extension with this key."""
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])


def test_the_identity_in_the_docs_is_the_one_that_the_key_gives(manifest: dict[str, Any]) -> None:
    assert f"chrome-extension://{identity(manifest)}" in PAGE


def test_every_directive_of_the_security_policy_is_explained(manifest: dict[str, Any]) -> None:
    policy = manifest["content_security_policy"]["extension_pages"]
    directives = {part.split()[0] for part in policy.split(";")}

    assert directives <= set(re.findall(r"`([\w-]+)`", PAGE))
