"""The packages for browsers: the site, and the extension for each browser."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .compiled import archive, our_files, pyscript_files, run_node, version
from .facts import facts, formats
from .machine import browser_wheels, node_packages, python_environment
from .page import CONNECT_FROM_EXTENSION, FETCHED, page, policy
from .steps import (
    CACHE,
    DIST,
    NODE_MODULES,
    ROOT,
    WEB,
    Stamp,
    files_under,
    source_files,
    step,
    zip_of,
)  # fmt: skip

EXTENSIONS = ("chrome", "firefox")
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
BEST, QUICK = 11, 9  # of Brotli's qualities
COMPRESSED = (".html", ".css", ".js", ".mjs", ".json", ".wasm", ".whl", ".zip")


def build(out: Path = DIST, cache: Path = CACHE) -> None:
    """site, chrome, firefox, their zips and origins in `out`: byte for byte the same from the same sources.

    `cache` keeps what is dear to make. Of two builds at once in one cache the second waits.
    """
    python_environment()
    node_packages()
    wheels = browser_wheels()
    pinned = [ROOT / "package-lock.json", ROOT / "requirements-browser.txt"]
    ours = source_files(WEB, ROOT / "extension", Path(__file__).parent)
    with alone(cache):
        shared = facts(cache)
        stamp = Stamp(out, "build", *pinned, *ours, *our_files(), shared)
        if not stamp.is_set():
            make(out, cache, wheels, shared)
            stamp.set()


@contextlib.contextmanager
def alone(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(out: Path, cache: Path, wheels: list[Path], shared: Path) -> None:
    work = cache / "build"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with step("compiling for the page; micropip writes the lock file"), ThreadPoolExecutor() as pool:
        made = pool.submit(archive, work, cache, wheels)
        run_node("freeze.mjs", work / "pyodide-lock.json", *wheels)
        made.result()
    with step("putting the packages together"):
        common = common_files(work, wheels) | {"facts.js": shared.read_bytes()}
        panel = {"panel.html": page("extension")}
        size = sum(len(common[name]) for name in FETCHED)
        packages = {"site": common | {"index.html": page("demo", size), "panel.html": page("server", size)}}
        packages |= {browser: common | panel | extension(browser) for browser in EXTENSIONS}
        shutil.rmtree(out, ignore_errors=True)
        for name, files in packages.items():
            write_folder(out / name, files)
        for browser in EXTENSIONS:
            zip_of(packages[browser], out / f"{browser}.zip")
        write_folder(out, {"origins.json": json.dumps(origins(packages["chrome"]["manifest.json"])).encode()})


def common_files(work: Path, wheels: list[Path]) -> dict[str, bytes]:
    """What the site and the extensions share, by its name in the package."""
    stock = [NODE_MODULES / "pyodide" / name for name in PYODIDE_FILES]
    made = [work / "python_stdlib.zip", work / "pyodide-lock.json", *wheels]
    files = {f"pyodide/{file.name}": file.read_bytes() for file in [*stock, *made]}
    files |= {f"pyscript/{file.name}": without_map(file.read_bytes()) for file in pyscript_files()}
    files["vendor/morphdom.js"] = (NODE_MODULES / "morphdom/dist/morphdom-esm.js").read_bytes()
    left_out = ("build/", "panel.html")
    return files | {name: data for name, data in files_under(WEB).items() if not name.startswith(left_out)}


def without_map(script: bytes) -> bytes:
    """Without the pointer to a source map that is not shipped."""
    return re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", script)


def extension(browser: str) -> dict[str, bytes]:
    """What an extension has beside the panel. `x.chrome.js` is Chrome's `x.js`; a manifest's is a patch."""
    files = files_under(ROOT / "extension")
    manifest = json.loads(files["manifest.json"]) | json.loads(files.pop(f"manifest.{browser}.json"))
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    filled = text.replace("{{version}}", version()).replace("{{policy}}", policy(CONNECT_FROM_EXTENSION))
    files["manifest.json"] = filled.encode()
    files["formats.json"] = formats().encode()
    others = tuple(f".{other}." for other in EXTENSIONS if other != browser)
    return {
        name.replace(f".{browser}.", "."): data
        for name, data in files.items()
        if not any(other in name for other in others)
    }


def origins(manifest: bytes) -> list[str]:
    """What browsers call the extension: Chrome by the key's hash, in letters a to p; Firefox as it likes."""
    digest = hashlib.sha256(base64.b64decode(json.loads(manifest)["key"])).hexdigest()
    name = "".join(chr(ord("a") + int(digit, 16)) for digit in digest[:32])
    return [f"chrome-extension://{name}", "moz-extension://*"]


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def compress(site: Path, quality: int = BEST) -> None:
    """Brotli beside every file that gains by it, for servers that send such files; minutes, but once."""
    kept = CACHE / "brotli"
    kept.mkdir(parents=True, exist_ok=True)
    with step("compressing the site"), ThreadPoolExecutor() as pool:
        names = [name for name in files_under(site) if name.endswith(COMPRESSED)]
        list(pool.map(lambda name: compress_one(site / name, kept, quality), names))


def compress_one(file: Path, kept: Path, quality: int) -> None:
    packed = kept / f"{hashlib.sha256(file.read_bytes()).hexdigest()}-{quality}"
    if not packed.exists():
        run_node("compress.mjs", str(quality), file, packed)
    if packed.stat().st_size < file.stat().st_size:
        shutil.copyfile(packed, file.with_name(f"{file.name}.br"))
