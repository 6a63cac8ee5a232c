"""The server as a process: from the settings to open ports, and back when it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator

import structlog
import uvicorn

from . import office
from .pbx.port import Pbx
from .service import Service
from .settings import ServerSection, Settings
from .store.database import Database
from .web import gateway
from .web.sockets import PanelSocket

FRAME_BYTES = 256 * 1024  # a frame over 64 KiB is answered with a code; one over this ends the connection
SEND_BYTES = 64 * 1024  # the system's buffer per connection: who does not read is noticed soon
UNREAD_MS = 60_000  # after this long without a sign of life the link is gone
STOP_S = 5  # for requests under way when the server stops
log = structlog.get_logger("server")


class _Uvicorn(uvicorn.Server):
    """Its own signal handling ends the process before the journal is closed; ours does not."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    settings: Settings,
    database: Database,
    pbx: Pbx,
    opened: Callable[[Service, str], Awaitable[None]],
    stop: asyncio.Event,
) -> bool:
    """Serve until `stop` is set; False if it stopped because it had to.

    `opened` is awaited with the address once the server answers. Takes over the database and closes
    it. Raises what `Service.open` does, and OSError when the port cannot be had.
    """
    service = Service(settings, database, pbx)
    async with contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(service.close)
        listener = closing.enter_context(_listen(settings.server.host, settings.server.port))
        check_tls(settings.server)
        config = _config(service, settings)
        config.load()
        web = _Uvicorn(config)
        if not await _opened(service, stop):
            return True
        queues = {queue.id: queue.number for queue in settings.queues}
        administration = office.Office(database, settings.country, queues, service)
        closing.callback((await office.serve(administration, settings.server.data)).close)
        serving = asyncio.create_task(web.serve(sockets=[listener]))
        while not web.started and not serving.done():
            await asyncio.sleep(0.01)  # uvicorn has no event for it
        if serving.done():
            await serving  # raises what kept it from starting
        address = _address(settings, listener)
        log.info("listening", address=address)
        await opened(service, address)
        ends = [asyncio.create_task(stop.wait()), asyncio.create_task(service.engine.failed.wait()), serving]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        web.should_exit = True
        await serving
        for end in ends:
            end.cancel()
    log.info("stopped", why=service.engine.failure or "told to")
    return service.engine.failure is None


async def _opened(service: Service, stop: asyncio.Event) -> bool:
    """Open the service; False if it was told to stop first, as on a full disk it may wait for long."""
    opening, told = asyncio.create_task(service.open()), asyncio.create_task(stop.wait())
    await asyncio.wait([opening, told], return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if opening.done():
        await opening  # raises what kept it from opening
        return True
    opening.cancel()
    await asyncio.wait([opening])
    return False


def check_tls(server: ServerSection) -> None:
    """Raises OSError for a certificate or a key that nobody could serve with."""
    if server.tls_certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(server.tls_certificate, server.tls_key)
    except ssl.SSLError as problem:
        raise OSError(f"the TLS certificate or its key cannot be used: {problem.reason}") from None
    except OSError as problem:
        raise OSError(f"the TLS certificate or its key cannot be read: {problem.strerror}") from None


def _config(service: Service, settings: Settings) -> uvicorn.Config:
    server = settings.server
    return uvicorn.Config(
        gateway.app(service, server),
        http="httptools",
        ws=PanelSocket,
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,  # costs more than it saves on small documents
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_S,
        proxy_headers=bool(server.proxies),
        forwarded_allow_ips=list(server.proxies),
        ssl_certfile=server.tls_certificate,
        ssl_keyfile=server.tls_key,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's delay (40 ms between two small frames) only where it reads "TCP" here.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)  # connections inherit these
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
    try:
        listener.bind((host, port))
        listener.listen(1024)  # a whole shift reconnects at once
    except OSError as problem:
        listener.close()
        raise OSError(f"cannot listen on {host}:{port}: {problem.strerror}") from None
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    scheme = "https" if settings.server.tls_certificate else "http"
    host, port = listener.getsockname()[:2]
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
