"""The engine: nothing goes out before it is durable, nothing told is lost, a mistake of ours is contained."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from benedesk.core import effects as x
from benedesk.core import evolve
from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.directory import Directory
from benedesk.core.errors import Refused
from benedesk.core.events import ReceivingSet
from benedesk.core.lines import Leg, Line
from benedesk.core.views import document
from benedesk.server.clock import DeskClock
from benedesk.server.engine import Engine
from benedesk.server.store.database import Database
from benedesk.server.store.journal import Journal, history
from benedesk.wire.codec import encode
from benedesk.wire.hub import Hub, Key
from benedesk.wire.messages import Result
from benedesk.wire.server_session import ServerSession
from sqlalchemy import text

from tests.lab.loop import Loop, until

QUEUE = i.DefineQueue(queue="myynti", name="Myynti", number="09 9245 1001", ring_s=20)
AINO = i.DefineAgent(agent="aino", name="Aino Virtanen", number="101", phone="101", skills={"myynti": 1})
AT_WORK = (QUEUE, AINO, i.SetMembership("aino", "myynti", on=True), i.SetReceiving("aino", on=True))
ARRIVED = i.CallerArrived(call="c1", dialled="09 9245 1001", caller="+358498124401")


class HeardHub(Hub):
    """A hub that notes the answers."""

    def __init__(self, answers: list[Result]) -> None:
        super().__init__(Directory(), "desk")
        self.heard = answers

    def remember(self, key: Key, result: Result | None = None) -> None:
        super().remember(key, result)
        if result:
            self.heard.append(result)


class Bench:
    """An engine in the loop's thread. `orders` are those that a PBX would have got."""

    def __init__(self, loop: Loop, database: Database, later_s: float = 0.0) -> None:
        self.loop = loop
        self.file = database.file
        self.orders: list[x.PbxOrder] = []
        self.durable_at_order: list[list[str]] = []
        self.ordered_at: list[float] = []
        self.answers: list[Result] = []
        self.journal = Journal(database, retry_s=0.02)
        desk = Desk()
        self.hub = HeardHub(self.answers)
        clock = DeskClock(lambda: time.time() + later_s)
        self.engine = Engine(desk, self.journal, self.hub, self._order, clock)

    def _order(self, order: x.PbxOrder) -> None:
        self.orders.append(order)
        self.ordered_at.append(time.monotonic())
        self.durable_at_order.append(self.durable())

    def durable(self) -> list[str]:
        """The types of the events that another connection finds in the database."""
        reader = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        found = [kind for (kind,) in reader.execute("SELECT type FROM event ORDER BY seq")]
        reader.close()
        return found

    def start(self, *settings: i.Input, lines: tuple[Line, ...] = ()) -> None:
        """Replay, take the settings, and hear of the PBX that it has these callers."""
        self.loop.call(self.engine.replay)
        self.loop.run(self.engine.start(settings))
        self.ask(i.PbxSynced(lines))

    def do(self, what: Callable[[], Any]) -> Any:
        return self.loop.call(what)

    def tell(self, *told: i.Input) -> None:
        self.do(lambda: [self.engine.tell(what) for what in told])

    def ask(self, what: i.Input) -> None:
        self.loop.run(self.engine.ask(what))

    def command(self, what: i.AgentCommand, id_: str = "id-1") -> None:
        self.do(lambda: self.engine.command((what.agent, id_), what))

    def calls(self) -> dict[str, str]:
        return {call.id: call.state.value for call in self.engine.desk.calls.values()}


@pytest.fixture
def bench(loop: Loop, database: Database) -> Iterator[Bench]:
    bench = Bench(loop, database)
    yield bench
    loop.run(bench.engine.stop())


def documents(engine: Engine) -> dict[str, Any]:
    desk = engine.desk
    topics = [*(f"queue/{q}" for q in desk.queues), *(f"agent/{a}" for a in desk.agents)]
    topics += [f"call/{c}" for c in desk.calls]
    return {topic: document(desk, topic) for topic in topics}


def test_until_the_pbx_has_been_heard_nothing_is_offered_and_no_ring_time_runs(
    loop: Loop, bench: Bench, database: Database
) -> None:
    bench.start(*AT_WORK)
    bench.tell(ARRIVED)
    until(lambda: bench.orders, "the offer")
    loop.run(bench.engine.stop())
    again = Bench(loop, database, later_s=60.0)  # the phone was to ring for twenty seconds
    loop.call(again.engine.replay)
    loop.run(again.engine.start(()))
    again.ask(i.SetReceiving("aino", on=False))

    assert again.calls() == {"c1": "offered"}
    assert "OfferFailed" not in again.durable()
    loop.run(again.engine.stop())


