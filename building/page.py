"""The panel's page, as the site and the extensions have it, and the policy that both keep."""

from __future__ import annotations

import json

from .compiled import pyscript_files
from .steps import PYTHON, SOURCES, WEB, call

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

PLUGINS_LEFT_OUT = (
    "codemirror", "deprecations-manager", "donkey", "error", "py-editor", "py-game", "py-terminal",
)  # fmt: skip
PYSCRIPT_CONFIG = {
    "interpreter": "./python.mjs",  # which loads our package as well
    "index_urls": [],
    "plugins": [f"!{name}" for name in PLUGINS_LEFT_OUT],
}
FETCHED = ("pyodide/pyodide.asm.wasm", "pyodide/python_stdlib.zip")
MODULES = ("no-jspi.mjs", "pyodide/pyodide.mjs", "pyodide/pyodide.asm.mjs")


def page(target: str) -> bytes:
    """The panel's page; its first paint is drawn now by the same Python that draws it later."""
    # An extension has the policy in its manifest.
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy()}">' if target == "site" else ""
    draw = "import sys; from benedesk.panel.prerender import page_body; sys.stdout.write(page_body('fi'))"
    body = call(PYTHON, "-c", draw, PYTHONPATH=str(SOURCES), PYTHONIOENCODING="utf-8")
    template = (WEB / "panel.html").read_text(encoding="utf-8")
    # The page states it for MicroPython too: else PyScript asks for six files that nobody uses.
    config = json.dumps(PYSCRIPT_CONFIG)
    filled = {"policy": meta, "body": body, "links": links(), "config": config}
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


def policy() -> str:
    return "; ".join(f"{name} {value}" for name, value in SECURITY_POLICY.items())
