"""What the server keeps is its owner's alone: whatever the umask, and whatever was there before.

SQLite gives a database's log the mode of the database, so that one file decides for all of them.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

DATABASE = "benedesk.sqlite3"  # what makes a folder a data folder
OURS = "benedesk*"  # all that we put into a data folder, and backups by the name that the guide gives them
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def from_now_on() -> None:
    """Every file and folder that this process makes is its user's alone."""
    os.umask(OTHERS)


def folder(path: Path) -> None:
    """Make the folder; or close it to others, with what lies in it of ours. Raises OSError."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close(*still_open(path))


def still_open(path: Path) -> list[Path]:
    """Of a data folder and what lies in it of ours, what is open to others."""
    # What a link leads to may not be ours; a database that lies elsewhere is, see `file`.
    ours = [found for found in path.glob(OURS) if found.is_file() and not found.is_symlink()]
    # One that all share, such as /tmp, is meant to be open; somebody else's is not ours to close.
    is_ours = (path / DATABASE).exists() or all(found.match(OURS) for found in path.iterdir())
    if is_ours and not _mode(path) & stat.S_ISVTX:
        ours.append(path)
    return [found for found in ours if _mode(found) & OTHERS]


def file(path: Path, *, is_new: bool = False) -> None:
    """An empty file, or the one that is there, closed to others. Raises OSError, also if it should be new."""
    try:
        # Never one that is there: to open and close a database ends the locks that SQLite has on it.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        if is_new:
            raise
        _close(path, *path.parent.glob(f"{path.name}-*"))


def _close(*paths: Path) -> None:
    for path in paths:
        # Not allowed: somebody else's, which `still_open` goes on to tell. Not found: of a server that ends.
        with contextlib.suppress(PermissionError, FileNotFoundError):
            path.chmod(_mode(path) & ~OTHERS)


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0
