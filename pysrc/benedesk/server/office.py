"""What an administrator does: users and people of the directory.

The command line works on the database itself when no server runs; else it asks the server, over a
socket in the data folder that only the owner of the folder can open.
"""

from __future__ import annotations

import asyncio
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from benedesk.core.errors import Refused
from benedesk.core.model import AgentId, QueueId
from benedesk.core.numbers import own
from benedesk.wire.codec import dumps, fit, loads

from .people import accounts, directory
from .people.accounts import Account
from .people.directory import Import
from .people.person import BadRow, Person
from .store.checkpoint import Checkpoint, store
from .store.checkpoint_maker import received, sent
from .store.database import Database

SOCKET = "benedesk.sock"
REQUEST_BYTES = 64 * 1024 * 1024  # a directory of some hundred thousand people
BEGIN_S, ANSWER_S = 6.0, 8.0  # until a request has begun, or never will; until whoever asked gives up
LONG_ANSWER_S = 600.0  # for requests that carry a file
Json = dict[str, Any]
T = TypeVar("T")
log = structlog.get_logger("office")


class RunningServer(Protocol):
    """Who has to know of a change at once: the running server."""

    def check_account(self, account: Account) -> None:
        """Raises Refused if the desk cannot have the account so; then it is not stored."""

    async def account_changed(self, account: Account) -> None:
        """The account is stored so."""

    def sign_in_ended(self, agent: AgentId) -> None: ...

    async def refresh(self) -> None: ...


class Office:
    """One request at a time. Every request is a JSON object with `do`, and answered with one."""

    def __init__(
        self,
        database: Database,
        country: str,
        queues: Mapping[QueueId, str],
        listener: RunningServer | None = None,
    ) -> None:
        self._database = database
        self._country = country
        self._queues = {queue: own(number, country) for queue, number in queues.items()}
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

    async def answer_line(self, line: bytes) -> bytes:
        """Carry out the request on one line; the answer, on one line."""
        try:
            answer = await self._answer(loads(line, "bad_args"))
        except Refused as refused:
            answer = {"code": refused.code, "text": refused.text}
        return dumps(answer).encode() + b"\n"

    async def _answer(self, request: Json) -> Json:
        action = self._actions.get(str(request.pop("do", "")))
        begin_by = request.pop("begin_by", None)
        if action is None:
            raise Refused("unknown_command", "this server does not know that request")
        async with self._one_at_a_time:
            if isinstance(begin_by, float) and time.monotonic() > begin_by:
                raise Refused("too_late", "whoever asked has given up")
            try:
                return await action(request)
            except (KeyError, TypeError, ValueError) as problem:
                log.warning("bad_request", problem=type(problem).__name__)
                raise Refused("bad_args", "the request is not what it should be") from None

    async def user_add(self, request: Json) -> Json:
        """A new user. `password`, and the fields of an Account."""
        password = await self._hashed(_text(request, "password"))
        account = self._checked(_fit(Account, request))
        await self._database.run(lambda connection: accounts.check_free(connection, account))
        self._check(account)
        await self._database.run(lambda connection: accounts.add(connection, account, password))
        await self._tell(account)
        return {"user": asdict(account)}

    async def user_change(self, request: Json) -> Json:
        """Change some fields of a user; `disabled` also ends their sign-ins."""
        agent = _text(request, "agent")
        before = await self._database.run(lambda connection: accounts.one(connection, agent))
        account = self._checked(_fit(Account, {**asdict(before), **request, "agent": agent}))
        await self._database.run(lambda connection: accounts.check_free(connection, account, agent))
        self._check(account)
        await self._database.run(lambda connection: accounts.change(connection, account))
        await self._tell(account)
        if self._listener and account.disabled:
            self._listener.sign_in_ended(agent)
        return {"user": asdict(account)}

    async def user_list(self, request: Json) -> Json:
        found = await self._database.run(accounts.every)
        return {"users": [asdict(account) for account in found]}

    async def user_password(self, request: Json) -> Json:
        """Another password; ends the user's sign-ins."""
        agent, password = _text(request, "agent"), await self._hashed(_text(request, "password"))
        await self._database.run(lambda connection: accounts.set_password(connection, agent, password))
        if self._listener:
            self._listener.sign_in_ended(agent)
        return {}

    async def directory_import(self, request: Json) -> Json:
        """The people of one file take the place of those who came from it before."""
        new = Import(_text(request, "source"), tuple(map(_person, request["people"])), ())
        await self._database.run(lambda connection: directory.store(connection, new))
        if self._listener:
            await self._listener.refresh()
        return {"people": len(new.people)}

    async def checkpoint_keep(self, request: Json) -> Json:
        """A checkpoint that another version of BeneDesk has made for its own start."""
        checkpoint = received(b64decode(_text(request, "checkpoint")))
        await self._database.run(lambda connection: store(connection, checkpoint))
        return {}

    async def _hashed(self, password: str) -> str:
        return await asyncio.to_thread(accounts.hashed, password)

    def _checked(self, account: Account) -> Account:
        for queue in account.skills:
            if queue not in self._queues:
                known = ", ".join(sorted(self._queues)) or "none"
                raise Refused("unknown_queue", f"there is no queue {queue!r}; the settings have: {known}")
        whole = accounts.checked(account, self._country)
        for queue, number in self._queues.items():
            if number == whole.number:
                raise Refused("number_taken", f"the number {number} is that of queue {queue!r}")
        return whole

    def _check(self, account: Account) -> None:
        if self._listener:
            self._listener.check_account(account)

    async def _tell(self, account: Account) -> None:
        if self._listener:
            await self._listener.account_changed(account)


