"""docs/publishing.md says what the packages are, and its examples are those that browsers take."""

from __future__ import annotations

import json
import re
from typing import Any

from .conftest import DIST, ROOT
from .test_permissions import identity

PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.+?)```", PAGE, re.DOTALL)]


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DIST / "chrome" / "managed.json").read_bytes())
    return found


def test_every_managed_setting_is_documented_and_every_documented_one_is_in_the_schema() -> None:
    documented = re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)

    assert documented == list(schema()["properties"])
    assert set(schema()["properties"]["lang"]["enum"]) == {"fi", "sv", "en"}


def test_the_examples_set_only_what_there_is_for_the_extensions_that_there_are(
    manifests: dict[str, dict[str, Any]],
) -> None:
    chrome, firefox, native = EXAMPLES
    gecko = manifests["firefox"]["browser_specific_settings"]["gecko"]["id"]
    set_by = [
        chrome["3rdparty"]["extensions"][identity(manifests["chrome"])],
        firefox["policies"]["3rdparty"]["Extensions"][gecko],
        native["data"],
    ]

    assert native["name"] == gecko
    assert all(found.keys() <= schema()["properties"].keys() for found in set_by)


def test_the_packages_that_are_to_be_uploaded_are_built() -> None:
    for name in re.findall(r"dist/\w+\.zip", PAGE):
        assert (ROOT / name).is_file()
