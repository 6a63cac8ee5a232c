"""Python for the page, as byte code made by Pyodide's own CPython: the library, our modules, PyScript's."""

from __future__ import annotations

import json
import marshal
import re
import zipfile
from pathlib import Path

from .machine import node
from .steps import NODE_MODULES, ROOT, SOURCES, WEB, Stamp, call, source_files, zip_of

PYSCRIPT = (
    "core.js",
    "core-",
    "error-",
)  # the rest is never asked for: its editor, its game, its terminal ...
INSIDE = "/lib/python314.zip/"  # where Pyodide puts the archive
PYC_HEADER = 16  # bytes before the code


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (SOURCES / "benedesk/__init__.py").read_text())
    assert found, "pysrc/benedesk/__init__.py names the version"
    return found[1]


def our_files() -> list[Path]:
    """Our Python for the page: everything but the server."""
    server = (SOURCES / "benedesk/server", SOURCES / "benedesk/__main__.py")
    return [
        file for file in source_files(SOURCES) if not file.is_relative_to(server[0]) and file != server[1]
    ]


def archive(work: Path, cache: Path, wheels: list[Path]) -> None:
    """The one file of Python that the page loads: the library, our modules and PyScript's, as byte code.

    What a start imports is one entry, see web/build/sitecustomize.py.
    """
    sources, keep, start = work / "sources.zip", work / "keep.txt", work / "start.txt"
    pyscript = pyscript_sources()
    own = {file.relative_to(SOURCES).as_posix(): file.read_bytes() for file in our_files()}
    own["sitecustomize.py"] = (WEB / "build/sitecustomize.py").read_bytes()
    zip_of(own | pyscript, sources)
    run_node("trim.mjs", keep, start, sources, *wheels)
    run_node("compile.mjs", sources, work / "own.zip", INSIDE)
    files = read_zip(library(cache, keep)) | read_zip(work / "own.zip")
    # An add-on's wheel may say that it needs us.
    about = f"Metadata-Version: 2.1\nName: benedesk\nVersion: {version()}\n"
    files[f"benedesk-{version()}.dist-info/METADATA"] = about.encode()
    files["start.marshal"] = taken_out(files, [*start.read_text().split(), *imported_by(pyscript)])
    # Stored: the wire presses the whole better, and Python starts sooner.
    zip_of(files, work / "python_stdlib.zip", zipfile.ZIP_STORED)


def pyscript_sources() -> dict[str, bytes]:
    core = next(file for file in pyscript_files() if file.name.startswith("core-"))
    found: dict[str, str] = json.loads(call(node()[0], WEB / "build/pyscript.mjs", core))
    return {f"pyscript/{name}": source.encode() for name, source in found.items()}


def library(cache: Path, keep: Path) -> Path:
    """Python's library as .pyc, without what a page cannot use: it starts in a third of the time."""
    made = cache / "library.zip"
    stamp = Stamp(cache, "library", keep, ROOT / "package-lock.json", WEB / "build/compile.mjs")
    if not stamp.is_set():
        run_node("compile.mjs", NODE_MODULES / "pyodide/python_stdlib.zip", made, INSIDE, keep)
        stamp.set()
    return made


def imported_by(sources: dict[str, bytes]) -> list[str]:
    """These modules, and those that they name."""
    text = b"\n".join(sources.values()).decode()
    named = re.findall(r"^(?:import|from) ([\w.,]+)", text, re.MULTILINE)
    own = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in sources]
    return [*own, *(module for names in named for module in names.split(","))]


def taken_out(files: dict[str, bytes], modules: list[str]) -> bytes:
    """The code of those modules that are among the files, which lose them."""
    code = {}
    for module in dict.fromkeys(modules):
        path = module.replace(".", "/")
        for name, is_package in ((f"{path}/__init__.pyc", True), (f"{path}.pyc", False)):
            if name in files:
                code[module] = (is_package, files.pop(name)[PYC_HEADER:])
    return marshal.dumps(code, 2)  # a format that every Python reads


def read_zip(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pyscript_files() -> list[Path]:
    every = (NODE_MODULES / "@pyscript/core/dist").glob("*.js")
    return sorted(file for file in every if file.name.startswith(PYSCRIPT))


def run_node(script: str, *arguments: str | Path) -> None:
    call(node()[0], WEB / "build" / script, *arguments)