def _text(request: Json, name: str) -> str:
    """Taken out of the request. Raises Refused when it is not there, or no text."""
    if not isinstance(value := request.pop(name, None), str):
        raise Refused("bad_args", f"the request needs {name}, a text")
    return value


def _fit(kind: type[T], given: Json) -> T:
    """Raises Refused for a field too few, too many, or of the wrong kind."""
    if strange := sorted(given.keys() - {field.name for field in fields(kind)}):  # type: ignore[arg-type]
        raise Refused("bad_args", f"{kind.__name__} has no {strange[0][:64]!r}")
    return fit(kind, given, "bad_args")


def _person(given: Json) -> Person:
    numbers = given["numbers"]
    if not isinstance(numbers, list) or not all(isinstance(number, str) for number in numbers):
        raise Refused("bad_args", "a person's numbers are texts")
    return _fit(Person, {**given, "numbers": tuple(numbers)})


# -- over the socket -------------------------------------------------------------------------------


async def serve(office: Office, data: Path) -> asyncio.Server:
    """Answer requests that come over the socket in the data folder, one line each."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(await office.answer_line(line))
                await writer.drain()
        except (OSError, ValueError) as problem:  # ValueError: a line without end
            log.warning("bad_request", problem=str(problem))
        finally:
            writer.close()

    path = data / SOCKET
    path.unlink(missing_ok=True)  # of a server that was killed; the lock says that none runs
    server = await asyncio.start_unix_server(answer, path, limit=REQUEST_BYTES)
    path.chmod(0o600)
    return server


async def ask(data: Path, country: str, queues: Mapping[QueueId, str], request: Json) -> Json:
    """Have one request carried out: by the server of this data folder, or here if none runs.

    A server that has not begun with it after BEGIN_S never will. Raises DatabaseError.
    """
    begin_by = time.monotonic() + BEGIN_S  # one clock for every process of the machine
    try:
        line = dumps({**request, "begin_by": begin_by}).encode() + b"\n"
    except UnicodeEncodeError:
        return {"code": "bad_args", "text": "what was given is not UTF-8"}
    try:
        reader, writer = await asyncio.open_unix_connection(data / SOCKET, limit=REQUEST_BYTES)
    except OSError:
        database = Database(data)
        try:
            answer: Json = json.loads(await Office(database, country, queues).answer_line(line))
            return answer
        finally:
            database.close()
    answer_s = LONG_ANSWER_S if {"people", "checkpoint"} & request.keys() else ANSWER_S
    try:
        async with asyncio.timeout(answer_s):
            writer.write(line)
            told = await reader.readline()
        gone = {"code": "gone", "text": "the server went away before it answered"}
        return json.loads(told) if told else gone
    except TimeoutError:
        late = f"the server has not answered in {answer_s:.0f} s; it will not begin now, but may have begun"
        return {"code": "no_answer", "text": late}
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
