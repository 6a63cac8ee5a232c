"""Markup that is safe by construction: text is escaped where it enters a template, once."""

from __future__ import annotations

from collections.abc import Iterable

# As html.escape does it, whose module brings the names of two thousand letters along.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


class Html(str):
    """Markup of ours: `h` puts it into a template as it is."""

    __slots__ = ()


def esc(value: object) -> str:
    """`value` as text inside markup, or as it is when it is markup already; None is nothing."""
    if isinstance(value, Html):
        return value
    if value is None:
        return ""
    return str(value) if type(value) is int else str(value).translate(_ESCAPES)


def h(template: str, *args: object, **named: object) -> Html:
    """Fill `{}` and `{name}` of a template of ours; everything that is not `Html` is escaped."""
    return Html(template.format(*map(esc, args), **{key: esc(value) for key, value in named.items()}))


def join(parts: Iterable[str]) -> Html:
    """Markup one after the other."""
    return Html("".join(map(esc, parts)))


def flag(name: str, on: object) -> Html:
    """An attribute that is there or is not."""
    return Html(f" {name}" if on else "")


def yes_no(on: object) -> str:
    """A boolean as ARIA writes it."""
    return "true" if on else "false"