def test_an_order_goes_out_only_when_its_events_are_durable(bench: Bench) -> None:
    bench.start(*AT_WORK)
    bench.tell(ARRIVED)
    until(lambda: len(bench.orders) == 2, "two orders")

    assert [type(order) for order in bench.orders] == [x.PlayMusic, x.RingAgent]
    assert all("CallOffered" in durable for durable in bench.durable_at_order)


def test_a_command_is_answered_when_it_is_durable(bench: Bench) -> None:
    bench.start(QUEUE, AINO)
    bench.command(i.SetReceiving("aino", on=True))
    until(lambda: bench.answers, "an answer")

    assert bench.answers == [Result("id-1", True)]
    assert bench.durable()[-1] == "ReceivingSet"


def test_a_refused_command_is_answered_with_its_code_and_changes_nothing(bench: Bench) -> None:
    bench.start(QUEUE, AINO)
    before = bench.durable()
    bench.command(i.HangUpCall("aino", "c9"))
    until(lambda: bench.answers, "an answer")

    assert (bench.answers[0].ok, bench.answers[0].code) == (False, "unknown_call")
    assert bench.durable() == before


def test_inputs_that_wait_together_are_committed_together_and_in_order(bench: Bench) -> None:
    bench.start(QUEUE, AINO)
    commits = 0
    append = bench.journal.append

    async def counted(entries: Any) -> None:
        nonlocal commits
        commits += 1
        await append(entries)

    bench.journal.append = counted  # type: ignore[method-assign]
    before = len(bench.durable())
    bench.do(
        lambda: [
            bench.engine.command(("aino", f"id-{n}"), i.SetReceiving("aino", n % 2 == 0)) for n in range(100)
        ]
    )
    until(lambda: len(bench.answers) == 100, "all answers")

    assert [answer.id for answer in bench.answers] == [f"id-{n}" for n in range(100)]
    assert len(bench.durable()) == before + 100
    assert commits <= 2


def test_after_a_restart_the_desk_is_the_same_and_a_command_is_not_done_twice(
    loop: Loop, bench: Bench, database: Database
) -> None:
    bench.start(*AT_WORK)
    bench.tell(ARRIVED)
    bench.command(i.SetAvailability("aino", "busy", "kokous"), "id-7")
    until(lambda: bench.answers, "an answer")
    loop.run(bench.engine.stop())
    again = Bench(loop, database)
    ringing = bench.engine.desk.calls["c1"].ringing
    again.start(
        *AT_WORK[:2],
        lines=(Line(call="c1", dialled="09 9245 1001", caller="+358498124401", legs=(Leg(ringing),)),),
    )

    ring_times = {"call/c1": {"deadline": again.engine.desk.calls["c1"].deadline}}
    expected = {
        topic: {**body, **ring_times.get(topic, {})} for topic, body in documents(bench.engine).items()
    }
    assert documents(again.engine) == expected
    answered: deque[str] = deque()
    session = ServerSession(again.hub, 0.0)
    session.outbox = answered
    assert not again.hub.ask(session, ("aino", "id-7"))
    assert answered == deque([encode(Result("id-7", True))])
    loop.run(again.engine.stop())


def test_settings_that_say_the_same_again_are_not_journalled_again(
    loop: Loop, bench: Bench, database: Database
) -> None:
    bench.start(*AT_WORK)
    loop.run(bench.engine.stop())
    again = Bench(loop, database)
    again.start(QUEUE, AINO)
    loop.run(again.engine.stop())

    assert again.durable().count("QueueDefined") == again.durable().count("AgentDefined") == 1


def test_what_is_only_checked_is_refused_as_it_would_be_and_changes_nothing(bench: Bench) -> None:
    bench.start(*AT_WORK)
    before = bench.durable()
    with pytest.raises(Refused) as refused:
        bench.do(lambda: bench.engine.check(dataclasses.replace(AINO, number=QUEUE.number)))
    bench.do(lambda: bench.engine.check(dataclasses.replace(AINO, number="109")))

    assert refused.value.code == "number_taken"
    assert bench.durable() == before
    assert bench.engine.desk.agents["aino"].number == "101"


