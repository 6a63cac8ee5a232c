"""Telephone numbers: as people write them, and as the desk compares them.

The desk keeps E.164 (`+358401234567`) for the public network and bare digits (`101`) for internal
numbers. Lengths: ITU-T E.164 allows 15 digits.
"""

from __future__ import annotations

from .errors import Refused

HOME = "358"  # the country code of numbers written without one, unless a desk is told another
INTERNAL_DIGITS = 6  # an internal or emergency number is at most this long
E164_DIGITS = 15
_IGNORED = dict.fromkeys(map(ord, " \t\u00a0\u202f-\u2010\u2011\u2013()./"))


def canonical(written: str, country: str = HOME) -> str:
    """The one spelling of a number, from what a person or a PBX writes.

    "040 123 4567", "+358 40 1234567", "00358401234567", "358401234567" and "tel:+358-40-1234567" are
    all "+358401234567". Raises Refused("bad_number") for what cannot be dialled.
    """
    if len(written) > 64:
        raise Refused("bad_number", "a number is at most 64 characters")
    bare = written.strip().lower().removeprefix("tel:").lstrip()
    if bare.startswith(("+", "00")):
        bare = bare.replace("(0)", "", 1)  # "+358 (0)40 ...": the 0 is for those who leave +358 out
    bare = bare.translate(_IGNORED)
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise Refused("bad_number", f"{written!r} is not a telephone number")
    if bare.startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif len(digits) <= INTERNAL_DIGITS:
        return digits
    elif digits.startswith("0"):
        number = country + digits[1:]
    elif digits.startswith(country):
        number = digits
    else:
        raise Refused("bad_number", f"{written!r} has no area code")
    if not INTERNAL_DIGITS < len(number) <= E164_DIGITS or number.startswith("0"):
        raise Refused("bad_number", f"{written!r} is not a complete number")
    return "+" + number


def to_dial(written: str, country: str = HOME) -> str:
    """Like `canonical`, for a number that is to be dialled.

    Raises Refused("emergency_number") too: who calls for help has to be found by the place of their
    phone, and to hear at once; neither is ours to promise.
    """
    from .emergency import is_emergency  # panels dial nothing

    number = canonical(written, country)
    if is_emergency(number, country):
        raise Refused("emergency_number", f"{number} is dialled on the phone itself, never from here")
    return number


def canonical_or_raw(told: str, country: str = HOME) -> str:
    """Like `canonical`, but what cannot be read stays as the network told it (callers are never refused)."""
    try:
        return canonical(told, country)
    except Refused:
        return told.strip()[:64]
