"""`python -m bench [PART...]`: measure, print every figure beside its goal, keep the results.

JSON of every run goes to bench/results/. With --publish, docs/performance.json and docs/performance.svg
are written too: the newest figures of each part.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import time
from dataclasses import asdict
from typing import Any

from .chart import drawn
from .figures import Figure
from .pages import ROOT

PARTS = ("core", "search", "journal", "size", "startup", "extension", "rendering", "pyodide", "server", "pbx")
RESULTS = ROOT / "bench" / "results"
SUMMARY = ROOT / "docs" / "performance.json"
PICTURE = ROOT / "docs" / "performance.svg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--publish", action="store_true", help="write the summary in docs/")
    chosen = parser.parse_args()
    if strange := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(strange))}")
    measured = {part: _part(part) for part in chosen.parts or PARTS}
    RESULTS.mkdir(exist_ok=True)
    _write(RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json", measured)
    if chosen.publish:
        before = json.loads(SUMMARY.read_text()) if SUMMARY.exists() else {}
        _write(SUMMARY, before | measured)
        PICTURE.write_text(drawn(before | measured), encoding="utf-8")


def _part(name: str) -> dict[str, Any]:
    load = round(os.getloadavg()[0], 1)
    print(f"\n{name} (load before: {load}, {os.cpu_count()} cores)", flush=True)
    figures = []
    for figure in importlib.import_module(f"bench.{name}").measure():
        print(told(figure), flush=True)
        figures.append(asdict(figure) | {"value": float(f"{figure.value:.4g}"), "met": figure.met})
    return {"load": [load, round(os.getloadavg()[0], 1)], "cores": os.cpu_count(), "figures": figures}


def told(figure: Figure) -> str:
    """One line of the table."""
    goal, sign = "", " "
    if figure.goal is not None:
        goal = f"goal {'≥' if figure.least else '≤'} {figure.goal:g}"
        sign = "✓" if figure.met else "✗"
    return f"  {sign} {figure.name:<74} {figure.value:>10.3g} {figure.unit:<3} {goal}"


def _write(file: Any, measured: dict[str, Any]) -> None:
    file.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
