"""A world's day: the same seed, the same day; nobody is lost."""

from __future__ import annotations

from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.desk import Desk
from benedesk.core.loop import replay
from benedesk.core.model import Failure
from benedesk.sim.pbx import answers, fails
from benedesk.sim.world import World


def small_world(**replies) -> World:
    world = World(Desk(), now=1000.0, reply=lambda number: replies.get(number, answers(1.0)))
    world.take(
        i.DefineQueue(queue="sales", name="Myynti", number="09 4245 1001", ring_s=20, transfer_ring_s=6)
    )
    world.take(i.DefineAgent(agent="ann", name="Ann", number="101", phone="101", skills={"sales": 1}))
    world.take(i.SetMembership("ann", "sales", on=True))
    world.take(i.SetReceiving("ann", on=True))
    return world


def test_a_caller_is_offered_connected_and_heard():
    world = small_world()
    world.pbx.caller_calls("c1", "0942451001", "0401234567")
    world.run(until=1002.0)
    assert [type(event) for event in world.journal[-3:]] == [e.CallArrived, e.CallOffered, e.CallConnected]
    assert world.pbx.hears("c1") == "agent ann"


def test_time_passes_only_as_far_as_it_is_told():
    world = small_world()
    world.pbx.caller_calls("c1", "0942451001", "0401234567")
    world.run(until=1000.5)
    assert world.pbx.hears("c1") == "queue music"
    assert world.next_due() == 1001.0


def test_a_transfer_that_rings_out_comes_back_marked():
    world = small_world(**{"+358409999999": fails(Failure.NO_ANSWER, after_s=99)})
    world.pbx.caller_calls("c1", "0942451001", "0401234567")
    world.run(until=1002.0)
    world.take(i.TransferCall(agent="ann", call="c1", target="040 999 9999"))
    assert world.pbx.hears("c1") == "transfer music"
    world.run(until=1020.0)
    assert world.desk.calls["c1"].returned
    assert world.pbx.hears("c1") == "agent ann"


def test_the_journal_leads_to_the_same_desk():
    world = small_world()
    world.pbx.caller_calls("c1", "0942451001", "0401234567")
    world.run(until=1002.0)
    again = replay(world.journal)
    assert (again.calls, again.agents, again.boards) == (
        world.desk.calls,
        world.desk.agents,
        world.desk.boards,
    )
