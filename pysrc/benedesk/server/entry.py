"""The server's entry point: which PBX, which data, and the first words to whoever started it."""

from __future__ import annotations

import asyncio
import shutil
import signal

import structlog
import uvloop

from . import built, private
from .pbx.port import Pbx
from .run import serve
from .service import Service
from .settings import Settings
from .simulated import USER, SimulatedPbx, go_to_work, move_in, sample_queues
from .store.database import Database

log = structlog.get_logger("entry")


def run(settings: Settings, sample: bool, take_over: bool = False) -> bool:
    """Run the server; False if it stopped because it had to.

    Raises SettingsError, DatabaseError, JournalError, PbxTaken and OSError with what keeps it from starting.
    """
    if sample:
        settings = _sample(settings)
    database = Database(settings.server.data)
    for path in private.still_open(settings.server.data):
        log.warning("not_private", path=str(path))
    first = move_in(database) if sample else None
    pbx = _pbx(settings, take_over)

    async def opened(service: Service, address: str) -> None:
        if first:
            go_to_work(service)
            print(f"First sign-in: user {first[0]}, password {first[1]} (shown only now)", flush=True)
        elif sample:
            print(
                f"Sign in as {USER}; a lost password is replaced with: {_program()} user passwd {USER}",
                flush=True,
            )
        if isinstance(pbx, SimulatedPbx):
            log.warning("simulated_pbx", note="callers and phones are simulated; no real call is taken")
            pbx.begin(service)
        print(f"Panel: {address}/", f"Demo:  {address}/demo/", sep="\n", flush=True)

    async def until_signalled() -> bool:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        return await serve(settings, database, pbx, opened, stop)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(until_signalled())


def _sample(settings: Settings) -> Settings:
    """The sample company on a simulated PBX, to which our extension may connect too."""
    origins = (*settings.server.origins, *built.origins())
    changes = {
        "queues": sample_queues(),
        "pbx": settings.pbx.model_copy(update={"kind": "sim"}),
        "server": settings.server.model_copy(update={"origins": origins}),
    }
    return settings.model_copy(update=changes)


def _pbx(settings: Settings, take_over: bool) -> Pbx:
    if settings.pbx.kind == "sim":
        return SimulatedPbx()
    from .pbx.asterisk.pbx import AsteriskPbx

    rings = [ring_s for queue in settings.queues for ring_s in (queue.ring_s, queue.transfer_ring_s)]
    longest_s = max(rings, default=0.0)
    return AsteriskPbx(settings.pbx, longest_s, take_over=take_over, country=settings.country)


def _program() -> str:
    """How whoever started this starts the command line."""
    return "benedesk" if shutil.which("benedesk") else "PYTHONPATH=pysrc .venv/bin/python -m benedesk"
