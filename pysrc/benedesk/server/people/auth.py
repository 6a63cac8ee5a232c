"""Signing in: a password for a token, and a token for the agent whose it is.

Tokens are 256 random bits; only their SHA-256 is kept. They end when they have not been used for a
while, by signing out, and when the account is disabled or gets another password.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from benedesk.core.errors import Refused
from benedesk.core.model import AgentId

from ..store import schema
from ..store.database import Database
from ..web.limits import RateLimit
from .accounts import is_password

HASHERS = 2  # at most so many passwords are checked at once: each takes 19 MiB and a core
WAITING = 64  # more than these who wait are told to try later
SAVE_EVERY_S = 60.0
log = structlog.get_logger("auth")


@dataclass(slots=True)
class _Token:
    agent: AgentId
    used_at: float
    saved_at: float


class Auth:
    """All sign-ins of the server. Call `open` first, and `save_use` now and then."""

    def __init__(self, database: Database, idle_s: float) -> None:
        self._database = database
        self._idle_s = idle_s
        self._tokens: dict[str, _Token] = {}
        self._hashers = ThreadPoolExecutor(HASHERS, thread_name_prefix="password")
        self._waiting = 0
        # By account and address together: a stranger cannot lock somebody out by trying in their name.
        self._by_account = RateLimit(burst=5, every_s=12)
        self._by_address = RateLimit(burst=50, every_s=1)  # an office may share one address

    async def open(self) -> None:
        """Know the tokens of earlier runs again."""
        rows = await self._database.run(lambda connection: connection.execute(select(schema.token)).all())
        self._tokens = {row.digest: _Token(row.agent, row.used_at, row.used_at) for row in rows}

    def close(self) -> None:
        self._hashers.shutdown(wait=False, cancel_futures=True)

    async def sign_in(self, agent: AgentId, password: str, address: str, now: float) -> str:
        """A new token. Raises Refused: `too_many_attempts`, or `bad_credentials` for whatever is wrong.

        An unknown name, a disabled account and a wrong password get the same answer after the same time.
        """
        account = f"{agent[:64]} {address}"
        if not (self._by_account.allow(account, now) and self._by_address.allow(address, now)):
            log.warning("sign_in_too_often", agent=agent[:64], address=address)
            raise Refused("too_many_attempts", "too many tries; wait a minute")
        stored = await self._database.run(lambda connection: _stored(connection, agent))
        if not await self._is_password(stored, password):
            log.warning("sign_in_failed", agent=agent[:64], address=address)
            raise Refused("bad_credentials", "the user name or the password is wrong")
        self._by_account.forgive(account)
        token = secrets.token_urlsafe(32)
        digest = _digest(token)
        await self._database.run(lambda connection: _insert(connection, digest, agent, stored, now))
        self._tokens[digest] = _Token(agent, now, now)
        log.info("signed_in", agent=agent, address=address)
        return token

    async def _is_password(self, stored: str | None, password: str) -> bool:
        if self._waiting >= WAITING:
            raise Refused("too_many_attempts", "too many people sign in at once; try again")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._hashers, is_password, stored, password
            )
        finally:
            self._waiting -= 1

    def agent_of(self, token: str, now: float) -> AgentId:
        """Whose token it is; counts as a use. Raises Refused("bad_token")."""
        known = self._tokens.get(_digest(token))
        if known is None or now - known.used_at > self._idle_s:
            raise Refused("bad_token", "sign in again")
        known.used_at = now
        return known.agent

    async def sign_out(self, token: str) -> AgentId | None:
        """End this token; returns whose it was."""
        digest = _digest(token)
        await self._database.run(lambda connection: _delete(connection, digest))
        known = self._tokens.pop(digest, None)
        return known.agent if known else None

    def forget(self, agent: AgentId) -> None:
        """End all tokens of an agent that are gone from the database."""
        self._tokens = {digest: token for digest, token in self._tokens.items() if token.agent != agent}

    async def save_use(self, now: float) -> None:
        """Write down when tokens were used, and delete those that have ended by themselves."""
        ended = [digest for digest, token in self._tokens.items() if now - token.used_at > self._idle_s]
        for digest in ended:
            del self._tokens[digest]
        used = {digest: token for digest, token in self._tokens.items() if token.used_at > token.saved_at}
        if not (ended or used):
            return
        rows = [{"key": digest, "at": token.used_at} for digest, token in used.items()]
        await self._database.run(lambda connection: _save(connection, rows, now - self._idle_s))
        for token in used.values():
            token.saved_at = token.used_at


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _stored(connection: Connection, agent: AgentId) -> str | None:
    columns = schema.account.c
    query = select(columns.password).where(columns.agent == agent, columns.disabled.is_(False))
    return connection.scalar(query)


def _insert(connection: Connection, digest: str, agent: AgentId, stored: str | None, now: float) -> None:
    if _stored(connection, agent) != stored:  # disabled, or another password, while this one was checked
        raise Refused("bad_credentials", "the user name or the password is wrong")
    row = {"digest": digest, "agent": agent, "created_at": now, "used_at": now}
    connection.execute(insert(schema.token).values(row))


def _delete(connection: Connection, digest: str) -> None:
    connection.execute(delete(schema.token).where(schema.token.c.digest == digest))


def _save(connection: Connection, rows: list[dict[str, object]], oldest: float) -> None:
    columns = schema.token.c
    if rows:
        used = update(schema.token).where(columns.digest == bindparam("key"))
        connection.execute(used.values(used_at=bindparam("at")), rows)
    connection.execute(delete(schema.token).where(columns.used_at < oldest))
