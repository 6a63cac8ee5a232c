"""Who may know whom, how large a module may be, and that the protocol's text is what the code speaks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from benedesk.core import model
from benedesk.core.inputs import COMMANDS
from benedesk.core.states import CallState
from benedesk.wire.codec import FRAME_BYTES, fields_of
from benedesk.wire.messages import OLDEST_VERSION, PROTOCOL_VERSION, TO_PANEL, TO_SERVER

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "pysrc" / "benedesk"
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")

# One room may import these rooms; a module named here may import one more.
ROOMS = {
    "core": set(),
    "wire": {"core"},
    "sim": {"core"},
    "panel": {"core", "wire"},
    "server": {"core", "wire"},
}
EXTRA = {
    "panel/demo.py": {"sim"},  # the whole desk inside the page
    "server/simulated.py": {"sim"},  # the entry point's PBX for those who only try it
    "__main__.py": {"server"},
}
PURE = ("core", "wire", "sim")
IMPURE = {
    "asyncio", "concurrent", "ctypes", "datetime", "multiprocessing", "os", "pathlib", "secrets", "selectors",
    "socket", "sqlite3", "ssl", "subprocess", "sys", "threading", "time", "urllib", "uuid",
}  # fmt: skip
BROWSER = {"js", "pyodide", "pyodide_js", "pyodide_http", "pyscript", "micropip", "polyscript"}
DOM = {
    "innerHTML", "outerHTML", "textContent", "innerText", "querySelector", "querySelectorAll",
    "getElementById", "getElementsByClassName", "createElement", "appendChild", "insertAdjacentHTML",
    "replaceChildren", "classList", "addEventListener", "setAttribute", "removeAttribute", "dataset",
    "activeElement",
}  # fmt: skip
ASTERISK = re.compile(
    r"\b(stasis|pjsip|bridges?|channels?|channelvars|endpoint_?state|externalmedia|dialplan|originate|moh)\b",
    re.I,
)
MODULE_LINES = 300


def modules() -> list[str]:
    return sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text(encoding="utf-8"), module)


def imports(module: str) -> Iterator[str]:
    """The full name of everything that the module imports, wherever in it that stands."""
    here = ["benedesk", *Path(module).parts[:-1]]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    return module.partition("/")[0]


def code_of(module: str) -> str:
    """The module's code, without docstrings and comments."""
    parsed = deepcopy(tree(module))
    for node in ast.walk(parsed):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not is_text(part)] or [ast.Pass()]
    return ast.unparse(parsed)


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# -- imports ---------------------------------------------------------------------------------------


def test_the_rooms_are_those_that_this_test_knows():
    assert {room(module) for module in modules() if "/" in module} == set(ROOMS)


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_rooms_that_it_may_know(module):
    ours = {name.split(".")[1] for name in imports(module) if re.match(r"benedesk\.\w", name)}
    allowed = {room(module), "__version__"} | ROOMS.get(room(module), set()) | EXTRA.get(module, set())
    assert ours <= allowed


def test_a_panel_starts_without_the_desk_that_a_server_has_for_it():
    read = "import benedesk.panel.app, sys; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", read], cwd=SOURCE.parent, capture_output=True, text=True)
    desk = {f"benedesk.core.{name}" for name in ("inputs", "events", "effects", "desk", "decide", "evolve")}

    assert "benedesk.panel.app" in found.stdout
    assert not desk & set(found.stdout.split())


def test_a_panel_starts_without_a_dataclass_each_of_which_would_cost_it_a_millisecond():
    count = (
        "import dataclasses; made = [];"
        "dataclasses.dataclass = lambda *a, **k: made.append(1) or (lambda c: c);"
        "import benedesk.panel.app; print(len(made))"
    )
    found = subprocess.run([sys.executable, "-c", count], cwd=SOURCE.parent, capture_output=True, text=True)

    assert found.stdout == "0\n", found.stderr


