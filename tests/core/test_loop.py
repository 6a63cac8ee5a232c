"""One turn of the loop, and the way back from the journal."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from benedesk.core import effects as x
from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.decide import RULES
from benedesk.core.desk import Desk
from benedesk.core.errors import Refused
from benedesk.core.events import EVENTS
from benedesk.core.evolve import CHANGES
from benedesk.core.loop import replay, take

from tests.lab.call_log import CallLog
from tests.lab.company import OUTSIDE, SALES


def test_a_step_numbers_its_first_event():
    desk = Desk()
    assert take(desk, SALES, 0.0).first_seq == 1
    assert take(desk, SALES, 0.0) == take(desk, i.CallerHungUp("gone"), 0.0)
    step = take(desk, i.OpenDesk(), 5.0)
    assert (step.first_seq, step.events, step.effects) == (2, (e.DeskOpened(5.0),), ())


def test_the_offer_that_becomes_possible_is_part_of_the_step():
    log = CallLog()
    log.on_duty("ann")
    step = take(log.desk, i.CallerArrived(call="c1", dialled=SALES.number, caller=""), log.now)
    assert [type(event) for event in step.events] == [e.CallArrived, e.CallOffered]
    assert [type(effect) for effect in step.effects] == [x.PlayMusic, x.RingAgent, x.SetTimer]


def test_replaying_the_journal_gives_the_same_desk():
    log = CallLog()
    log.on_duty("ann", "bo", "cy")
    log.connected("c1", "ann")
    log.arrives("c2", "support")
    log.happens(i.PhoneFailed("c2", "cy", "declined"), i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    log.later(25)
    again = replay(log.journal)
    again.touched, log.desk.touched = {}, {}
    assert vars(again) == vars(log.desk)


def test_what_was_matched_before_the_restart_is_not_matched_again():
    log = CallLog()
    log.on_duty("ann")
    log.arrives("c1")
    again = replay(log.journal)
    assert take(again, i.OpenDesk(), log.now).events == (e.DeskOpened(log.now),)


def test_every_input_has_a_rule_and_every_event_its_change():
    assert set(RULES) == set(typing.get_args(i.Input))
    assert set(CHANGES) == set(EVENTS.values())


def test_a_reason_that_is_none_stops_the_desk_before_anything_has_changed():
    log = CallLog()
    log.on_duty("ann")
    log.connected("c1", "ann")
    log.happens(i.TransferCall(agent="ann", call="c1", target=OUTSIDE))
    seq = log.desk.seq
    with pytest.raises(ValueError, match="tired"):
        take(log.desk, i.TargetFailed("c1", log.call("c1").ringing, "tired"), log.now)
    assert (log.desk.seq, log.call("c1").state) == (seq, "transferring")


def test_a_refusal_has_a_code_for_panels_and_a_text_for_logs():
    refused = Refused("wrong_state", "not while the call is held")
    assert (refused.code, refused.text) == ("wrong_state", "not while the call is held")
    assert str(refused) == "wrong_state: not while the call is held"


@pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
def test_an_event_cannot_be_changed(kind):
    event = kind(**{field.name: None for field in dataclasses.fields(kind)})
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(event, dataclasses.fields(kind)[0].name, "else")


def test_a_replay_keeps_nothing_of_the_past_that_nobody_asks_for():
    log = CallLog()
    log.on_duty("ann")
    log.connected("c1", "ann")
    again = replay(log.journal)
    assert (list(again.unrouted), again.touched) == ([], {})
