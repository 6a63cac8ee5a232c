from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benedesk.server.people.accounts import Account
from benedesk.server.settings import Settings
from benedesk.server.simulated import SimulatedPbx
from benedesk.server.store.database import Database

from tests.lab.loop import Loop
from tests.lab.server import AINO, EERO, Panel, Server, settings_in


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "data")
    yield database
    database.close()


@pytest.fixture
def start(loop: Loop, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """start(...) -> a running server on the test's data folder."""
    servers: list[Server] = []

    def start(*people: Account, settings: Settings | None = None, pbx: SimulatedPbx | None = None) -> Server:
        server = Server(loop, settings or settings_in(tmp_path / "data"), *people, pbx=pbx)
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def server(start: Callable[..., Server]) -> Server:
    """A running server with Aino and Eero, whose phones ring until the test lifts them."""
    return start(AINO, EERO)


@pytest.fixture
def panel(server: Server) -> Iterator[Panel]:
    """Aino's panel, signed in and live."""
    panel = server.panel(server.sign_in())
    yield panel
    panel.close()
