"""The tables. Plain types that SQLite and PostgreSQL both have; instants are epoch seconds."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

VERSION = 1  # of this file; a database with a higher one was written by a newer BeneDesk

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("type", String(64), nullable=False),
    Column("body", Text, nullable=False),
    # The command that led to this event, on its first event only: done once, also across restarts.
    Column("agent", String(64)),
    Column("command", String(64)),
)

# Shortcuts only: without them the whole journal is replayed. See `checkpoint`.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("by", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("agent", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("number", String(32), nullable=False),
    Column("phone", Text, nullable=False),
    Column("supervisor", Boolean, nullable=False),
    Column("skills", Text, nullable=False),  # JSON {queue: level}
    Column("password", Text, nullable=False),  # argon2, with its parameters and salt
    Column("disabled", Boolean, nullable=False),
)

token = Table(
    "token",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the token; the token itself is nowhere
    Column("agent", String(64), ForeignKey("account.agent", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Float, nullable=False),
    Column("used_at", Float, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("numbers", Text, nullable=False),  # JSON list, E.164 or internal
    Column("source", Text, nullable=False, index=True),  # the file that they came from
)
