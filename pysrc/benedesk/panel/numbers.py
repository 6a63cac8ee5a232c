"""Telephone numbers as a Finnish reader expects to see them.

Documents carry E.164 (`+358401234567`), internal numbers (`101`) or nothing (withheld);
`core.numbers` goes the other way.
"""

from __future__ import annotations

HOME = "358"

# What is read as one group after the leading zero, longest first.
_PREFIXES = (
    "457", "600", "606", "700", "800",
    "10", "13", "14", "15", "16", "17", "18", "19", "20", "29", "30", "39", "71", "73", "75",
    "40", "41", "42", "43", "44", "45", "46", "49", "50",
    "2", "3", "5", "6", "8", "9",
)  # fmt: skip

_ONE_DIGIT = frozenset("17")
# Country codes of three digits, by how they begin; all others but +1 and +7 have two.
_THREE_DIGITS = (
    "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "80",
    "85", "87", "88", "96", "97", "99",
)  # fmt: skip


def shown(number: str) -> str:
    """`number` as a person reads it; what is not in E.164 stays as it is."""
    digits = number[1:]
    if not number.startswith("+") or not (digits.isascii() and digits.isdigit()):
        return number
    if digits.startswith(HOME):
        return _home(digits.removeprefix(HOME))
    code = _country(digits)
    return " ".join([f"+{code}", *_threes(digits.removeprefix(code))])


def _home(rest: str) -> str:
    prefix = next((prefix for prefix in _PREFIXES if rest.startswith(prefix)), "")
    tail = rest.removeprefix(prefix)
    if not prefix or len(tail) < 3:
        return f"0{rest}"
    return " ".join([f"0{prefix}", *_subscriber(tail)])


def _subscriber(tail: str) -> list[str]:
    """A subscriber's number in two groups, the longer or equal one last; threes when it is very long."""
    if len(tail) <= 4:
        return [tail]
    if len(tail) > 8:
        return _threes(tail)
    cut = len(tail) // 2
    return [tail[:cut], tail[cut:]]


def _threes(rest: str) -> list[str]:
    groups = []
    while len(rest) > 4:
        groups.append(rest[:3])
        rest = rest[3:]
    return [*groups, rest]


def _country(digits: str) -> str:
    if digits[:1] in _ONE_DIGIT:
        return digits[0]
    return digits[:3] if digits.startswith(_THREE_DIGITS) else digits[:2]
