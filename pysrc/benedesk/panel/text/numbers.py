"""Telephone numbers as their reader expects to see them.

Documents carry E.164 (`+358401234567`), internal numbers (`101`) or nothing (withheld); `core.numbers` goes
the other way, and reads all that is shown. `formats.json` is taken from the phonenumbers library by
tests/lab/panel/formats.py; what it does not know is shown as country code and groups of three.
"""

from __future__ import annotations

import json
import pkgutil
import re
from functools import cache, lru_cache
from typing import Any

from ...core.numbers import INTERNAL_DIGITS


@lru_cache(1024)
def grouped(number: str, country: str) -> str:
    """`number` as a person reads it whose country code is `country`; what is not in E.164 stays as it is."""
    digits = number[1:]
    if not number.startswith("+") or not (digits.isascii() and digits.isdigit()):
        return number
    code = _code(digits)
    rest = digits.removeprefix(code)
    # With a 0 before it, a short one would be read as internal.
    at_home = code == country and len(rest) >= INTERNAL_DIGITS
    formats = _table().get(code, ())
    for begins, pattern, home, abroad in formats:
        template = home if at_home else abroad
        if template and re.match(begins, rest) and (found := re.fullmatch(pattern, rest)):
            return found.expand(template.replace("$", "\\"))
    return " ".join([f"+{code}", *([rest] if formats else _threes(rest))])


@cache
def _table() -> dict[str, Any]:
    """Country code -> rows: how it begins, pattern, how it is written at home, and abroad if so at all."""
    data = pkgutil.get_data(__package__, "formats.json")
    assert data is not None
    return dict(json.loads(data))


def _code(digits: str) -> str:
    if digits[0] in "17":
        return digits[0]
    return digits[:3] if digits[:2] in _table()["three"] else digits[:2]


def _threes(rest: str) -> list[str]:
    groups = []
    while len(rest) > 4:
        groups.append(rest[:3])
        rest = rest[3:]
    return [*groups, rest]
