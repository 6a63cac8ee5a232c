"""`build.py soak`: storms for as long as is wanted, on all cores. Ends with an error when a promise breaks.

With --without-mends it goes the other way: each mend is taken out by itself, and the storms have to find it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from pathlib import Path

from .mends import MENDS, SOURCES, Mend
from .storm import Storm

ROOT = SOURCES.parent
FOUND = "seed "  # so begins the story of a storm that breaks a promise


def story(seed: int) -> str:
    """What this storm breaks, and how it came to that; empty if all promises hold."""
    try:
        Storm(seed).run()
    except AssertionError as broken:
        return str(broken)
    except Exception:  # a mistake, of the storm or of the product: its seed has to be told too
        return f"{FOUND}{seed}:\n{traceback.format_exc()}"
    return ""


def soak(minutes: float, first: int) -> bool:
    """Storm after storm; True if every promise held."""
    end, stories, done = time.monotonic() + 60 * minutes, list[str](), 0
    seeds = iter(range(first, sys.maxsize))
    cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(cores) as pool:
        running: set[Future[str]] = {pool.submit(story, next(seeds)) for _ in range(2 * cores)}
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            done += len(ready)
            stories += filter(None, (one.result() for one in ready))
            if time.monotonic() < end and not stories:
                running |= {pool.submit(story, next(seeds)) for _ in ready}
    for told in stories:
        print(told, f"\nagain: python3 build.py soak --seed {told.split()[1].rstrip(':')}\n")
    print(f"{done} storms from seed {first} on: {len(stories)} broke a promise")
    return not stories


def found_without(mend: Mend, seeds: int) -> tuple[int, str]:
    """How many storms it takes to find that this mend is out, and what they find; 0 if so many do not."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pysrc"
        shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__"))
        mend.taken_out_of(copy)
        environment = {**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-m", "tests.lab.storm", "--until", str(seeds)]
        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
    if not told.startswith(FOUND):
        return 0, ""
    head, fault, *_ = told.splitlines()
    return int(head.removeprefix(FOUND).rstrip(":")) + 1, fault.strip()


def without_mends(seeds: int) -> Iterator[str]:
    """A line for each mend that is taken out."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for mend, (after, fault) in zip(
            MENDS, pool.map(lambda mend: found_without(mend, seeds), MENDS), strict=True
        ):
            yield f"{mend.name}: " + (f"storm {after}: {fault}" if after else f"not found by {seeds} storms")


def main() -> int:
    parser = argparse.ArgumentParser(prog="build.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, help="only this storm, with its story if it breaks a promise")
    parser.add_argument("--first", type=int, help="the first seed; otherwise another one each time")
    parser.add_argument("--until", type=int, help="the storms from 0 to this, until one breaks a promise")
    parser.add_argument("--without-mends", type=int, metavar="STORMS", help="at most so many for each")
    chosen = parser.parse_args()
    if chosen.without_mends:
        for line in without_mends(chosen.without_mends):
            print(line, flush=True)
        return 0
    if chosen.seed is not None or chosen.until is not None:
        seeds = range(chosen.until) if chosen.seed is None else [chosen.seed]
        told = next(filter(None, map(story, seeds)), "")
        print(told or "every promise held")
        return bool(told)
    first = int(time.time()) if chosen.first is None else chosen.first
    return not soak(chosen.minutes, first)


if __name__ == "__main__":
    sys.exit(main())
