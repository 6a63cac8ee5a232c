"""Done means done: what was promised before the PBX was lost is done, or done then, and never undone."""

from __future__ import annotations

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.loop import replay
from benedesk.core.model import Failure
from benedesk.core.states import CallState

from tests.lab.call_log import CallLog
from tests.lab.company import SALES


def line(call: str, **legs: object) -> Line:
    return Line(call=call, dialled=SALES.number, caller="049 123 4567", **legs)  # type: ignore[arg-type]


@pytest.fixture
def talking() -> CallLog:
    log = CallLog()
    log.on_duty("ann")
    log.connected("c1", "ann")
    return log


def test_a_hang_up_that_the_pbx_did_not_hear_is_done_when_it_is_back(talking):
    talking.happens(i.HangUpCall("ann", "c1"), i.PbxLost())
    talking.ordered()
    back = talking.happens(i.PbxSynced((line("c1", legs=(Leg("ann", up=True),)),)))
    assert back == [e.PbxCameBack(talking.now)]
    assert talking.ordered() == [x.HangUp("c1")]


def test_it_is_remembered_over_a_restart(talking):
    talking.happens(i.HangUpCall("ann", "c1"), i.PbxLost())
    talking.desk = replay(talking.journal)
    assert talking.happens(i.PbxSynced((line("c1"),))) == [e.PbxCameBack(talking.now)]


def test_a_caller_who_was_turned_away_does_not_come_back_either(talking):
    talking.happens(i.CallerArrived(call="c9", dialled="09 9245 9999", caller="049 123 4567"), i.PbxLost())
    assert talking.happens(i.PbxSynced((line("c1", legs=(Leg("ann", up=True),)), line("c9")))) == [
        e.PbxCameBack(talking.now)
    ]


def test_a_call_that_only_the_pbx_forgot_may_be_found_again(talking):
    talking.happens(i.PbxSynced(()))
    assert "c1" not in talking.desk.calls
    talking.happens(i.PbxSynced((line("c1"),)))
    assert talking.call("c1").state is CallState.OFFERED


def test_what_is_remembered_is_bounded(talking):
    for n in range(1100):
        talking.happens(i.CallerArrived(call=f"wrong-{n}", dialled="09 9245 9999", caller=""))
    assert len(talking.desk.hung_up) == 1000


def test_a_phone_that_is_lost_while_it_rings_fails_the_offer_at_once_and_nobody_is_set_aside():
    log = CallLog()
    log.on_duty("ann", "bo")
    log.arrives("c1")
    events = log.happens(i.PhoneReachable("ann", on=False))
    assert [type(event) for event in events] == [e.ReachableSet, e.OfferFailed, e.CallOffered]
    assert log.agent("ann").set_aside is None
    assert log.call("c1").agent == "bo"


def test_a_transfer_to_a_phone_that_is_lost_returns_at_once(talking):
    talking.on_duty("bo")
    talking.happens(i.TransferCall(agent="ann", call="c1", target="102"))
    talking.happens(i.PhoneReachable("bo", on=False))
    returned = talking.call("c1").returned
    assert returned and returned.reason is Failure.UNREACHABLE


def test_a_talk_goes_on_when_the_phone_leaves(talking):
    assert [type(event) for event in talking.happens(i.PhoneReachable("ann", on=False))] == [e.ReachableSet]


def test_another_phone_counts_as_reachable_until_something_is_told_of_it():
    log = CallLog()
    log.happens(i.PhoneReachable("ann", on=False))
    log.happens(
        i.DefineAgent(agent="ann", name="Anni Aalto", number="101", phone="other", skills={"sales": 1})
    )
    assert log.agent("ann").reachable


def test_the_timers_of_a_call_with_a_colon_in_its_name_are_its_own():
    log = CallLog()
    log.on_duty("ann")
    log.arrives("pbx:1.1")
    log.happens(i.PhoneFailed("pbx:1.1", "ann", Failure.DECLINED))
    log.later(31)
    assert log.call("pbx:1.1").state is CallState.OFFERED
    log.later(21)
    assert log.agent("ann").set_aside


def test_a_phone_that_is_watched_no_more_counts_as_reachable(talking):
    """Nobody would tell that it is back, and a colleague without queues is still called."""
    talking.happens(i.PhoneReachable("bo", on=False))
    talking.happens(i.DefineAgent(agent="bo", name="Bo Berg", number="102", phone="phone-bo", skills={}))
    talking.happens(i.TransferCall(agent="ann", call="c1", target="102"))
    assert talking.agent("bo").call == "c1"
