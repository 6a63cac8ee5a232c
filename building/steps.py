"""What every step is made of: where things are, commands, stamps, zips, and errors that a person can read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
CACHE = ROOT / ".cache"
DIST = ROOT / "dist"
WEB = ROOT / "web"
SOURCES = ROOT / "pysrc"
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal input gives equal bytes


class Stop(Exception):
    """A step could not be done; the text tells the reader what to do about it."""


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One line for the step, with the time that it took."""
    start = time.monotonic()
    print(f"  {what:<62}", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:6.1f} s", flush=True)


def call(*command: str | Path, **variables: str) -> str:
    """Run a command quietly and return what it said; all of that is the reason when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **variables}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise Stop(f"{done.stdout[-6000:].strip()}\n\nThis failed: {' '.join(words)}")
    return done.stdout


class Stamp:
    """Remembers, beside what a step made, the files that it was made from."""

    def __init__(self, made: Path, name: str, *inputs: Path) -> None:
        digest = hashlib.sha256()
        for file in inputs:
            known_as = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
            digest.update(f"{known_as} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        self.path, self.value = made / f".made-{name}", digest.hexdigest()

    def is_set(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def zip_of(files: dict[str, bytes], target: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip whose bytes depend on nothing but the files."""
    with zipfile.ZipFile(target, "w") as out:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type, entry.external_attr = method, 0o644 << 16
            out.writestr(entry, files[name], compresslevel=9)
    return target


def source_files(*folders: Path) -> list[Path]:
    """Every file of ours below the folders, in order; never what Python left beside them."""
    every = (file for folder in folders for file in sorted(folder.rglob("*")))
    return [file for file in every if file.is_file() and "__pycache__" not in file.parts]


def files_under(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in source_files(folder)}
