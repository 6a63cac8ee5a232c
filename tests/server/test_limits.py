from __future__ import annotations

from benedesk.server.web.limits import RateLimit


def test_a_burst_is_allowed_and_then_one_at_a_time() -> None:
    limit = RateLimit(burst=3, every_s=10)

    assert [limit.allow("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert [limit.allow("a", 9.9), limit.allow("a", 10.1), limit.allow("a", 10.2)] == [False, True, False]


def test_keys_do_not_share_a_limit() -> None:
    limit = RateLimit(burst=1, every_s=10)

    assert [limit.allow(key, 0.0) for key in ("a", "b", "a")] == [True, True, False]


def test_who_has_proved_himself_starts_anew() -> None:
    limit = RateLimit(burst=1, every_s=10)
    limit.allow("a", 0.0)
    limit.forgive("a")

    assert limit.allow("a", 0.0)


def test_a_clock_that_is_set_back_gives_nothing() -> None:
    limit = RateLimit(burst=1, every_s=10)
    limit.allow("a", 100.0)

    assert not limit.allow("a", 0.0)


def test_only_the_latest_keys_are_remembered() -> None:
    limit = RateLimit(burst=1, every_s=10, keys=2)
    for key in ("a", "b", "c"):
        limit.allow(key, 0.0)

    assert [limit.allow("c", 0.0), limit.allow("a", 0.0)] == [False, True]