def test_a_timer_rings_at_its_time(bench: Bench) -> None:
    bench.start(i.DefineQueue(queue="myynti", name="Myynti", number="09 9245 1001", ring_s=0.2), *AT_WORK[1:])
    begun = time.monotonic()
    bench.tell(ARRIVED)
    until(lambda: "OfferFailed" in bench.durable(), "a missed offer")

    assert time.monotonic() - begun >= 0.19
    assert bench.calls() == {"c1": "queued"}


def test_timers_run_on_after_a_restart_and_one_that_has_passed_rings_at_once(
    loop: Loop, bench: Bench, database: Database
) -> None:
    bench.start(*AT_WORK)
    bench.ask(i.SetAvailability("aino", "busy", until=time.time() + 20))
    loop.run(bench.engine.stop())
    assert bench.durable().count("AvailabilitySet") == 1

    again = Bench(loop, database, later_s=60.0)
    again.start()
    until(lambda: again.durable().count("AvailabilitySet") == 2, "the end of it", timeout_s=5.0)
    loop.run(again.engine.stop())


def fill_disk(database: Database, *, full: bool) -> None:
    pages = database.run_now(lambda connection: connection.scalar(text("PRAGMA page_count")))
    limit = pages if full else 1_000_000
    database.run_now(lambda connection: connection.execute(text(f"PRAGMA max_page_count={limit}")).close())


def test_while_the_disk_is_full_commands_are_refused_and_callers_wait_and_are_not_lost(
    bench: Bench, database: Database
) -> None:
    bench.start(*AT_WORK)
    fill_disk(database, full=True)
    for number in itertools.count():
        if bench.engine.trouble:
            break
        bench.command(i.SetAvailability("aino", "busy", f"{number} " + "x" * 190), f"fill-{number}")
        until(lambda n=number: bench.engine.trouble or len(bench.answers) > n, "progress")
    orders = len(bench.orders)
    bench.command(i.SetReceiving("aino", on=False), "late")
    bench.tell(ARRIVED, i.CallerArrived(call="c2", dialled="09 9245 1001", caller=""))

    assert "full" in str(bench.engine.trouble)
    refused = next(answer for answer in bench.answers if answer.id == "late")
    assert (refused.ok, refused.code) == (False, "unavailable")
    assert (bench.calls(), len(bench.orders)) == ({}, orders)
    with pytest.raises(Refused, match="unavailable"):
        bench.ask(QUEUE)

    fill_disk(database, full=False)
    until(lambda: len(bench.calls()) == 2 and not bench.engine.trouble, "the callers")
    until(lambda: len(bench.orders) == orders + 2, "their music")
    assert list(bench.calls()) == ["c1", "c2"]


def test_a_crash_while_deciding_is_contained_and_the_desk_goes_on(bench: Bench) -> None:
    bench.start(*AT_WORK)
    before = documents(bench.engine)
    bench.tell("no input at all")  # type: ignore[arg-type]
    assert documents(bench.engine) == before
    bench.tell(ARRIVED)
    until(lambda: bench.orders, "an order")

    assert bench.engine.failure is None
    assert bench.calls() == {"c1": "offered"}