@pytest.mark.parametrize("module", [m for m in modules() if room(m) in PURE])
def test_core_wire_and_sim_need_nothing_but_pure_parts_of_the_standard_library(module):
    others = {name.split(".")[0] for name in imports(module)} - {"benedesk"}
    assert others <= set(sys.stdlib_module_names)
    assert not others & IMPURE


@pytest.mark.parametrize("module", [m for m in modules() if room(m) in PURE])
def test_chance_comes_in_as_a_seeded_random_and_never_into_the_core(module):
    chance = {name for name in imports(module) if name.split(".")[0] == "random"}
    assert chance <= ({"random.Random"} if room(module) == "sim" else set())


@pytest.mark.parametrize("module", [m for m in modules() if room(m) in PURE])
def test_core_wire_and_sim_wait_for_nothing_and_write_nowhere(module):
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not [node.lineno for node in ast.walk(tree(module)) if isinstance(node, waits)]
    called = {
        node.func.id
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input", "exec", "eval", "compile", "__import__", "globals"}


@pytest.mark.parametrize("module", [m for m in modules() if m != "panel/browser.py"])
def test_only_the_browser_module_knows_the_browsers_python(module):
    assert not {name.split(".")[0] for name in imports(module)} & BROWSER
    assert not re.search(rf"import_module\(['\"]({'|'.join(BROWSER)})\b", code_of(module))


@pytest.mark.parametrize("module", [m for m in modules() if m not in ("panel/page.py", "panel/browser.py")])
def test_only_the_page_module_touches_the_page(module):
    attributes = {node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}
    assert not attributes & DOM


@pytest.mark.parametrize(
    "module", [m for m in modules() if not re.fullmatch(r"server/pbx/asterisk/\w+\.py", m)]
)
def test_only_the_asterisk_modules_speak_as_asterisk_does(module):
    """The settings hold what an administrator tells Asterisk, in Asterisk's words, and do not read it."""
    if module != "server/settings.py":
        assert not ASTERISK.findall(code_of(module))


# -- sizes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", modules())
def test_a_module_fits_into_the_head(module):
    assert len((SOURCE / module).read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("module", modules())
def test_a_module_says_first_what_it_is_for(module):
    assert (ast.get_docstring(tree(module)) or "").partition("\n\n")[0].endswith(".")


# -- one word, one place ---------------------------------------------------------------------------


def classes() -> dict[str, list[str]]:
    """Every class by its name, with the modules that have one."""
    found: dict[str, list[str]] = {}
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(module)
    return found


def test_no_two_classes_have_the_same_name():
    assert {name: where for name, where in classes().items() if len(where) > 1} == {}


def records(module: str) -> Iterator[tuple[str, int, bool]]:
    """The dataclasses of a module: name, how many fields, whether they are given by name only."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ClassDef):
            made = [ast.unparse(how) for how in node.decorator_list if "dataclass" in ast.unparse(how)]
            fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
            if made:
                yield node.name, len(fields), "kw_only=True" in made[0]


@pytest.mark.parametrize("module", modules())
def test_a_record_of_five_fields_and_more_is_made_by_their_names(module):
    assert [name for name, fields, by_name in records(module) if fields >= 5 and not by_name] == []


@pytest.mark.parametrize(
    "module", [m for m in modules() if m not in ("core/topics.py", "core/timers.py", "core/effects.py")]
)
def test_topics_and_timers_are_made_and_read_in_one_place(module):
    code = code_of(module)
    assert re.findall(r"f['\"](?:queue|agent|call|diary|search)/\{", code) == []
    assert re.findall(r"f['\"](?:ring|retry|wrap_up|availability):\{|\bSetTimer\(f", code) == []


def constants() -> Iterator[tuple[str, str, str]]:
    """Every constant of a module: name, value, where."""
    for module in modules():
        for node in tree(module).body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)) if (
                    name.isupper()
                ):
                    yield name, repr(value), module


def test_no_constant_is_stated_in_two_places():
    stated: dict[tuple[str, str], list[str]] = {}
    for name, value, module in constants():
        stated.setdefault((name, value), []).append(module)
    assert {what: where for what, where in stated.items() if len(where) > 1} == {}


@pytest.mark.parametrize(("home", "value"), {"core/numbers.py": "358", "wire/messages.py": 4401}.items())
def test_the_home_country_and_a_links_end_are_stated_once(home, value):
    nodes = ((module, node) for module in modules() for node in ast.walk(tree(module)))
    stated = [module for module, node in nodes if isinstance(node, ast.Constant) and node.value == value]
    assert stated == [home]


# A line is a caller's line in the PBX, or a line of text.
LINES = re.compile(
    r"\b(?:the|a|one|its|their) line (?:to the server|is (?:down|dead|open)|was lost)\b", re.IGNORECASE
)


@pytest.mark.parametrize("module", [m for m in modules() if room(m) in ("panel", "wire", "server")])
def test_a_connection_is_a_link(module):
    assert LINES.findall((SOURCE / module).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", ["core/react.py", "panel/view/card.py"])
def test_states_and_events_are_matched_to_the_last(module):
    """A `case _` that does anything but `assert_never` would hide a new one from the types."""
    matches = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Match)]
    last = [ast.unparse(node.cases[-1]).replace("\n", " ") for node in matches]
    assert last and all(re.fullmatch(r"case _:\s+assert_never\(.+\)", case) for case in last)


# -- docs/protocol.md ------------------------------------------------------------------------------


def section(title: str) -> str:
    return PROTOCOL.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> dict[str, list[str]]:
    """The table of a section: first cell to the names in its second."""
    cells = [line.split("|") for line in section(title).splitlines() if line.startswith("| `")]
    return {row[1].strip(" `"): re.findall(r"`(\w+)`", row[2]) for row in cells}


def fields(kind: type) -> list[str]:
    return list(fields_of(kind))


def test_every_message_to_a_panel_and_every_field_of_it_is_documented_and_no_other():
    assert rows("Server to panel") == {name: fields(kind) for name, kind in TO_PANEL.items()}


def test_every_message_to_the_server_and_every_field_of_it_is_documented_and_no_other():
    assert rows("Panel to server") == {name: fields(kind) for name, kind in TO_SERVER.items()}


def test_every_command_and_every_argument_of_it_is_documented_and_no_other():
    args = {name: [field for field in fields(kind) if field != "agent"] for name, kind in COMMANDS.items()}
    assert rows("Commands") == args


# These never cross the line: settings are refused where they are read, and a panel says to itself
# that it has no connection. The others are answers to a sign-in or to a file, in their own places.
NOT_SPOKEN = {"number_taken", "name_taken", "not_connected"}


def codes(*rooms: str) -> set[str]:
    return {
        node.args[0].value
        for module in modules()
        if room(module) in rooms
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused"
        if node.args and isinstance(node.args[0], ast.Constant)
    } | {
        node.value
        for module in modules()
        if room(module) in rooms
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and node.value in ("bad_frame", "bad_message", "bad_args")
    }


def test_every_code_of_a_refusal_is_documented():
    assert codes("core", "wire") - NOT_SPOKEN <= rows_of_codes()


def test_every_documented_code_is_one_that_is_said():
    assert rows_of_codes() <= codes("core", "wire", "server")


def rows_of_codes() -> set[str]:
    first_cells = [line.split(" | ")[0] for line in section("Codes").splitlines() if line.startswith("| `")]
    return set(re.findall(r"`(\w+)`", " ".join(first_cells)))


def test_the_version_and_the_largest_frame_are_documented():
    assert f"Protocol version: **{PROTOCOL_VERSION}**" in PROTOCOL
    assert f"larger than {FRAME_BYTES // 1024} KiB" in PROTOCOL
    assert OLDEST_VERSION <= PROTOCOL_VERSION


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("availability", model.Availability), ("gate", model.Gate), ("state", CallState),
        ("reason", model.Failure), ("result", model.DiaryResult),
    ],
)  # fmt: skip
def test_every_value_of_a_field_is_listed_and_no_other(field, kind):
    listed = re.search(rf"^`{field}`: (`.+)$", section("Documents"), re.MULTILINE)
    assert listed and re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", listed[1])) == list(kind)
