"""An administrator's own sources of directory entries: wheels in the package's folder.

`addons.json` beside the page lists wheels, e.g. `["addons/acme_directory-1.0-py3-none-any.whl"]`. A
wheel names callables under the entry point group `benedesk.directory`; each returns a list of
`benedesk.core.directory.Entry`. They are searched on the panel's side, after the server's own.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.directory import Directory, Entry
    from ..core.documents import FoundEntry, SearchDocument

LIST = "addons.json"
GROUP = "benedesk.directory"
Read = Callable[[str], Awaitable[str | None]]
Install = Callable[[str], Awaitable[None]]


class Extra:
    """Entries that no server knows."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._directory = _directory([*entries])

    def merged(self, found: SearchDocument | None, query: str) -> SearchDocument | None:
        """The server's answer with ours behind it."""
        if found is None or self._directory is None:
            return found
        ours, more = self._directory.find(query)
        entries = [*found["entries"], *map(_entry, ours)]
        return {**found, "entries": entries, "more": found["more"] + more}


def _directory(entries: list[Entry]) -> Directory | None:
    if not entries:
        return None
    # As most panels have no add-ons, a start does not read it.
    from ..core.directory import Directory

    return Directory(entries)


def _entry(entry: Entry) -> FoundEntry:
    return {
        "id": entry.id, "kind": "person", "name": entry.name, "title": entry.title,
        "department": entry.department, "numbers": list(entry.numbers), "availability": None,
        "note": "", "until": None, "on_call": False, "queue": None,
    }  # fmt: skip


async def load(read: Read, install: Install) -> Extra:
    """Install the listed wheels and collect their entries. One that fails is left out, and says so."""
    wheels = json.loads(await read(LIST) or "[]")
    for wheel in wheels:
        try:
            await install(wheel)
        except Exception:  # an add-on's mistake must not keep the panel from working
            traceback.print_exc(file=sys.stderr)
    return Extra(collected() if wheels else ())


def collected() -> list[Entry]:
    """The entries of every installed add-on."""
    # Slow to import, and most panels have no add-ons.
    from importlib.metadata import entry_points

    entries: list[Entry] = []
    for point in entry_points(group=GROUP):
        try:
            entries.extend(point.load()())
        except Exception:  # as above
            traceback.print_exc(file=sys.stderr)
    return entries
