"""The database: one process, one thread, one connection that writes; others only read.

SQLite before 3.51.3 can damage its write-ahead log when two connections write or checkpoint at once
(sqlite.org/wal.html, "the WAL-reset bug"), and Debian 12 ships 3.40. One connection cannot.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from benedesk.core.errors import Refused

from .. import private
from . import schema

FILE = private.DATABASE
LOCK = "benedesk.lock"
T = TypeVar("T")


class DatabaseError(Exception):
    """The database cannot be opened; the text says why and what to do."""


class Unavailable(Refused):
    """The database cannot be written or read just now; nothing of the transaction was done."""

    def __init__(self, problem: OperationalError) -> None:
        super().__init__("unavailable", f"the database cannot be used now: {problem.orig}")
        self.problem = str(problem.orig)


class Reader(Protocol):
    """Whatever can read the database."""

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """Do `work` and answer with what it gives."""


class ReadOnly:
    """Reads the database that a server may be writing, from another process too."""

    def __init__(self, data: Path, name: str = FILE) -> None:
        """Raises DatabaseError when there is none in the folder `data`, or when a newer BeneDesk wrote it."""
        file = existing(data, name)
        url = URL.create("sqlite", database=file.as_uri(), query={"mode": "ro", "uri": "true"})
        self._engine = create_engine(url, poolclass=StaticPool, hide_parameters=True)
        try:
            self.run_now(lambda connection: _named(connection, file))
        except DBAPIError as problem:
            self.close()
            raise DatabaseError(f"the database {file} cannot be used: {problem.orig}") from None
        except DatabaseError:
            self.close()
            raise

    def run_now(self, work: Callable[[Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)

    def close(self) -> None:
        self._engine.dispose()


class Database:
    """Runs functions on the one connection, each in a transaction of its own, in the order asked."""

    def __init__(self, data: Path) -> None:
        """Open the database in the folder `data`, making it if need be.

        Raises DatabaseError when another server has it, or when a newer BeneDesk wrote it.
        """
        self._lock = lock(data)
        self.desk_id = ""  # names this desk for ever: panels know by it that they came to another one
        self.file = data / FILE
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._engine = _engine(self.file)
        try:
            self._thread.submit(self._prepare).result()
        except DBAPIError as problem:
            self.close()
            raise DatabaseError(f"the database {self.file} cannot be used: {problem.orig}") from None
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        try:
            private.file(self.file.resolve())
        except OSError as problem:
            raise DatabaseError(f"the database {self.file} cannot be used: {problem}") from None
        with self._engine.begin() as connection:
            schema.metadata.create_all(connection)
            found = _named(connection, self.file)
            if not found:
                found = {"schema": str(schema.VERSION), "desk": secrets.token_hex(8)}
                new = [{"name": name, "value": value} for name, value in found.items()]
                connection.execute(insert(schema.meta), new)
        self.desk_id = found["desk"]

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """Like `run`, for callers without an event loop."""
        return self._thread.submit(self._in_transaction, work).result()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in the database's thread; when this returns, what it wrote is durable.

        Raises Unavailable.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._in_transaction, work)

    def _in_transaction(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        except OperationalError as problem:  # a full disk, a broken one, or somebody who holds the database
            raise Unavailable(problem) from None

    def close(self) -> None:
        """Wait for the work under way and let others have the database."""
        self._thread.submit(self._engine.dispose).result()
        self._thread.shutdown()
        os.close(self._lock)


def lock(data: Path) -> int:
    """This folder is ours until the descriptor is closed. Raises DatabaseError when another server has it."""
    try:
        private.folder(data)
        descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise DatabaseError(f"the data folder {data} cannot be used: {problem}") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 32).decode() or "unknown"
        os.close(descriptor)
        raise DatabaseError(
            f"the data folder {data} is in use by another BeneDesk server (process {holder}); "
            "stop that one, or give this one a folder of its own"
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor


def _named(connection: Connection, file: Path) -> dict[str, str]:
    """What the database says of itself. Raises DatabaseError when a newer BeneDesk wrote it."""
    found = {row.name: row.value for row in connection.execute(select(schema.meta)).all()}
    if int(found.get("schema", 0)) > schema.VERSION:
        raise DatabaseError(f"{file} is of a newer BeneDesk; install that version again")
    return found


def existing(data: Path, name: str = FILE) -> Path:
    """The database in this folder. Raises DatabaseError when there is none."""
    file = (data / name).resolve()
    if not file.is_file():
        raise DatabaseError(f"there is no database in {data}" if name == FILE else f"there is no file {file}")
    return file


def _engine(file: Path) -> Engine:
    url = URL.create("sqlite", database=str(file))
    # An error's text goes into the log, and parameters are hashes of passwords and tokens.
    engine = create_engine(
        url, poolclass=StaticPool, hide_parameters=True, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
