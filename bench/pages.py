"""What the browser loads: the built site, and beside it two pages that only start the same Pyodide.

`bare/` starts it as Pyodide ships it, `floor/` with our archive of byte code, below which no page gets.

`python -m bench.pages` serves both with the server's own file handler and prints its address. A process of
its own, so that it does not share an interpreter with what drives the browser.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT = Path(__file__).resolve().parent.parent
SITE = Path(os.environ.get("BENEDESK_BENCH_DIST", ROOT / "dist")) / "site"
STOCK = ROOT / "node_modules" / "pyodide"
ONE_STACK = ROOT / "web" / "no-jspi.mjs"  # like the panel, and so not at the mercy of the browser's sampler
BARE = """<!doctype html><meta charset="utf-8"><title>bare</title><p>bare</p><script type="module">
import './no-jspi.mjs';
import { loadPyodide } from './pyodide.mjs';
const python = await loadPyodide();
python.runPython('1 + 1');
globalThis.answered = performance.now();
console.log('answered');
</script>
"""
FLOOR = BARE.replace("./pyodide.mjs", "../ours/pyodide/pyodide.mjs").replace("bare", "floor")
ISOLATED = (
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
)
EMPTY = "<!doctype html><meta charset='utf-8'><title>empty</title>"


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of `ours/`, `isolated/`, `bare/`, `floor/` and `empty`, until the end of the block."""
    command = [sys.executable, "-m", "bench.pages"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'pysrc'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def isolated(site: ASGIApp) -> ASGIApp:
    """A browser gives such pages a clock of 5 microseconds, not 100, and a new process at every load."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *ISOLATED]
            await send(message)

        await site(scope, receive, told)

    return app


def main() -> None:
    import uvicorn
    from benedesk.server.web.site import Site
    from starlette.applications import Starlette
    from starlette.responses import FileResponse, HTMLResponse
    from starlette.routing import Mount, Route

    app = Starlette(
        routes=[
            Route("/bare/", lambda _: HTMLResponse(BARE)),
            Route("/floor/", lambda _: HTMLResponse(FLOOR)),
            Route("/empty", lambda _: HTMLResponse(EMPTY)),
            *(Route(f"/{name}/no-jspi.mjs", lambda _: FileResponse(ONE_STACK)) for name in ("bare", "floor")),
            Mount("/bare", Site(directory=STOCK)),
            Mount("/ours", Site(directory=SITE, html=True)),
            Mount("/isolated", isolated(Site(directory=SITE, html=True))),
        ]
    )
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(app, http="httptools", log_level="error", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
