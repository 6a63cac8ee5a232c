"""What the documents say is what the product does."""

from __future__ import annotations

import doctest
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRACKED = subprocess.run(
    ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()


def test_the_example_in_the_readme_runs() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried > 5
    assert failed == 0


@pytest.mark.parametrize("document", TRACKED)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.S)
    named = set(
        re.findall(
            r"(?<![\w/.`-])(?:docs|tests|web|extension|bench)/[\w./-]+\.(?:md|py|png|html|json)\b", text
        )
    )
    named |= {link for link in re.findall(r"\]\(([^)#:]+)\)", text)}
    missing = [
        name
        for name in sorted(named)
        if not (ROOT / name).exists() and not (ROOT / document).parent.joinpath(name).exists()
    ]
    assert missing == []


def test_the_readme_names_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 build.py run" in text
    assert "python3 build.py test" in text


def test_every_test_that_a_promise_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/reliability.md").read_text(encoding="utf-8")))
    there = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert named - there == set()