def test_a_crash_that_may_have_changed_the_desk_stops_the_engine_and_journals_nothing_of_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.start(QUEUE, AINO)

    def fails(event: object, desk: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setitem(evolve.CHANGES, ReceivingSet, fails)
    before = bench.durable()
    bench.command(i.SetReceiving("aino", on=True))

    assert bench.engine.failed.is_set()
    assert "SetReceiving" in str(bench.engine.trouble)
    assert [answer.code for answer in bench.answers] == ["unavailable"]
    assert bench.durable() == before


def test_a_damaged_journal_stops_the_engine_and_no_order_goes_out(bench: Bench) -> None:
    bench.start(*AT_WORK)

    async def damaged(entries: object) -> None:
        raise sqlite3.DatabaseError("malformed")

    bench.journal.append = damaged  # type: ignore[method-assign]
    bench.tell(ARRIVED)
    until(bench.engine.failed.is_set, "the stop")

    assert "malformed" in str(bench.engine.trouble)
    assert bench.orders == []


def test_who_waits_for_a_damaged_journal_is_told(bench: Bench) -> None:
    async def damaged(entries: object) -> None:
        raise sqlite3.DatabaseError("malformed")

    bench.journal.append = damaged  # type: ignore[method-assign]
    with pytest.raises(Refused, match="malformed"):
        bench.start(QUEUE)


def test_a_listener_that_fails_keeps_nobody_from_his_answer(bench: Bench) -> None:
    def fails(step: object) -> None:
        raise RuntimeError("a mistake")

    bench.start(QUEUE, AINO)
    bench.engine.listeners.append(fails)
    bench.ask(i.SetReceiving("aino", on=True))

    assert bench.engine.failure is None


def test_an_order_that_fails_does_not_keep_back_the_next(loop: Loop, database: Database) -> None:
    bench = Bench(loop, database)
    given: list[x.PbxOrder] = []

    def order(order: x.PbxOrder) -> None:
        given.append(order)
        raise RuntimeError("the PBX is in a bad mood")

    bench.engine = Engine(Desk(), bench.journal, bench.hub, order)
    bench.start(*AT_WORK)
    bench.tell(ARRIVED)
    until(lambda: len(given) == 2, "both orders")
    loop.run(bench.engine.stop())


def test_a_clock_that_is_set_back_does_not_undo_time(loop: Loop, database: Database) -> None:
    bench = Bench(loop, database)
    wall, passed = [100.0], [0.0]
    clock = DeskClock(lambda: wall[0], lambda: passed[0])
    bench.engine = Engine(Desk(), bench.journal, bench.hub, lambda order: None, clock)
    bench.start(QUEUE, AINO)
    wall[0], passed[0] = 50.0, 7.0
    bench.ask(i.SetReceiving("aino", on=True))
    wall[0], passed[0] = 120.0, 8.0
    bench.ask(i.SetReceiving("aino", on=False))
    loop.run(bench.engine.stop())

    assert [entry.at for entry in history(database)][-3:] == [100.0, 106.3, 120.0]


@pytest.mark.parametrize("jump_s", [-3 * 3600.0, 3 * 3600.0])
def test_a_ring_lasts_as_long_as_it_should_however_the_clock_is_set(
    loop: Loop, database: Database, jump_s: float
) -> None:
    bench = Bench(loop, database)
    ahead_s = [0.0]
    clock = DeskClock(lambda: time.time() + ahead_s[0])
    bench.engine = Engine(Desk(), bench.journal, bench.hub, bench._order, clock)
    bench.start(dataclasses.replace(QUEUE, ring_s=0.5), *AT_WORK[1:])
    ahead_s[0] = jump_s
    begun = time.monotonic()
    bench.tell(ARRIVED)
    until(lambda: "OfferFailed" in bench.durable(), "a missed offer")
    loop.run(bench.engine.stop())

    assert time.monotonic() - begun >= 0.49


def test_a_phone_rings_its_whole_time_however_long_its_order_has_waited_for_the_disk(bench: Bench) -> None:
    bench.start(dataclasses.replace(QUEUE, ring_s=0.5), *AT_WORK[1:])
    other = sqlite3.connect(bench.file)
    other.execute("BEGIN IMMEDIATE")  # nobody else can write
    begun = time.monotonic()
    bench.tell(ARRIVED)
    until(lambda: time.monotonic() - begun > 0.6, "more than the phone may ring")
    assert not bench.orders
    other.close()
    until(lambda: "OfferFailed" in bench.durable(), "a missed offer")

    assert time.monotonic() - bench.ordered_at[0] > 0.49


def test_after_a_stop_of_the_process_what_the_pbx_has_told_comes_before_the_timers(bench: Bench) -> None:
    bench.start(dataclasses.replace(QUEUE, ring_s=0.3), *AT_WORK[1:])
    bench.tell(ARRIVED)
    until(lambda: bench.orders, "the offer")
    loop = asyncio.get_running_loop
    answered = i.PhoneAnswered("c1", bench.engine.desk.calls["c1"].ringing)

    def stopped() -> None:  # as by SIGSTOP: nothing runs, and then all is due at once
        time.sleep(1.6)
        loop().call_later(0.05, bench.engine.tell, answered)

    bench.do(stopped)
    until(lambda: bench.calls() == {"c1": "connected"}, "the answer")

    assert "OfferFailed" not in bench.durable()


def test_listeners_hear_of_durable_steps(bench: Bench) -> None:
    heard: list[str] = []
    bench.start(QUEUE, AINO)
    bench.engine.listeners.append(lambda step: heard.extend(type(event).__name__ for event in step.events))
    bench.ask(i.SetReceiving("aino", on=True))

    assert heard == ["ReceivingSet"]


def test_what_was_taken_is_durable_when_the_engine_has_stopped(loop: Loop, bench: Bench) -> None:
    bench.start(QUEUE, AINO)

    async def take_and_stop() -> None:
        bench.engine.tell(i.SetReceiving("aino", on=True))
        await bench.engine.stop()

    loop.run(take_and_stop())

    assert bench.durable()[-1] == "ReceivingSet"
