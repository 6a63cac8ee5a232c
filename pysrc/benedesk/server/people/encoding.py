"""The text of a list, in whatever encoding it was written."""

from __future__ import annotations

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOK_AT_BYTES = 512


def text_of(data: bytes) -> str:
    """UTF-16 by its mark or its zeros, else UTF-8, else what Western Windows writes."""
    if wide := _wide(data):
        return data.decode(wide, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def narrow(data: bytes) -> bytes:
    """The same with UTF-16 made UTF-8; other encodings may change from line to line."""
    return text_of(data).encode(errors="replace") if _wide(data) else data


def _wide(data: bytes) -> str:
    """Which UTF-16 it is; empty if it is none. Letters of Europe have a zero beside each, in UTF-16 alone."""
    if data.startswith(_MARKS):
        return "utf-16"
    start = data[:_LOOK_AT_BYTES]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) * 2 > len(zeros):
            return encoding
    return ""
