"""Pyodide never has JSPI, whoever loads it: see web/no-jspi.mjs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from .conftest import ROOT

# A Node of tomorrow, which offers what browsers do.
OFFERED = """data:text/javascript,
WebAssembly.Suspending = function (given) { return given; };
WebAssembly.promising = (given) => given;
"""
ASK = """
import { run, startPython } from './web/build/python.mjs';
await run(async () => {
  const python = await startPython();
  console.log(await python.runPythonAsync('from pyodide.ffi import can_run_sync; can_run_sync()'));
});
"""
SCRIPTS = (".js", ".mjs", ".html", ".py")
LOADS = re.compile(r"(?:from|import\() ?['\"](?:[./\w]*/)?pyodide(?:\.mjs)?['\"]")


@pytest.mark.node
def test_python_in_node_never_waits_on_a_stack_of_its_own() -> None:
    node = os.environ.get("BENEDESK_NODE") or shutil.which("node")
    assert node, "no Node: `python3 build.py setup` gets it"
    command = [node, "--import", OFFERED, "--input-type=module", "--eval", ASK]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (run.returncode, run.stdout.strip()) == (0, "false"), run.stderr


def test_whoever_loads_pyodide_takes_jspi_away_first() -> None:
    folders = ("web", "extension", "bench")
    scripts = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in SCRIPTS]
    loaders = {
        file.relative_to(ROOT).as_posix(): text
        for file in scripts
        if LOADS.search(text := file.read_text(encoding="utf-8"))
    }

    assert set(loaders) == {"web/python.mjs", "web/build/python.mjs", "bench/pages.py"}
    for name, text in loaders.items():
        before, _, _ = text.partition("pyodide.mjs'" if "pyodide.mjs'" in text else "'pyodide'")
        assert re.search(r"import '[./\w-]*no-jspi\.mjs'", before), name
