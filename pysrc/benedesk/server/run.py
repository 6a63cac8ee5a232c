"""The server as a process: from the settings to open ports, and back when it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator

import structlog
import uvicorn

from . import gateway, office
from .database import Database
from .pbx.port import Pbx
from .service import Service
from .settings import Settings

FRAME_BYTES = 256 * 1024  # a frame over 64 KiB is answered with a code; one over this ends the connection
SEND_BYTES = 64 * 1024  # the system's buffer per connection: who does not read is noticed soon
UNREAD_MS = 60_000  # after this long without a sign of life in the line, the connection is gone
STOP_S = 5  # for requests under way when the server stops
log = structlog.get_logger("server")


class _Uvicorn(uvicorn.Server):
    """Its own signal handling ends the process before the journal is closed; ours does not."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    settings: Settings, database: Database, pbx: Pbx, opened: Callable[[Service, str], Awaitable[None]]
) -> bool:
    """Serve until SIGTERM or SIGINT; False if it stopped because it had to.

    `opened` is awaited with the address once it answers. Raises what `Service.open` does, and OSError
    when the port cannot be had.
    """
    service = Service(settings, database, pbx)
    listener = _listen(settings.server.host, settings.server.port)
    web = _Uvicorn(_config(service, settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: setattr(web, "should_exit", True))
    try:
        await service.open()
        queues = [queue.id for queue in settings.queues]
        desk_office = office.Office(database, settings.country, queues, service)
        admin = await office.serve(desk_office, settings.server.data)
        async with asyncio.TaskGroup() as tasks:
            failed = tasks.create_task(_stop_on_failure(service, web))
            tasks.create_task(_tell_when_open(web, opened, service, _address(settings, listener)))
            await web.serve(sockets=[listener])
            failed.cancel()
        admin.close()
    finally:
        listener.close()
        await service.close()
    log.info("stopped", why=service.engine.failure or "told to")
    return service.engine.failure is None


async def _stop_on_failure(service: Service, web: uvicorn.Server) -> None:
    await service.engine.failed.wait()
    web.should_exit = True


async def _tell_when_open(
    web: uvicorn.Server, opened: Callable[[Service, str], Awaitable[None]], service: Service, address: str
) -> None:
    while not web.started and not web.should_exit:
        await asyncio.sleep(0.01)  # uvicorn has no event for it
    if web.started:
        log.info("listening", address=address)
        await opened(service, address)


def _config(service: Service, settings: Settings) -> uvicorn.Config:
    server = settings.server
    return uvicorn.Config(
        gateway.app(service, server),
        http="httptools",
        ws="websockets-sansio",
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
    listener = socket.socket(family, socket.SOCK_STREAM)
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
