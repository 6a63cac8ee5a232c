"""What a stranger meets on a forge: pages whose links lead somewhere, and files that a forge reads."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
PAGES = subprocess.run(
    ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()
FORGE = ROOT / ".github"
WORKFLOWS = sorted(FORGE.glob("workflows/*.yml"))
FORMS = sorted(path for path in FORGE.glob("ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
PROSE = [*PAGES, "web/help/en.html"]
# What only those know who know BeneDesk, Asterisk or the browser's Python.
OURS = {
    "agent", "ari", "desk", "palvelusarja", "palvelusarjat", "pbx", "pyodide", "pyscript", "queue", "queues",
    "sip", "stasis", "switchboard", "websocket", "ui",
}  # fmt: skip


@cache
def tokens(document: str) -> list[Token]:
    """The page's blocks, and within them its words."""
    blocks = MarkdownIt().enable("table").parse((ROOT / document).read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or ()))]


def links(document: str) -> list[str]:
    found = [token.attrs.get("href") or token.attrs.get("src") for token in tokens(document)]
    return [str(link) for link in found if link]


@cache
def anchors(document: str) -> set[str]:
    """What a forge calls the page's headings."""
    names: dict[str, int] = {}
    found = set()
    for opened, text in zip(tokens(document), tokens(document)[1:], strict=False):
        if opened.type == "heading_open":
            name = re.sub(r"[^\w\- ]", "", text.content.lower()).replace(" ", "-")
            found.add(f"{name}-{names[name]}" if name in names else name)
            names[name] = names.get(name, 0) + 1
    return found


def leads_somewhere(document: str, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (ROOT / document).parent.joinpath(path).resolve() if path else ROOT / document
    if not (target.exists() and target.is_relative_to(ROOT)):
        return False
    return not anchor or anchor in anchors(target.relative_to(ROOT).as_posix())


@pytest.mark.parametrize("document", PAGES)
def test_every_relative_link_leads_to_a_file_and_a_heading_that_are_there(document: str) -> None:
    own = [link for link in links(document) if not re.match(r"[a-z]+:", link)]
    assert [link for link in own if not leads_somewhere(document, link)] == []


def test_the_pages_have_links_that_could_be_wrong() -> None:
    assert len([link for link in links("README.md") if link.endswith(".md")]) > 10
    assert any("#" in link for page in PAGES for link in links(page))


def unlinked(document: str) -> Iterator[str]:
    """The words that are no link's."""
    inside = 0
    for token in tokens(document):
        inside += (token.type == "link_open") - (token.type == "link_close")
        if token.type in ("text", "code_inline") and not inside:
            yield token.content


@pytest.mark.parametrize("document", ["README.md", "SECURITY.md"])
def test_every_document_that_the_first_pages_name_is_a_link(document: str) -> None:
    named = [name for text in unlinked(document) for name in re.findall(r"[\w/-]+\.md\b|\bLICENSE\b", text)]
    assert named == []


def test_the_readme_begins_with_what_it_is_in_words_that_everybody_knows() -> None:
    paragraph = next(token for token in tokens("README.md")[3:] if token.type == "inline")
    text = "".join(token.content for token in paragraph.children or ())
    first, _, _ = text.partition(". ")
    assert first.startswith("BeneDesk is ")
    assert {"browser", "phones", "server"} <= set(re.findall(r"\w+", first.lower()))
    assert not OURS & set(re.findall(r"\w+", first.lower()))


def test_the_readme_says_how_to_get_it() -> None:
    assert re.search(r"^    git clone \S+ benedesk && cd benedesk$", (ROOT / "README.md").read_text(), re.M)


def test_every_place_that_the_contributors_page_names_is_there() -> None:
    codes = [token.content for token in tokens("CONTRIBUTING.md") if token.type == "code_inline"]
    places = {
        code for code in codes if re.fullmatch(r"[\w./*-]+(?:/|/[\w.*-]+|\.(?:md|py|js|json|txt))", code)
    }
    assert len(places) > 15
    assert [place for place in sorted(places) if not any(found(place))] == []


def found(place: str) -> Iterator[Path]:
    for base in (ROOT, ROOT / "pysrc" / "benedesk"):
        yield from base.glob(place.rstrip("/"))


@pytest.mark.parametrize("document", PROSE)
def test_people_are_they(document: str) -> None:
    prose = re.sub(r"```.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\b(?:s?he|his|hers?|him|himself|herself)\b", prose, re.IGNORECASE) == []


# -- what the forge reads ----------------------------------------------------------------------------


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in read(workflow)["jobs"].values() for step in job["steps"]]


def test_there_is_one_workflow_and_all_it_runs_is_our_own_command() -> None:
    (workflow,) = WORKFLOWS
    assert [step["run"] for step in steps(workflow) if "run" in step] == [".ci/run"]


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is() -> None:
    (workflow,) = WORKFLOWS
    used = re.findall(r"^ +-? *uses: (.+)$", workflow.read_text(), re.M)
    assert len(used) == len([step for step in steps(workflow) if "uses" in step]) > 0
    assert [use for use in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_the_workflow_may_only_read_and_does_not_run_for_ever_or_twice() -> None:
    (workflow,) = WORKFLOWS
    read_in = read(workflow)
    assert read_in["permissions"] == {"contents": "read"}
    assert read_in["concurrency"]["cancel-in-progress"] == "true"
    assert all(int(job["timeout-minutes"]) <= 90 for job in read_in["jobs"].values())
    assert not any("permissions" in job for job in read_in["jobs"].values())


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_has_what_a_forge_asks_of_one(form: Path) -> None:
    asked = read(form)
    assert asked["name"] and asked["description"]
    fields = [field for field in asked["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"textarea", "input", "dropdown", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)
    assert len({field["id"] for field in fields}) == len(fields) > 1


def test_there_are_forms_for_a_bug_and_an_idea_and_no_empty_issues() -> None:
    assert [form.stem for form in FORMS] == ["bug", "idea"]
    assert read(FORGE / "ISSUE_TEMPLATE" / "config.yml")["blank_issues_enabled"] == "false"


def test_editors_are_told_the_width_that_the_formatter_keeps() -> None:
    editor = ConfigParser()
    editor.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
    assert editor["*.{py,js,mjs}"]["max_line_length"] == str(ruff["line-length"])
    assert editor["*"]["end_of_line"] == "lf"
