"""What an administrator does: users and people of the directory.

The command line works on the database itself when no server runs; else it asks the server, over a
socket in the data folder that only the owner of the folder can open.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol

import structlog

from benedesk.core.errors import Refused
from benedesk.core.model import AgentId, QueueId

from .people import accounts, directory
from .people.accounts import Account
from .people.directory import Import
from .people.files import BadRow, Person
from .store.checkpoint import Checkpoint, store
from .store.checkpoint_maker import received, sent
from .store.database import Database

SOCKET = "benedesk.sock"
REQUEST_BYTES = 64 * 1024 * 1024  # a directory of some hundred thousand people
Json = dict[str, Any]
log = structlog.get_logger("office")


class RunningServer(Protocol):
    """Who has to know of a change at once: the running server."""

    async def account_changed(self, account: Account) -> None:
        """Raises Refused if the desk cannot have the account so; then it is not stored."""

    def sign_in_ended(self, agent: AgentId) -> None: ...

    async def refresh(self) -> None: ...


class Office:
    """One request at a time. Every request is a JSON object with `do`, and answered with one."""

    def __init__(
        self,
        database: Database,
        country: str,
        queues: Collection[QueueId],
        listener: RunningServer | None = None,
    ) -> None:
        self._database = database
        self._country = country
        self._queues = queues
        self._listener = listener
        self._one_at_a_time = asyncio.Lock()
        self._actions: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "user_add": self.user_add,
            "user_change": self.user_change,
            "user_list": self.user_list,
            "user_password": self.user_password,
            "directory_import": self.directory_import,
            "checkpoint_keep": self.checkpoint_keep,
        }

    async def answer(self, request: Json) -> Json:
        """Carry out one request; `{"code", "text"}` when it cannot be."""
        action = self._actions.get(str(request.pop("do", "")))
        try:
            if action is None:
                raise Refused("unknown_command", "this server does not know that request")
            async with self._one_at_a_time:
                return await action(request)
        except Refused as refused:
            return {"code": refused.code, "text": refused.text}

    async def user_add(self, request: Json) -> Json:
        """A new user. `password`, and the fields of an Account."""
        password = await self._hashed(request.pop("password"))
        account = self._checked(Account(**request))
        await self._database.run(lambda connection: accounts.check_free(connection, account))
        await self._tell(account)
        await self._database.run(lambda connection: accounts.add(connection, account, password))
        return {"user": asdict(account)}

    async def user_change(self, request: Json) -> Json:
        """Change some fields of a user; `disabled` also ends their sign-ins."""
        agent = request.pop("agent")
        before = await self._database.run(lambda connection: accounts.one(connection, agent))
        account = self._checked(replace(before, **request))
        await self._database.run(lambda connection: accounts.check_free(connection, account, agent))
        await self._tell(account)
        await self._database.run(lambda connection: accounts.change(connection, account))
        if self._listener and account.disabled:
            self._listener.sign_in_ended(agent)
        return {"user": asdict(account)}

    async def user_list(self, request: Json) -> Json:
        found = await self._database.run(accounts.every)
        return {"users": [asdict(account) for account in found]}

    async def user_password(self, request: Json) -> Json:
        """Another password; ends the user's sign-ins."""
        agent, password = request["agent"], await self._hashed(request["password"])
        await self._database.run(lambda connection: accounts.set_password(connection, agent, password))
        if self._listener:
            self._listener.sign_in_ended(agent)
        return {}

    async def directory_import(self, request: Json) -> Json:
        """The people of one file take the place of those who came from it before."""
        people = tuple(Person(**{**one, "numbers": tuple(one["numbers"])}) for one in request["people"])
        new = Import(request["source"], people, ())
        await self._database.run(lambda connection: directory.store(connection, new))
        if self._listener:
            await self._listener.refresh()
        return {"people": len(people)}

    async def checkpoint_keep(self, request: Json) -> Json:
        """A checkpoint that another version of BeneDesk has made for its own start."""
        checkpoint = received(b64decode(request["checkpoint"]))
        await self._database.run(lambda connection: store(connection, checkpoint))
        return {}

    async def _hashed(self, password: str) -> str:
        return await asyncio.to_thread(accounts.hashed, password)

    def _checked(self, account: Account) -> Account:
        for queue in account.skills:
            if queue not in self._queues:
                known = ", ".join(sorted(self._queues)) or "none"
                raise Refused("unknown_queue", f"there is no queue {queue!r}; the settings have: {known}")
        return accounts.checked(account, self._country)

    async def _tell(self, account: Account) -> None:
        if self._listener:
            await self._listener.account_changed(account)


# -- over the socket -------------------------------------------------------------------------------


async def serve(office: Office, data: Path) -> asyncio.Server:
    """Answer requests that come over the socket in the data folder, one line each."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await office.answer(json.loads(line))).encode() + b"\n")
                await writer.drain()
        except (OSError, ValueError, TypeError, KeyError) as problem:
            log.warning("bad_request", problem=str(problem))
        finally:
            writer.close()

    path = data / SOCKET
    path.unlink(missing_ok=True)  # of a server that was killed; the lock says that none runs
    server = await asyncio.start_unix_server(answer, path, limit=REQUEST_BYTES)
    path.chmod(0o600)
    return server


async def ask(data: Path, country: str, queues: Collection[QueueId], request: Json) -> Json:
    """Have one request carried out: by the server of this data folder, or here if none runs.

    Raises DatabaseError.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(data / SOCKET, limit=REQUEST_BYTES)
    except OSError:
        database = Database(data)
        try:
            return await Office(database, country, queues).answer(request)
        finally:
            database.close()
    try:
        writer.write(json.dumps(request).encode() + b"\n")
        if not (line := await reader.readline()):
            return {"code": "gone", "text": "the server went away before it answered"}
        answer: Json = json.loads(line)
        return answer
    finally:
        writer.close()


def import_request(new: Import) -> Json:
    """The request that stores what was read from a file."""
    people = [asdict(person) for person in new.people]
    return {"do": "directory_import", "source": new.source, "people": people}


def checkpoint_request(made: Checkpoint) -> Json:
    """The request that keeps a checkpoint."""
    return {"do": "checkpoint_keep", "checkpoint": b64encode(sent(made)).decode()}


def told(row: BadRow) -> str:
    """A bad row as a line for the administrator."""
    return f"line {row.line}: {row.text} ({row.code})"
