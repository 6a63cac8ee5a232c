"""What is known of each country's numbers: the facts of `numbering.json`, by country code.

The file is taken from libphonenumber's metadata by tests/lab/numbering.py. A country is one line of it, and
only the lines that somebody asks for are read: a panel needs one or two at its start.
"""

from __future__ import annotations

import json
import pkgutil
import re
from functools import cache

TRUNK = "0"  # what most countries put before a number that is dialled inside them


class Numbering:
    """One country's numbers; without facts, of a country that nobody knows.

    `formats` are rows in the order to try them: how it begins, pattern, how it is written at home, and abroad
    if so at all. `short` are the public numbers that look like internal ones.
    """

    def __init__(self, facts: dict[str, object]) -> None:
        self._whole = str(facts.get("whole", ""))
        self._trunk = str(facts.get("trunk", "" if facts else TRUNK))
        self._instead = str(facts.get("instead", ""))
        self._bare = ".*" if facts and not self._trunk else str(facts.get("bare", ""))
        self._abroad = str(facts.get("abroad", ""))
        self.short: list[str] = facts.get("short", [])  # type: ignore[assignment]
        self.formats: list[list[str | None]] = facts.get("formats", [])  # type: ignore[assignment]

    def fits(self, significant: str) -> bool:
        """Whether these digits, without a trunk prefix, can be a number of the country."""
        return bool(self._whole and re.fullmatch(self._whole, significant))

    def is_written_so(self, digits: str) -> bool:
        """Whether people of the country write these digits as they stand, with no prefix before them."""
        return self.fits(digits) and bool(re.fullmatch(self._bare, digits))

    def without_trunk(self, digits: str) -> str | None:
        """The digits without the prefix for calls inside the country; None if they do not begin with one."""
        if not self._trunk or not (found := re.match(self._trunk, digits)):
            return None
        kept = digits[found.end() :]
        if self._instead and found.lastindex:  # the prefix carries a part of the number
            kept = found.expand(self._instead) + kept
        return kept if len(kept) < len(digits) else None

    def without_exit(self, digits: str) -> str | None:
        """The digits without the country's own prefix for calls abroad; None if they do not begin so."""
        found = re.match(self._abroad, digits) if self._abroad else None
        return digits[found.end() :] if found else None

    def significant(self, written: str) -> str:
        """The number in what stands behind the country's code, where some write a trunk prefix too."""
        if self.fits(written):
            return written
        rest = self.without_trunk(written)
        if rest is None:
            rest = written.removeprefix(TRUNK)
            if not self.fits(rest):
                return written
        # What begins with 0 is no number; what does not, and does not fit, may be newer than the facts.
        if self.fits(rest) or (written.startswith(TRUNK) and rest):
            return self.significant(rest)
        return written


@cache
def numbering(code: str) -> Numbering:
    """The numbers of the country with this code."""
    begins = f'\n"{code}":'
    place = _table().find(begins)
    if not code or place < 0:
        return Numbering({})
    begin = place + len(begins)
    return Numbering(json.loads(_table()[begin : _table().index("\n", begin)].rstrip(",")))


def code_of(digits: str) -> str:
    """The country code that a number in E.164, without its plus, begins with."""
    if digits[:1] in ("1", "7"):
        return digits[:1]
    return digits[:3] if digits[:2] in _three() else digits[:2]


@cache
def _three() -> frozenset[str]:
    line = _table().partition('"three":')[2].partition("\n")[0]
    return frozenset(json.loads(line.rstrip(",")))


@cache
def _table() -> str:
    data = pkgutil.get_data(__package__, "numbering.json")
    assert data is not None
    return data.decode()
