"""Python for the page, as byte code made by Pyodide's own CPython: our wheel, and the standard library."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import zipfile
from pathlib import Path

from .machine import node
from .steps import NODE_MODULES, ROOT, SOURCES, WEB, Stamp, call, source_files, zip_of

PYSCRIPT_LEFT_OUT = ("codemirror", "xterm", "zip-", "toml-B", "index-", "service-worker", "storage")


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


def our_wheel(work: Path, sources: Path) -> Path:
    """A wheel of .pyc files."""
    run_node("compile.mjs", sources, work / "compiled.zip", "")
    with zipfile.ZipFile(work / "compiled.zip") as compiled:
        files = {name: compiled.read(name) for name in compiled.namelist()}
    info = f"benedesk-{version()}.dist-info"
    files |= {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: benedesk\nVersion: {version()}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/top_level.txt": b"benedesk\n",
    }
    record = [f"{name},sha256={record_hash(data)},{len(data)}" for name, data in sorted(files.items())]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    # Stored: the wire presses it better, and Python unpacks it sooner.
    return zip_of(files, work / wheel_name(), zipfile.ZIP_STORED)


def wheel_name() -> str:
    return f"benedesk-{version()}-py3-none-any.whl"


def record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def standard_library(work: Path, cache: Path, sources: Path, wheels: list[Path]) -> None:
    """Python's library as .pyc, without what a page cannot use: it starts in a third of the time."""
    keep = work / "keep.txt"
    run_node("trim.mjs", keep, sources, *wheels, "--", *pyscript_files())
    made = cache / "library.zip"
    stamp = Stamp(cache, "library", keep, ROOT / "package-lock.json", WEB / "build/compile.mjs")
    if not stamp.is_set():
        run_node("compile.mjs", NODE_MODULES / "pyodide/python_stdlib.zip", made, "/lib/python314.zip/", keep)
        stamp.set()
    shutil.copyfile(made, work / "python_stdlib.zip")


def pyscript_files() -> list[Path]:
    every = (NODE_MODULES / "@pyscript/core/dist").glob("*.js")
    return sorted(file for file in every if not file.name.startswith(PYSCRIPT_LEFT_OUT))


def run_node(script: str, *arguments: str | Path) -> None:
    call(node()[0], WEB / "build" / script, *arguments)
