"""The release: one wheel that holds the server, the built site and the extensions."""

from __future__ import annotations

import shutil
from pathlib import Path

from .compiled import read_zip, version
from .machine import python_environment
from .packages import BEST, EXTENSIONS, alone, build, compress, write_folder
from .steps import CACHE, DIST, PYTHON, ROOT, SOURCES, call, files_under, step, zip_of

LOCK = "requirements.txt"  # goes with the wheel: what it was tested with
ABOUT = ("pyproject.toml", "README.md", "LICENSE")
BUILT = ("origins.json", *(f"{browser}.zip" for browser in EXTENSIONS))


def package(into: Path = DIST, *, out: Path = DIST, cache: Path = CACHE, brotli: int = BEST) -> Path:
    """The wheel in `into`, of what `build` makes in `out`: byte for byte the same from the same sources."""
    build(out, cache)
    python_environment("requirements-package.txt")
    with alone(cache):
        sources = cache / "package"
        shutil.rmtree(sources, ignore_errors=True)
        lay_out(sources, out)
        compress(sources / "pysrc/benedesk/built/site", brotli)
        with step("making the wheel"):
            shutil.copyfile(ROOT / LOCK, into / LOCK)
            return make_wheel(sources, into)


def lay_out(sources: Path, built: Path) -> None:
    """Sources as setuptools takes them, with what was built inside the package. See server/built.py."""
    inside = sources / "pysrc/benedesk/built"
    site = {name: data for name, data in files_under(built / "site").items() if not name.endswith(".br")}
    write_folder(sources, {name: (ROOT / name).read_bytes() for name in ABOUT})
    write_folder(sources / "pysrc", files_under(SOURCES))
    write_folder(inside, {name: (built / name).read_bytes() for name in BUILT})
    write_folder(inside / "site", site)


def make_wheel(sources: Path, into: Path) -> Path:
    name, made = f"benedesk-{version()}-py3-none-any.whl", sources / "made"
    offline = ("--no-deps", "--no-build-isolation", "--no-index")
    call(PYTHON, "-m", "pip", "wheel", "--quiet", *offline, "--wheel-dir", made, sources)
    # Packed anew: dates and modes in setuptools' own are those of this machine.
    return zip_of(read_zip(made / name), into / name)
