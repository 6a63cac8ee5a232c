#!/usr/bin/env python3
"""Set up, build, run and test BeneDesk: `python3 build.py run`, `python3 build.py test`.

Needs Python 3.11 and nothing else of ours. Whatever else a step needs it gets once, pinned by hash, and a
second run does no set-up work again. Writes only to .venv/, node_modules/, .cache/, dist/ and data/.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from building.facts import facts
from building.machine import OPTIONAL, node, node_packages, python_environment, set_up
from building.packages import QUICK, build, compress
from building.release import package
from building.steps import DIST, NODE_MODULES, PYTHON, ROOT, SOURCES, Stop, call, step

OLDEST_PYTHON = (3, 11)
SCRIPTS = "{web,extension,bench,types}/**/*.{js,mjs,ts,mts}"  # what prettier writes
QUICK_TESTS = (
    "tests/core",
    "tests/wire",
    "tests/sim",
    "tests/test_architecture.py",  # rooms, names, types at documents, one place for each thing
    "tests/test_glossary.py",
    "tests/test_forge.py",
    "tests/build/test_facts.py",  # nothing is said twice, in Python and in JavaScript
)


def run(port: int) -> None:
    """The server with SQLite in ./data, a simulated PBX and a sample company, until Ctrl-C."""
    build()
    compress(DIST / "site", QUICK)
    log = ROOT / "data" / "server.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    log.touch(mode=0o600)
    log.chmod(0o600)
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    print(f"\nExtension: {DIST / 'chrome'} (chrome://extensions, developer mode, load unpacked)")
    print(f"           {DIST / 'firefox'} (about:debugging, this Firefox, load temporary add-on)")
    print(f"Log:   {log}\nCtrl-C ends the server.\n", flush=True)
    with log.open("a") as errors:
        server: list[str | Path] = [PYTHON, "-m", "benedesk", "serve", "--sample", "--port", str(port)]
        process = subprocess.Popen(server, cwd=ROOT, env=environment, stderr=errors)
        # Ctrl-C reaches the server too, which then ends by itself; a kill has to be passed on.
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        with contextlib.suppress(KeyboardInterrupt):
            process.wait()
        if process.wait():
            raise Stop(f"{log.read_text()[-2000:]}\nThe server ended with code {process.returncode}.")


def checks() -> None:
    """Format, lint and types, of Python and of JavaScript."""
    node_packages(with_tools=True)
    facts()
    binary, _ = node()
    prettier, tsc = NODE_MODULES / "prettier/bin/prettier.cjs", NODE_MODULES / "typescript/bin/tsc"
    commands: dict[str, list[str | Path]] = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
        "types": [PYTHON, "-m", "mypy"],
        "format of JavaScript": [binary, prettier, "--check", SCRIPTS],
        "types of JavaScript": [binary, tsc, "-p", "."],
        "types of JavaScript under Node": [binary, tsc, "-p", "web/build"],
    }
    for what, command in commands.items():
        with step(what):
            call(*command)


def workers() -> str:
    """One more than cores: most tests wait, for a browser, a telephone or a second to pass."""
    return str(len(os.sched_getaffinity(0)) + 1)


def run_pytest(words: list[str], environment: dict[str, str]) -> None:
    tests = subprocess.run([PYTHON, "-m", "pytest", *words], cwd=ROOT, env={**os.environ, **environment})
    if tests.returncode:
        raise Stop("The tests do not pass.")


def check() -> None:
    """The quick part, for every save."""
    python_environment("requirements-dev.txt")
    checks()
    run_pytest(["-q", *(name for name in QUICK_TESTS if (ROOT / name).exists())], {})


def test(without: list[str], words: list[str]) -> None:
    """Everything: format, lint, types, and all tests with real browsers and a real Asterisk."""
    environment = set_up(without)
    build()
    checks()
    # The same examples every time: what stops a change is the change, not chance.
    environment["HYPOTHESIS_PROFILE"] = os.environ.get("HYPOTHESIS_PROFILE", "ci")
    left_out = ["-m", " and ".join(f"not {name}" for name in without)] if without else []
    run_pytest(["-n", workers(), *left_out, *words], environment)


def bench(words: list[str]) -> None:
    """Every figure beside its goal: see docs/performance.md."""
    environment = set_up(["firefox"]) | {"PYTHONPATH": f"{SOURCES}{os.pathsep}{ROOT}"}
    build()
    command: list[str | Path] = [PYTHON, "-m", "bench", *words]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode:
        raise Stop("Not everything could be measured.")


def soak(words: list[str]) -> None:
    """Storms in made-up time, until the minutes are over or one breaks a promise: see docs/reliability.md."""
    python_environment("requirements-dev.txt")
    environment = {**os.environ, "PYTHONPATH": f"{SOURCES}{os.pathsep}{ROOT}"}
    command: list[str | Path] = [PYTHON, "-m", "tests.lab.storm", *words]
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        raise Stop("A promise was broken.")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="get everything that the tests need")
    builds = commands.add_parser("build", help="make the site and the extension")
    builds.add_argument("--out", type=Path, default=DIST)
    builds.add_argument("--plain", action="store_true", help="no Brotli beside each file of the site")
    commands.add_parser("package", help="make the release: one wheel that pip installs")
    commands.add_parser("bench", help="measure; further arguments: --publish, or the parts to measure")
    commands.add_parser("soak", help="let storms blow; further arguments: --minutes N, --seed N, --help")
    commands.add_parser("run", help="start the server with sample data").add_argument(
        "--port", type=int, default=8080
    )
    commands.add_parser("check", help="format, lint, types and the quick tests")
    tests = commands.add_parser("test", help="everything; further arguments go to pytest")
    tests.add_argument("--without", action="append", choices=OPTIONAL, default=[], help="leave a part out")
    chosen, words = parser.parse_known_args()
    if words and chosen.command not in ("test", "bench", "soak"):
        parser.error(f"unknown: {' '.join(words)}")
    if sys.version_info < OLDEST_PYTHON:
        parser.error("Python 3.11 or newer is needed")

    start, left_out = time.monotonic(), ""
    try:
        match chosen.command:
            case "setup":
                set_up([])
            case "build":
                build(chosen.out.resolve())
                if not chosen.plain:
                    compress(chosen.out.resolve() / "site")
            case "package":
                print(package())
            case "bench":
                bench(words)
            case "soak":
                soak(words)
            case "run":
                run(chosen.port)
            case "check":
                check()
            case "test":
                test(chosen.without, words)
                left_out = "".join(f", WITHOUT {name}" for name in chosen.without)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    print(f"{chosen.command}: done in {time.monotonic() - start:.1f} s{left_out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
