"""What Python has decided stands in JavaScript once, in facts.js, which nobody writes by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from benedesk.core.states import CALL_GONE_CODES, CallState
from benedesk.panel.text.words import LANGUAGES
from benedesk.wire.messages import ENDING_CODES

from building.facts import module, values

from .conftest import ROOT

FACTS = values()
SCRIPTS = sorted(
    path
    for folder in ("extension", "web")
    for path in (ROOT / folder).rglob("*.*js")
    if "build" not in path.parts
)
TOKENS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\b\d[\d_]*\b""",
    re.DOTALL,
)
SMALL = 1000  # a smaller number may well be something else; then its name tells


def literals(script: str) -> set[str]:
    """The strings, without their quotes, and the numbers."""
    found = (token for token in TOKENS.findall(script) if not token.startswith(("//", "/*")))
    return {token[1:-1] if token[0] in "'\"`" else token.replace("_", "") for token in found}


def twins(script: str) -> set[str]:
    """What of this script says again what facts.js says."""
    said = {
        str(value)
        for value in FACTS.values()
        if isinstance(value, str) or (value >= SMALL if isinstance(value, int) else False)
    }
    said |= {str(state) for state in CallState} | set(LANGUAGES) | {*ENDING_CODES, *CALL_GONE_CODES}
    named = set(re.findall(r"(?:const|let|var)\s+(\w+)\s*=", script))
    return (literals(script) & said) | (named & FACTS.keys())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_again_what_python_has_decided(path: Path) -> None:
    assert twins(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("script", "twin"),
    [
        ("const SILENT_MS = 1;", "SILENT_MS"),
        ("setTimeout(open, 30_000);", "30000"),
        ("if (code === 4401) return;", "4401"),
        ("const home = '358';", "358"),
        ("const own = ['connected', \"held\"];", "held"),
        ("const kept = localStorage['benedesk.preferences'];", "benedesk.preferences"),
    ],
)
def test_a_twin_is_found(script: str, twin: str) -> None:
    assert twin in twins(script)


def test_every_package_has_todays_facts(package: dict[str, bytes]) -> None:
    assert package["facts.js"].decode() == module()


def test_an_administrator_may_set_the_languages_that_there_are() -> None:
    schema = json.loads((ROOT / "extension/managed.chrome.json").read_bytes())

    assert set(schema["properties"]["lang"]["enum"]) == set(LANGUAGES)
