"""What the build made to go with this version: the panel's site, and the extension for each browser.

An installed package has it beside its code; a working copy in its folder `dist`.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import benedesk

_INSTALLED = Path(benedesk.__file__).parent / "built"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path("dist")
SITE = FOLDER / "site"
BROWSERS = ("chrome", "firefox")


def origins() -> tuple[str, ...]:
    """What browsers call the pages of our extension; nothing if nothing is built."""
    try:
        return tuple(json.loads((FOLDER / "origins.json").read_bytes()))
    except FileNotFoundError:
        return ()


def unpack(target: Path) -> list[Path]:
    """Put the site, and the extension for each browser as a folder and as a zip, into the folder `target`.

    Answers with the folders. Raises OSError when there is nothing to unpack or `target` has it already.
    """
    shutil.copytree(SITE, target / "site", copy_function=shutil.copyfile)
    for browser in BROWSERS:
        packed = shutil.copyfile(FOLDER / f"{browser}.zip", target / f"{browser}.zip")
        with zipfile.ZipFile(packed) as files:
            files.extractall(target / browser)
    return [target / name for name in ("site", *BROWSERS)]
