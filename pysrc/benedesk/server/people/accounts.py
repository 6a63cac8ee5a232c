"""Local accounts: who may sign in, and what the desk is told of them as an agent."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Container
from dataclasses import asdict, dataclass, field
from typing import Any
from unicodedata import category

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from benedesk.core.errors import Refused
from benedesk.core.inputs import DefineAgent
from benedesk.core.model import AgentId, QueueId
from benedesk.core.numbers import HOME, canonical

from ..store import schema
from .person import TEXT_CHARS

AGENT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
PASSWORD_CHARS = (10, 256)
NO_LETTERS = ("Cc", "Zl", "Zp")  # Unicode's control characters and ends of lines
# OWASP's second choice for argon2id: 19 MiB and 26 ms on two cores, so that a shift may sign in at once.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS = HASHER.hash(secrets.token_urlsafe())  # checked for unknown names, so that they take as long


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who signs in by `agent` and a password. `phone` is the PBX's name for their phone."""

    agent: AgentId
    name: str
    number: str
    phone: str
    supervisor: bool = False
    skills: dict[QueueId, int] = field(default_factory=dict)
    disabled: bool = False


def checked(account: Account, country: str = HOME) -> Account:
    """The account as it is stored. Raises Refused for what cannot be."""
    if not AGENT_ID.fullmatch(account.agent):
        raise Refused(
            "bad_args", "a user name has 1 to 64 small letters a-z, digits, dots, dashes and underscores"
        )
    if not account.name.strip():
        raise Refused("bad_args", "the name of a person is missing")
    for what, text in (("name", account.name.strip()), ("phone", account.phone.strip())):
        if len(text) > TEXT_CHARS or any(category(letter) in NO_LETTERS for letter in text):
            raise Refused("bad_args", f"a {what} is one line of at most {TEXT_CHARS} characters")
    if any(type(level) is not int or not 0 <= level <= 100 for level in account.skills.values()):
        raise Refused("bad_args", "a skill level is a whole number, 0 to 100")
    number = canonical(account.number, country)
    return Account(
        agent=account.agent,
        name=account.name.strip(),
        number=number,
        phone=account.phone.strip() or account.agent,
        supervisor=account.supervisor,
        skills=account.skills,
        disabled=account.disabled,
    )


def hashed(password: str) -> str:
    """The password as it is stored; slow on purpose. Raises Refused for one that is too short or long."""
    least, most = PASSWORD_CHARS
    if not least <= len(password) <= most:
        raise Refused("bad_args", f"a password has {least} to {most} characters")
    return HASHER.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; slow on purpose, and as slow when there is none stored."""
    try:
        HASHER.verify(stored or _NOBODYS, password[: PASSWORD_CHARS[1]])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def as_agent(account: Account, queues: Container[QueueId]) -> DefineAgent:
    """What the desk is told; an account that is disabled serves no queue."""
    skills = {queue: level for queue, level in account.skills.items() if queue in queues}
    return DefineAgent(
        agent=account.agent, name=account.name, number=account.number, phone=account.phone,
        skills={} if account.disabled else skills, supervisor=account.supervisor and not account.disabled,
    )  # fmt: skip


# -- in the database -------------------------------------------------------------------------------


def every(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    return [_account(row) for row in connection.execute(select(schema.account).order_by("agent")).all()]


def one(connection: Connection, agent: AgentId) -> Account:
    """Raises Refused when there is none."""
    row = connection.execute(select(schema.account).where(schema.account.c.agent == agent)).one_or_none()
    if row is None:
        raise Refused("unknown_agent", f"there is no user {agent!r}")
    return _account(row)


def check_free(connection: Connection, account: Account, but: AgentId | None = None) -> None:
    """Raises Refused when the name or the number is another's; `but` is who may have them."""
    columns = schema.account.c
    if but is None and connection.scalar(select(columns.agent).where(columns.agent == account.agent)):
        raise Refused("name_taken", f"there is a user {account.agent!r} already")
    holder = connection.scalar(select(columns.agent).where(columns.number == account.number))
    if holder not in (None, but):
        raise Refused("number_taken", f"the number {account.number} is that of user {holder!r}")


def add(connection: Connection, account: Account, password_hash: str) -> None:
    """Store a new account that is free."""
    connection.execute(insert(schema.account).values(**_values(account), password=password_hash))


def change(connection: Connection, account: Account) -> None:
    """Store what has changed of an account; disabling also ends its sign-ins."""
    table, token = schema.account, schema.token
    connection.execute(update(table).where(table.c.agent == account.agent).values(**_values(account)))
    if account.disabled:
        connection.execute(delete(token).where(token.c.agent == account.agent))


def set_password(connection: Connection, agent: AgentId, password_hash: str) -> None:
    """Also ends every sign-in of the account. Raises Refused when there is none."""
    one(connection, agent)
    account, token = schema.account, schema.token
    connection.execute(update(account).where(account.c.agent == agent).values(password=password_hash))
    connection.execute(delete(token).where(token.c.agent == agent))


def _values(account: Account) -> dict[str, Any]:
    return asdict(account) | {"skills": json.dumps(account.skills)}


def _account(row: Any) -> Account:
    return Account(
        agent=row.agent,
        name=row.name,
        number=row.number,
        phone=row.phone,
        supervisor=row.supervisor,
        skills=json.loads(row.skills),
        disabled=row.disabled,
    )
