"""Signing in: the same answer for every wrong thing, tokens that end, and nothing secret on the disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from benedesk.core.errors import Refused
from benedesk.server.people import accounts
from benedesk.server.people.auth import Auth
from benedesk.server.store import schema
from benedesk.server.store.database import Database
from sqlalchemy import select

from tests.lab.loop import Loop
from tests.lab.server import AINO, EERO, PASSWORD, PASSWORD_HASH, move_in

IDLE_S = 100.0


@pytest.fixture
def auth(loop: Loop, database: Database) -> Iterator[Auth]:
    move_in(database, AINO, replace(EERO, disabled=True))
    auth = Auth(database, IDLE_S)
    yield auth
    auth.close()


@pytest.fixture
def sign_in(loop: Loop, auth: Auth) -> Callable[..., str]:
    def sign_in(
        user: str = "aino", password: str = PASSWORD, address: str = "1.1.1.1", now: float = 0.0
    ) -> str:
        return loop.run(auth.sign_in(user, password, address, now))

    return sign_in


def refusal(what: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        what()
    return refused.value.code, refused.value.text


def test_a_token_is_its_agents_until_it_has_not_been_used_for_a_while(
    auth: Auth, sign_in: Callable[..., str]
) -> None:
    token = sign_in()

    assert auth.agent_of(token, IDLE_S - 1) == "aino"
    assert auth.agent_of(token, 2 * IDLE_S - 2) == "aino"
    assert refusal(lambda: auth.agent_of(token, 4 * IDLE_S))[0] == "bad_token"


def test_a_wrong_name_a_wrong_password_and_a_disabled_account_get_the_same_answer(
    sign_in: Callable[..., str],
) -> None:
    answers = {
        refusal(lambda: sign_in("nobody")),
        refusal(lambda: sign_in("aino", "wrong password")),
        refusal(lambda: sign_in("eero")),
    }

    assert answers == {("bad_credentials", "the user name or the password is wrong")}


def test_an_unknown_name_takes_as_long_as_a_wrong_password(sign_in: Callable[..., str]) -> None:
    def fastest_s(user: str) -> float:
        took = []
        for _ in range(4):
            begun = time.process_time()
            refusal(lambda: sign_in(user, "wrong password"))
            took.append(time.process_time() - begun)
        return min(took)

    assert 0.5 < fastest_s("nobody") / fastest_s("aino") < 2


def test_who_tries_too_often_has_to_wait_even_with_the_right_password(sign_in: Callable[..., str]) -> None:
    for _ in range(5):
        refusal(lambda: sign_in("aino", "wrong password"))

    assert refusal(lambda: sign_in())[0] == "too_many_attempts"
    assert sign_in(address="2.2.2.2")
    assert sign_in(now=60.0)


def test_one_address_may_not_try_many_names(sign_in: Callable[..., str]) -> None:
    codes = {refusal(lambda n=n: sign_in(f"user{n}", "wrong password"))[0] for n in range(51)}

    assert codes == {"bad_credentials", "too_many_attempts"}


def test_only_a_digest_of_the_token_is_stored(database: Database, sign_in: Callable[..., str]) -> None:
    token = sign_in()
    rows = database.run_now(lambda connection: connection.execute(select(schema.token)).all())

    assert len(token) >= 43  # 256 bits
    assert len(rows) == 1
    assert token not in str(rows)


def test_tokens_outlive_a_restart(
    loop: Loop, database: Database, auth: Auth, sign_in: Callable[..., str]
) -> None:
    token = sign_in()
    auth.agent_of(token, 90.0)
    loop.run(auth.save_use(90.0))
    again = Auth(database, IDLE_S)
    loop.run(again.open())
    again.close()

    assert again.agent_of(token, 180.0) == "aino"
    assert refusal(lambda: again.agent_of("made up", 180.0))[0] == "bad_token"


def test_a_token_that_has_ended_is_deleted(
    loop: Loop, database: Database, auth: Auth, sign_in: Callable[..., str]
) -> None:
    sign_in()
    loop.run(auth.save_use(IDLE_S + 1))

    assert database.run_now(lambda connection: connection.execute(select(schema.token)).all()) == []


def test_signing_out_ends_the_token_and_no_other(loop: Loop, auth: Auth, sign_in: Callable[..., str]) -> None:
    first, second = sign_in(), sign_in()

    assert loop.run(auth.sign_out(first)) == "aino"
    assert loop.run(auth.sign_out(first)) is None
    assert refusal(lambda: auth.agent_of(first, 0.0))[0] == "bad_token"
    assert auth.agent_of(second, 0.0) == "aino"


def test_another_password_ends_every_token_also_after_a_restart(
    loop: Loop, database: Database, auth: Auth, sign_in: Callable[..., str]
) -> None:
    token = sign_in()
    database.run_now(lambda connection: accounts.set_password(connection, "aino", PASSWORD_HASH))
    auth.forget("aino")
    again = Auth(database, IDLE_S)
    loop.run(again.open())
    again.close()

    assert refusal(lambda: auth.agent_of(token, 0.0))[0] == "bad_token"
    assert refusal(lambda: again.agent_of(token, 0.0))[0] == "bad_token"
