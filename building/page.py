"""The panel's page, as the site and the extensions have it, and the policy that both keep."""

from __future__ import annotations

from .compiled import pyscript_files, wheel_name
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
