"""The picture of the figures that have a goal: one bar each, as a share of its goal."""

from __future__ import annotations

from html import escape
from typing import Any

LINE, LEFT, WIDTH, FULL = 26, 470, 900, 150  # FULL: the length of a bar that just meets its goal


def drawn(measured: dict[str, Any]) -> str:
    """An SVG: green bars end before the line, red ones go over it."""
    figures = [figure for part in measured.values() for figure in part["figures"] if figure["goal"]]
    height = LINE * (len(figures) + 2)
    rows = "".join(_bar(figure, LINE * (place + 1)) for place, figure in enumerate(figures))
    goal = f'<path d="M{LEFT + FULL} {LINE - 8}V{height - LINE}" stroke="#333" stroke-dasharray="3 3"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="Figures against their goals"><rect width="{WIDTH}" '
        f'height="{height}" fill="#fff"/>{rows}{goal}<text x="{LEFT + FULL}" y="{height - 8}" '
        'text-anchor="middle">goal</text></svg>\n'
    )


def _bar(figure: dict[str, Any], y: int) -> str:
    share = figure["value"] / figure["goal"]
    share = 1 / share if figure["least"] else share
    length = min(2.0, share) * FULL
    colour = "#2e7d32" if figure["met"] else "#c62828"
    return (
        f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{escape(figure["name"])}</text>'
        f'<rect x="{LEFT}" y="{y - 8}" width="{length:.0f}" height="16" fill="{colour}"/>'
        f'<text x="{LEFT + length + 6:.0f}" y="{y + 4}">{figure["value"]:g} {figure["unit"]}</text>'
    )
