"""Accounts: what is stored, what is refused, and what the desk is told of an agent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benedesk.core.errors import Refused
from benedesk.server.people import accounts
from benedesk.server.store.database import Database

from tests.lab.server import AINO, EERO, PASSWORD, PASSWORD_HASH


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"agent": "Aino V"}, "bad_args"),
        ({"agent": ""}, "bad_args"),
        ({"name": "  "}, "bad_args"),
        ({"number": "soita"}, "bad_number"),
        ({"skills": {"myynti": -1}}, "bad_args"),
    ],
)
def test_an_account_that_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        accounts.checked(replace(AINO, **change))  # type: ignore[arg-type]

    assert refused.value.code == code


def test_a_number_is_stored_in_its_one_spelling_and_the_phone_defaults_to_the_user_name() -> None:
    account = accounts.checked(replace(AINO, number="09 9245 1101", phone=""))

    assert (account.number, account.phone) == ("+358992451101", "aino")


@pytest.mark.parametrize("password", ["short", "x" * 257])
def test_a_password_that_is_too_short_or_long_is_refused(password: str) -> None:
    with pytest.raises(Refused):
        accounts.hashed(password)


def test_a_password_is_kept_as_argon2id_with_the_chosen_cost() -> None:
    assert PASSWORD_HASH.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert accounts.is_password(PASSWORD_HASH, PASSWORD)
    assert not accounts.is_password(PASSWORD_HASH, PASSWORD + "!")
    assert not accounts.is_password(None, PASSWORD)
    assert not accounts.is_password("not a hash", PASSWORD)


def test_accounts_are_stored_changed_and_listed(database: Database) -> None:
    for account in (EERO, AINO):
        database.run_now(lambda connection, a=account: accounts.add(connection, a, PASSWORD_HASH))
    changed = replace(EERO, name="Eero K.", skills={}, supervisor=True)
    database.run_now(lambda connection: accounts.change(connection, changed))

    assert database.run_now(accounts.every) == [AINO, changed]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (AINO, "name_taken"),
        (replace(AINO, agent="aino2"), "number_taken"),
        (replace(EERO, number="103"), None),
    ],
)
def test_a_taken_name_or_number_is_refused(
    database: Database, account: accounts.Account, code: str | None
) -> None:
    database.run_now(lambda connection: accounts.add(connection, AINO, PASSWORD_HASH))
    found = None
    try:
        database.run_now(lambda connection: accounts.check_free(connection, account))
    except Refused as refused:
        found = refused.code

    assert found == code


def test_a_user_who_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="unknown_agent"):
        database.run_now(lambda connection: accounts.set_password(connection, "nobody", PASSWORD_HASH))


def test_the_desk_is_told_only_of_queues_that_there_are() -> None:
    assert accounts.as_agent(AINO, {"myynti": None}).skills == {"myynti": 1}


def test_a_disabled_agent_serves_no_queue_and_supervises_nothing() -> None:
    agent = accounts.as_agent(replace(AINO, disabled=True, supervisor=True), {"myynti": None})

    assert (agent.skills, agent.supervisor) == ({}, False)
