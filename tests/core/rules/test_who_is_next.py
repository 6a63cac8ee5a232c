"""Who gets the call, and the time after it."""

from __future__ import annotations

import dataclasses

from benedesk.core import events as e
from benedesk.core import inputs as i

from tests.lab.call_log import CallLog, offer
from tests.lab.company import ANN, BO, SALES

# -- who gets the call -----------------------------------------------------------------------------


def test_the_longest_waiting_caller_is_offered_first(log):
    log.happens(*(i.CallerArrived(call=c, dialled=SALES.number, caller="") for c in ("c1", "c2")), every_s=5)
    log.happens(i.SetMembership("ann", "sales", on=True))
    assert log.happens(i.SetReceiving("ann", on=True))[1].call == "c1"


def test_of_equally_skilled_agents_the_longest_free_gets_the_call(log):
    log.on_duty("bo", "ann")
    assert log.arrives("c1")[1].agent == "bo"
    log.happens(i.PhoneAnswered("c1", "bo"))
    log.later(5)
    log.happens(i.CallerHungUp("c1"))
    assert log.arrives("c2")[1].agent == "ann", "Bo has been free for a moment only"


def test_the_more_skilled_goes_before_the_longer_free():
    log = CallLog(SALES, dataclasses.replace(ANN, skills={"sales": 1}),
                  dataclasses.replace(BO, skills={"sales": 5}))  # fmt: skip
    log.on_duty("ann")
    log.later(3600)
    log.on_duty("bo")
    assert log.arrives("c1")[1].agent == "bo"


def test_joining_one_more_queue_does_not_cost_an_agent_his_place(log):
    log.happens(i.SetMembership("ann", "sales", on=True), i.SetReceiving("ann", on=True))
    log.later(1)
    log.on_duty("bo")
    log.happens(i.SetMembership("ann", "support", on=True))
    assert log.arrives("c1")[1].agent == "ann"


def test_a_new_skill_changes_the_order_at_once(log):
    log.on_duty("ann", "bo")
    log.happens(dataclasses.replace(BO, skills={"sales": 9, "night": 1}))
    assert log.arrives("c1")[1].agent == "bo"


def test_an_agent_of_two_queues_gets_the_caller_who_came_first(log):
    log.arrives("c1", "support")
    log.later(5)
    log.arrives("c2", "sales")
    log.happens(*(i.SetMembership("ann", queue, on=True) for queue in ("sales", "support")))
    assert log.happens(i.SetReceiving("ann", on=True))[1].call == "c1"


def test_an_agent_who_may_no_longer_work_keeps_his_call_and_gets_no_other(talking):
    talking.arrives("c2")
    talking.happens(dataclasses.replace(ANN, skills={}))
    assert talking.call("c1").agent == "ann"
    assert talking.happens(i.HangUpCall("ann", "c1"))[1:] == []
    assert talking.document("agent/ann")["gate"] == "no_queue"
    assert talking.figures("sales")["active"] == 0


# -- wrap-up ---------------------------------------------------------------------------------------


def test_after_a_call_the_agent_has_the_queues_wrap_up_time(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.HangUpCall("ann", "c1"))
    assert log.document("agent/ann")["wrap_up_until"] == log.now + 15
    assert log.arrives("c2", "support")[1:] == []
    assert log.document("agent/ann")["gate"] == "wrap_up"
    assert log.later(14.9) == []
    assert log.later(0.1) == [e.WrapUpEnded("ann", log.now), offer(log, "c2", "ann")]


def test_the_agent_may_end_his_wrap_up_early(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.CallerHungUp("c1"))
    assert log.happens(i.EndWrapUp("ann")) == [e.WrapUpEnded("ann", log.now)]
    assert log.later(60) == [], "the timer of the wrap-up that has ended says nothing"


def test_the_timer_of_an_earlier_wrap_up_does_not_end_a_later_one(log):
    log.on_duty("ann")
    log.connected("c1", "ann", "support")
    log.happens(i.CallerHungUp("c1"), i.EndWrapUp("ann"))
    log.later(5)
    log.connected("c2", "ann", "support")
    log.happens(i.CallerHungUp("c2"))
    assert log.later(14.9) == [], "the first timer rang in between"
    assert log.later(0.1) == [e.WrapUpEnded("ann", log.now)]


def test_a_queue_without_wrap_up_time_leaves_the_agent_free(talking):
    talking.happens(i.CallerHungUp("c1"))
    assert talking.document("agent/ann")["gate"] is None


def test_a_caller_who_leaves_while_the_phone_rings_costs_no_wrap_up(log):
    log.on_duty("ann")
    log.arrives("c1", "support")
    log.happens(i.CallerHungUp("c1"))
    assert log.document("agent/ann")["gate"] is None


def test_a_transfer_that_rings_a_wrapping_agent_does_not_take_his_wrap_up_away(log):
    log.on_duty("cy")
    log.connected("c1", "cy", "support")
    log.happens(i.HangUpCall("cy", "c1"))
    until = log.agent("cy").wrap_up_until
    log.on_duty("ann")
    log.connected("c2", "ann")
    log.happens(i.TransferCall(agent="ann", call="c2", target="103"), i.CallerHungUp("c2"))
    assert log.agent("cy").wrap_up_until == until
