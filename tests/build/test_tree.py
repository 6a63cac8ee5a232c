"""What the tree of this project must not contain: it stands alone, on any machine."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator

import pytest

from .conftest import ROOT

# Written apart, so that this file passes its own test.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "js" + "delivr",
    "unp" + "kg.com",
]
PLACES = re.compile("|".join(["/ro" + "ot/", "/ho" + "me/(?!pyodide)", "/wo" + "rk/", "/Us" + "ers/"]))


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    found = {}
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            found[name] = data.decode("utf-8")
    return found


@pytest.fixture(scope="module")
def tree() -> dict[str, str]:
    return texts()


def test_no_file_names_a_package_registry(tree: dict[str, str]) -> None:
    named = [(name, host) for name, text in tree.items() for host in REGISTRIES if host in text.lower()]

    assert named == []


def test_no_file_names_a_place_of_one_machine(tree: dict[str, str]) -> None:
    named = [(name, found[0]) for name, text in tree.items() if (found := PLACES.search(text))]

    assert named == []


def test_every_locked_python_package_has_its_hashes(tree: dict[str, str]) -> None:
    locks = [name for name in tree if re.fullmatch(r"requirements.*\.txt", name)]
    assert len(locks) == 6
    for name in locks:
        for entry in re.split(r"\n(?=\S)", tree[name].strip()):
            assert re.match(r"[\w.-]+(\[[\w,]+\])?==\S+ ", entry) and "--hash=sha256:" in entry, (name, entry)


def test_the_locks_hold_what_the_project_asks_for(tree: dict[str, str]) -> None:
    project = tomllib.loads(tree["pyproject.toml"])
    for lock, asked in {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]],
    }.items():
        locked = set(re.findall(r"^([\w.-]+)(?:\[\w+\])?==", tree[lock], re.MULTILINE))
        assert {re.split(r"[^\w-]", name)[0] for name in asked} <= locked


def test_packages_of_both_locks_have_the_same_version(tree: dict[str, str]) -> None:
    versions = [
        dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", tree[lock], re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    ]

    assert versions[0].items() <= versions[1].items()


def test_no_npm_package_is_locked_to_an_address(tree: dict[str, str]) -> None:
    assert '"resolved"' not in tree["package-lock.json"]
    assert tree["package-lock.json"].count('"integrity"') > 20


# -- tests -----------------------------------------------------------------------------------------

TEST_LINES = 500
ROOMS_BESIDE = {"path": {"browser"}}  # the whole path has the browser's fixtures


def files_of_tests(tree: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each Python file under tests, and the room that it is in: "core", "lab", or "" for none."""
    for name in tree:
        if name.startswith("tests/") and name.endswith(".py"):
            yield name, name.split("/")[1] if name.count("/") > 1 else ""


def test_every_folder_of_tests_is_a_package(tree: dict[str, str]) -> None:
    folders = {name.rpartition("/")[0] for name, _ in files_of_tests(tree)}

    assert [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in tree] == []


def test_what_tests_of_two_rooms_need_stands_in_the_lab(tree: dict[str, str]) -> None:
    wrong = []
    for name, room in files_of_tests(tree):
        for node in ast.walk(ast.parse(tree[name])):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
                other = (node.module or "").split(".")[1]
                if room and other not in {room, "lab", "conftest"} | ROOMS_BESIDE.get(room, set()):
                    wrong.append((name, node.module))

    assert wrong == []


def test_a_file_of_tests_is_one_theme_and_not_everything(tree: dict[str, str]) -> None:
    assert [name for name, _ in files_of_tests(tree) if tree[name].count("\n") > TEST_LINES] == []
