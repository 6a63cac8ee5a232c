"""The panel's page, as the site and the extensions have it, and the policy that both keep."""

from __future__ import annotations

import json

from .compiled import pyscript_files
from .steps import PYTHON, SOURCES, WEB, call

SECURITY_POLICY = {  # of every page, in an extension and on a site: what breaks in one breaks in the other
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# A page on a site is done with where it came from. An extension's server is in its options: encrypted, or on
# this machine.
CONNECT_FROM_SITE = "'self'"
CONNECT_FROM_EXTENSION = (
    "'self' wss: https: ws://127.0.0.1:* http://127.0.0.1:* ws://localhost:* http://localhost:*"
)

PLUGINS_LEFT_OUT = (
    "codemirror", "deprecations-manager", "donkey", "error", "py-editor", "py-game", "py-terminal",
)  # fmt: skip
PYSCRIPT_CONFIG = {
    "interpreter": "./python.mjs",  # which loads our package as well
    "index_urls": [],
    "plugins": [f"!{name}" for name in PLUGINS_LEFT_OUT],
}
FETCHED = ("pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip")
MODULES = ("no-jspi.mjs", "progress.mjs", "pyodide/pyodide.mjs", "pyodide/pyodide.asm.mjs")


def page(place: str, size: int = 0) -> bytes:
    """The panel's page for a demo, a server or an extension (web/settings.js).

    `size` is how many bytes it fetches for Python; an extension has them already.

    Its first paint is drawn now by the same Python that draws it later.
    """
    # An extension has the policy in its manifest.
    stated = policy(CONNECT_FROM_SITE)
    meta = "" if place == "extension" else f'<meta http-equiv="Content-Security-Policy" content="{stated}">'
    draw = "import sys; from benedesk.panel.prerender import page_body; sys.stdout.write(page_body('fi'))"
    body = call(PYTHON, "-c", draw, PYTHONPATH=str(SOURCES), PYTHONIOENCODING="utf-8")
    template = (WEB / "panel.html").read_text(encoding="utf-8")
    # The page states it for MicroPython too: else PyScript asks for six files that nobody uses.
    config = json.dumps(PYSCRIPT_CONFIG)
    filled = {
        "place": place,
        "bytes": str(size),
        "policy": meta,
        "body": body,
        "links": links(),
        "config": config,
    }
    for name, text in filled.items():
        template = template.replace(f"{{{{{name}}}}}", text)
    return template.encode()


def links() -> str:
    """What Python's start waits for is asked for in parallel; anything more would be in its way."""
    pyscript = (f"pyscript/{file.name}" for file in pyscript_files() if file.name.startswith("core"))
    fetched = [f'<link rel="preload" as="fetch" crossorigin href="{name}">' for name in FETCHED]
    own, later = (
        [f'<link rel="modulepreload" href="{name}">' for name in names] for names in (MODULES, pyscript)
    )
    return "\n".join([*own, *fetched, *later])


def policy(connect: str) -> str:
    """Our Content-Security-Policy, for a page that may connect there."""
    stated = SECURITY_POLICY | {"connect-src": connect}
    return "; ".join(f"{name} {value}" for name, value in stated.items())
