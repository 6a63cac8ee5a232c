"""Small pictures, drawn as inline SVG in the colour of the text: crisp, and right in forced colours."""

from __future__ import annotations

from ..text.markup import Html, h

_PATHS = {
    "phone": "M4.2 2.5h2.1l1 2.8-1.4 1a8 8 0 0 0 3.8 3.8l1-1.4 2.8 1v2.1c0 .8-.6 1.4-1.4 1.4A9.6 9.6 0 0 1 "
    "2.8 3.9c0-.8.6-1.4 1.4-1.4Z",
    "pause": "M5.5 3.5v9M10.5 3.5v9",
    "resume": "M5 3.3v9.4l7.6-4.7Z",
    "forward": "M2.5 8h10.5M9 4l4 4-4 4",
    "returned": "M2 5.5h11.2M10.4 2.6l2.9 2.9-2.9 2.9M14 10.5H2.8M5.6 7.6l-2.9 2.9 2.9 2.9",
    "clock": "M8 4.6V8l2.3 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
    "away": "M3 3l10 10M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12Z",
    "warn": "M8 2.4 14.4 13.4H1.6ZM8 6.6v3M8 11.4v.2",
    "alarm": "M5.5 1.8h5l3.7 3.7v5l-3.7 3.7h-5L1.8 10.5v-5ZM8 4.9v3.7M8 10.9v.2",
    "closed": "M4 7.2h8v6H4ZM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2",
    "open": "M4 7.2h8v6H4ZM5.6 7V5a2.4 2.4 0 0 1 4.6-.9",
    "chevron": "M6 4l4 4-4 4",
    "clear": "M4 4l8 8M12 4l-8 8",
    "search": "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14",
    "person": "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8ZM2.8 13.6c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4",
    "queue": "M2.5 4h11M2.5 8h11M2.5 12h7",
    "page": "M9.5 2.5h4v4M13.2 2.8 7.5 8.5M6.5 3.5h-3v9h9v-3",
    "done": "M3 8.5 6.4 12 13 4.5",
    "note": "M2.8 13.2l.7-2.9 7.1-7.1 2.2 2.2-7.1 7.1ZM9.3 4.5l2.2 2.2",
    "star": "M8 1.9l1.9 3.9 4.2.6-3 3 .7 4.2L8 11.6l-3.8 2 .7-4.2-3-3 4.2-.6Z",
}
_PATHS["down"] = _PATHS["phone"]  # the same handset, laid down by the style sheet


def icon(name: str, label: str = "") -> Html:
    """The picture `name`: decoration, or an image that assistive technology calls `label`."""
    role = h(' role="img" aria-label="{}"', label) if label else Html(' aria-hidden="true"')
    return h('<svg class="icon icon-{}" viewBox="0 0 16 16"{}><path d="{}"/></svg>', name, role, _PATHS[name])
