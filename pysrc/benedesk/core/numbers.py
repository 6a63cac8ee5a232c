"""Telephone numbers: as people write them, as the desk compares them, and as their reader expects them.

The desk keeps E.164 (`+358401234567`) for the public network and bare digits for internal numbers (`101`)
and for the few short ones of the public network (`116117`). Lengths: ITU-T E.164 allows 15 digits. Which
digits are a number's own and which a prefix, each country has decided for itself: `numbering` knows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .errors import Refused
from .numbering import TRUNK, Numbering, code_of, numbering

HOME = "358"  # the country code of numbers written without one, unless a desk is told another
INTERNAL_DIGITS = 6  # an internal or emergency number is at most this long
E164_DIGITS = 15
WRITTEN_CHARS = 64
SPACES = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Marks of direction and width, which come along when a number is copied from a page or an address book.
UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_IGNORED = dict.fromkeys(map(ord, SPACES + UNSEEN + DASHES + "()./"))
_UNSEEN = dict.fromkeys(map(ord, UNSEEN))
_FLOAT = re.compile(r"\+?[0-9]+\.0")  # a number that a spreadsheet took for a quantity


def canonical(written: str, country: str = HOME) -> str:
    """The one spelling of a number, from what a person or a PBX writes.

    "040 123 4567", "+358 40 1234567", "+358 (0)40 1234567", "00358401234567", "358401234567" and
    "tel:+358-40-1234567" are all "+358401234567". Raises Refused("bad_number") for what cannot be dialled.
    """
    if len(written) > WRITTEN_CHARS:
        raise Refused("bad_number", f"a number is at most {WRITTEN_CHARS} characters")
    bare, digits = bare_digits(written)
    if not digits:
        raise Refused("bad_number", f"{written!r} is not a telephone number")
    home = numbering(country)
    if bare.startswith("+"):
        number = _from_abroad(digits)
    elif digits.startswith("00"):
        number = _from_abroad(digits[2:])
    elif len(digits) <= INTERNAL_DIGITS:
        if not (significant := _short_with_trunk(digits, home)):
            return digits
        number = country + significant
    else:
        number = _at_home(digits, country, home)
    if not number:
        raise Refused("bad_number", f"{written!r} has no area code")
    if not INTERNAL_DIGITS < len(number) <= E164_DIGITS or number.startswith("0"):
        raise Refused("bad_number", f"{written!r} is not a complete number")
    return "+" + number


def bare_digits(written: str) -> tuple[str, str]:
    """What was written without what does not count, and its digits; no digits if there is anything else."""
    bare = written.translate(_UNSEEN).strip().lower().removeprefix("tel:").strip()
    if _FLOAT.fullmatch(bare):
        bare = bare[:-2]
    bare = bare.translate(_IGNORED)
    digits = bare.removeprefix("+")
    return bare, digits if digits.isascii() and digits.isdigit() else ""


def _from_abroad(digits: str) -> str:
    """Country code and number, of whatever country. That it fits there is not asked: numbers change faster
    than we learn of it."""
    code = code_of(digits)
    return code + numbering(code).significant(digits.removeprefix(code))


def _short_with_trunk(digits: str, home: Numbering) -> str | None:
    """The number in digits as short as internal ones, of which none begins with what gets an outside line."""
    if not digits.startswith(TRUNK):
        return None
    if home.is_written_so(digits):
        return digits
    significant = home.without_trunk(digits)
    return significant if significant and home.fits(significant) else None


def _at_home(digits: str, country: str, home: Numbering) -> str:
    """Country code and number, from how people write it at home or leave out the plus; empty if neither."""
    if home.is_written_so(digits):
        return country + digits
    behind_code = home.significant(digits.removeprefix(country)) if digits.startswith(country) else ""
    if home.fits(behind_code):
        return country + behind_code
    significant = home.without_trunk(digits)
    if significant and (home.fits(significant) or digits.startswith(TRUNK)):
        return country + home.significant(significant)
    if abroad := home.without_exit(digits):
        return _from_abroad(abroad)
    return country + behind_code if behind_code else ""


def own(written: str, country: str = HOME) -> str:
    """Like `canonical`, for a number of the company's own, also as operators send it: "992451000", without
    its 0 and its country, is "+358992451000". Of others nobody could tell it from another country's."""
    try:
        return canonical(written, country)
    except Refused:
        _, digits = bare_digits(written[:WRITTEN_CHARS])
        if len(digits) > INTERNAL_DIGITS and numbering(country).fits(digits):
            return f"+{country}{digits}"
        raise


def own_or_raw(told: str, country: str = HOME) -> str:
    """Like `own`, but what cannot be read stays as the network told it."""
    try:
        return own(told, country)
    except Refused:
        return told.strip()[:WRITTEN_CHARS]


def is_internal(number: str, country: str = HOME) -> bool:
    """Whether a canonical number is one of the house's own, which the public network does not know."""
    return not number.startswith("+") and number not in numbering(country).short


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
        return told.strip()[:WRITTEN_CHARS]


@lru_cache(1024)
def grouped(number: str, country: str) -> str:
    """`number` as a person reads it whose country code is `country`; what is not in E.164 stays as it is.

    `canonical` reads all that is shown. A country without formats is shown by its code and groups of three.
    """
    digits = number[1:]
    if not number.startswith("+") or not (digits.isascii() and digits.isdigit()):
        return number
    code = code_of(digits)
    rest = digits.removeprefix(code)
    formats = numbering(code).formats
    for begins, pattern, home, abroad in formats:
        template = home if code == country else abroad
        if template and re.match(begins or "", rest) and (found := re.fullmatch(pattern or "", rest)):
            return found.expand(template.replace("$", "\\"))
    return " ".join([f"+{code}", *([rest] if formats else _threes(rest))])


def _threes(rest: str) -> list[str]:
    groups = []
    while len(rest) > 4:
        groups.append(rest[:3])
        rest = rest[3:]
    return [*groups, rest]
