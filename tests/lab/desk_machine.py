"""Random days at the desk: whatever happens in whatever order, the promises hold."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import Any

from benedesk.core import events as e
from benedesk.core import inputs as i
from benedesk.core.desk import Desk, gate
from benedesk.core.effects import SetTimer
from benedesk.core.errors import Refused
from benedesk.core.loop import replay, take
from benedesk.core.model import Agent, Call, Failure, Returned
from benedesk.core.states import CallState
from benedesk.core.views import audience, document
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from .desk_inputs import (
    AGENTS,
    OUTSIDE,
    QUEUES,
    SKILLS,
    agents,
    commands,
    queues,
    reasons,
    settings_changes,
    words_of_the_pbx,
)
from .pbx_view import TARGET, PbxView


class DeskMachine(RuleBasedStateMachine):
    """A desk, its PBX, its clock and its journal."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.desk = Desk()
        self.pbx = PbxView()
        self.journal: list[e.Event] = []
        self.timers: list[tuple[float, str]] = []
        self.arrived: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.marks: dict[str, Returned] = {}
        self.lines: dict[str, list[str]] = {}  # who waits in which queue, head first
        self.declined: set[tuple[str, str]] = set()
        self.shown: dict[str, tuple[Any, Any]] = {}
        self.names = iter(range(10_000))
        self.restarted_at = 0
        self.over: list[tuple[str, str]] = []  # ringings that are over, and of which call

    def take(self, what: i.Input) -> tuple[e.Event, ...] | None:
        """Give the desk an input and carry out what comes of it; None when it refused."""
        before = repr(vars(self.desk))
        try:
            step = take(self.desk, what, self.now)
        except Refused:
            assert repr(vars(self.desk)) == before, "a refusal changes nothing"
            return None
        assert step.first_seq == len(self.journal) + 1
        self.journal += step.events
        for event in step.events:
            self.note(event)
        for effect in step.effects:
            if isinstance(effect, SetTimer):
                heapq.heappush(self.timers, (effect.due, effect.timer))
            else:
                self.pbx.order(effect)
        for topic in self.desk.touched:
            self.shown[topic] = document(self.desk, topic), audience(self.desk, topic)
        self.desk.touched.clear()
        return step.events

    def tell(self, what: i.PbxInput) -> None:
        self.pbx.happened(what)
        if self.pbx.online:
            assert self.take(what) is not None, f"the PBX is never refused: {what}"

    def note(self, event: e.Event) -> None:
        self.note_line(event)
        if released := getattr(event, "released", ""):
            self.over.append((event.call, released))  # type: ignore[union-attr]
        match event:
            case e.CallArrived() | e.CallPlaced():
                self.arrived[event.call] += 1
            case e.CallReturned():
                self.marks[event.call] = Returned(
                    by=event.by,
                    target=event.target,
                    label=event.label,
                    reason=Failure(event.reason),
                    at=event.at,
                    ringing=event.released,
                )
            case e.CallMoved(head=False) | e.TransferStarted():
                self.marks.pop(event.call, None)
            case e.CallEnded():
                self.ended[event.call] += 1
                self.marks.pop(event.call, None)

    def note_line(self, event: e.Event) -> None:
        """Who stands where in which line, and who will not be asked for whom, by the events alone."""
        call = getattr(event, "call", "")
        assert not (self.desk.pbx_away and isinstance(event, e.CallOffered)), "nobody could answer"
        match event:
            case e.QueueDefined():
                self.lines.setdefault(event.queue, [])
            case e.CallArrived():
                line = self.lines[event.queue]
                place = len(line)
                while event.arrived_at is not None and place and self.dialled_after(line[place - 1], event):
                    place -= 1
                line.insert(place, call)
            case e.CallMoved():
                self.lines[event.queue].insert(0 if event.head else len(self.lines[event.queue]), call)
                self.declined = {(of, agent) for of, agent in self.declined if of != call}
                if event.retry_at:
                    self.declined.add((call, event.agent))
            case e.CallReturned():
                self.lines[event.queue].insert(0, call)
                if event.target_agent:
                    self.declined.add((call, event.target_agent))
            case e.OfferFailed():
                self.lines[self.desk.calls[call].queue].insert(0, call)
                if event.reason != Failure.NO_ANSWER:
                    self.declined.add((call, event.agent))
            case e.CallOffered():
                assert (call, event.agent) not in self.declined, "they said no a moment ago"
            case e.CallConnected():
                self.declined = {(of, agent) for of, agent in self.declined if of != call}
            case e.RetryDue():
                self.declined.remove((call, event.agent))
        if isinstance(event, e.CallOffered | e.CallEnded):
            self.lines = {queue: [c for c in line if c != call] for queue, line in self.lines.items()}

    def dialled_after(self, other: str, event: e.CallArrived) -> bool:
        before = self.desk.calls[other]
        return not before.answered and before.arrived_at > (event.arrived_at or event.at)

    def fire_until(self, end: float) -> None:
        while self.timers and self.timers[0][0] <= end:
            due, timer = heapq.heappop(self.timers)
            self.now = max(self.now, due)
            assert self.take(i.TimerFired(timer, due)) is not None, "the clock is never refused"
        self.now = max(self.now, end)

    # -- what happens ------------------------------------------------------------------------------

    @initialize(on_duty=st.sets(agents, min_size=1), closed=st.none() | queues)
    def a_day_begins(self, on_duty: set[str], closed: str | None) -> None:
        for queue, number in QUEUES.items():
            self.take(
                i.DefineQueue(
                    queue=queue,
                    name=queue,
                    number=number,
                    wrap_up_s=10.0 * (queue == "support"),
                    listed=queue != "night",
                )
            )
        for agent, number in AGENTS.items():
            self.take(
                i.DefineAgent(
                    agent=agent,
                    name=agent,
                    number=number,
                    phone=f"phone-{agent}",
                    skills=SKILLS[agent],
                    supervisor=agent == "di",
                )
            )
        for agent in sorted(on_duty):
            for queue in SKILLS[agent]:
                self.take(i.SetMembership(agent, queue, on=True))
            self.take(i.SetReceiving(agent, on=True))
        if closed:
            self.take(i.SetQueueOpen("", closed, open=False))

    @rule(s=st.sampled_from([0, 1, 3, 5, 10, 19, 20, 30, 60]))
    def time_passes(self, s: float) -> None:
        self.fire_until(self.now + s)

    @precondition(lambda self: len(self.desk.calls) < 6)
    @rule(queue=queues, answered=st.booleans(), waited_s=st.sampled_from([0.0, 0.0, 7.0, 45.0, 1e6]))
    def a_caller_arrives(self, queue: str, answered: bool, waited_s: float) -> None:
        call, number = f"c{next(self.names)}", self.desk.queues[queue].number
        self.tell(i.CallerArrived(call=call, dialled=number, caller="0491234567", waited_s=waited_s))
        for agent, rings_for, ringing in self.ringing():
            if answered and agent and rings_for == call:
                self.tell(i.PhoneAnswered(call, ringing))

    @precondition(lambda self: self.ringing())
    @rule(data=st.data())
    def a_ringing_phone_is_answered(self, data: st.DataObject) -> None:
        agent, call, ringing = data.draw(st.sampled_from(self.ringing()))
        self.tell((i.PhoneAnswered if agent else i.TargetAnswered)(call, ringing))

    @precondition(lambda self: self.over)
    @rule(data=st.data(), word=st.sampled_from([i.PhoneAnswered, i.PhoneHungUp]))
    def a_word_about_a_ringing_that_is_over_comes_late(self, data: st.DataObject, word: Any) -> None:
        call, ringing = data.draw(st.sampled_from(self.over[-5:]))
        if self.pbx.online:
            assert self.take(word(call, ringing)) is not None

    @precondition(lambda self: self.ringing())
    @rule(data=st.data(), reason=reasons)
    def a_ringing_phone_fails(self, data: st.DataObject, reason: str) -> None:
        agent, call, ringing = data.draw(st.sampled_from(self.ringing()))
        self.tell((i.PhoneFailed if agent else i.TargetFailed)(call, ringing, reason))

    @precondition(lambda self: len(self.pbx.lines) > 2)
    @rule(data=st.data())
    def somebody_hangs_up(self, data: st.DataObject) -> None:
        call = data.draw(st.sampled_from(sorted(self.pbx.lines)))
        for ringing, leg in self.pbx.lines[call].legs.items():
            if leg.agent and data.draw(st.booleans(), label="the agent"):
                return self.tell(i.PhoneHungUp(call, ringing))
        return self.tell(i.CallerHungUp(call))

    @precondition(lambda self: self.with_a_call())
    @rule(data=st.data(), done=st.booleans())
    def an_agent_holds_or_takes_back_or_ends_his_call(self, data: st.DataObject, done: bool) -> None:
        agent, call = data.draw(st.sampled_from(self.with_a_call()))
        held = self.desk.calls[call].state is CallState.HELD
        self.take((i.HangUpCall if done else i.UnholdCall if held else i.HoldCall)(agent, call))

    @precondition(lambda self: len(self.desk.calls) < 6)
    @rule(agent=agents, number=st.sampled_from([OUTSIDE, *AGENTS.values()]), answers=st.booleans())
    def an_agent_calls_out(self, agent: str, number: str, answers: bool) -> None:
        self.take(i.PlaceCall(agent, number))
        call = self.desk.agents[agent].call
        if call and answers and self.desk.calls[call].state is CallState.DIALLING:
            ringing = self.desk.calls[call].ringing
            self.tell(i.PhoneAnswered(call, ringing))
            self.tell(i.TargetAnswered(call, ringing))

    @precondition(lambda self: self.desk.agents and any(agent.diary for agent in self.desk.agents.values()))
    @rule(data=st.data(), text=st.sampled_from(["", "call back"]))
    def an_agent_writes_about_a_call(self, data: st.DataObject, text: str) -> None:
        written = [(agent.id, call) for agent in self.desk.agents.values() for call in agent.diary]
        self.take(i.NoteCall(*data.draw(st.sampled_from(written)), text))

    @precondition(lambda self: self.with_a_call())
    @rule(data=st.data(), to=st.sampled_from([*AGENTS.values(), *QUEUES, OUTSIDE]), fails=st.none() | reasons)
    def an_agent_sends_his_call_on(self, data: st.DataObject, to: str, fails: str | None) -> None:
        by, call = data.draw(st.sampled_from(self.with_a_call()))
        self.take(
            i.TransferCall(agent=by, call=call, target=to, anyway=data.draw(st.booleans(), label="anyway"))
        )
        for agent, rings_for, ringing in self.ringing():
            if fails and rings_for == call:
                self.tell((i.PhoneFailed if agent else i.TargetFailed)(call, ringing, fails))

    @precondition(lambda self: self.away())
    @rule(data=st.data())
    def an_agent_comes_back(self, data: st.DataObject) -> None:
        agent = self.desk.agents[data.draw(st.sampled_from(self.away()))]
        if agent.set_aside:
            self.take(i.ComeBack(agent.id))
        if agent.wrap_up_until:
            self.take(i.EndWrapUp(agent.id))
        for queue in agent.skills:
            self.take(i.SetMembership(agent.id, queue, on=True))
        self.take(i.SetReceiving(agent.id, on=True))

    @rule(what=st.one_of(commands, words_of_the_pbx, settings_changes))
    def anything_at_all_happens(self, what: Any) -> None:
        if isinstance(what, i.PbxInput):
            self.tell(what)
        else:
            self.take(what)

    @precondition(lambda self: self.pbx.online and self.desk.calls)
    @rule()
    def the_pbx_is_lost(self) -> None:
        assert self.take(self.pbx.synced()) == (), "nothing was missed, so nothing has happened"
        self.pbx.online = False
        self.take(i.PbxLost())

    @precondition(lambda self: not self.pbx.online)
    @rule()
    def the_pbx_is_found_again(self) -> None:
        self.pbx.online = True
        self.take(self.pbx.synced())

    @precondition(lambda self: len(self.journal) > self.restarted_at + 20)
    @rule()
    def the_desk_restarts(self) -> None:
        self.restarted_at = len(self.journal)
        self.desk = self.from_the_journal()
        self.timers = [(timer.due, timer.timer) for timer in self.desk.timers()]
        heapq.heapify(self.timers)
        self.take(i.PbxLost())
        self.take(i.OpenDesk())
        self.fire_until(self.now)
        self.pbx.online = True
        self.take(self.pbx.synced())

    def from_the_journal(self) -> Desk:
        return replay(self.journal)

    def ringing(self) -> list[tuple[str, str, str]]:
        """Ringing phones as (agent, call, ringing); a target outside is agent ""."""
        lines = self.pbx.lines.items()
        return [(leg.agent, call, r) for call, line in lines for r, leg in line.legs.items() if not leg.up]

    def away(self) -> list[str]:
        """The agents who could make themselves free."""
        return [agent.id for agent in self.desk.agents.values() if gate(agent) and not agent.call]

    def with_a_call(self) -> list[tuple[str, str]]:
        busy = [
            call for call in self.desk.calls.values() if call.state in (CallState.CONNECTED, CallState.HELD)
        ]
        return [(call.agent or "", call.id) for call in busy]

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def every_promise_is_kept(self) -> None:
        self.no_call_is_lost()
        self.nobody_waits_while_somebody_who_may_take_the_call_is_free()
        self.no_agent_is_on_two_calls_and_no_call_has_two_agents()
        self.every_figure_is_what_counting_gives()
        self.every_returned_call_is_marked()
        self.everybody_stands_where_he_should()
        self.every_timer_that_matters_runs()
        self.every_document_that_has_changed_was_touched()
        self.phones_ring_and_callers_hear_what_the_desk_says()

    def no_call_is_lost(self) -> None:
        for call, times in self.arrived.items():
            assert times - self.ended[call] == (call in self.desk.calls), call
        assert self.desk.calls.keys() <= self.arrived.keys()

    def nobody_waits_while_somebody_who_may_take_the_call_is_free(self) -> None:
        if self.desk.pbx_away:
            return
        pairs = [
            (call.id, agent.id)
            for call in self.desk.calls.values() if call.state is CallState.QUEUED
            for agent in self.desk.agents.values() if may_take(agent, call)
        ]  # fmt: skip
        assert pairs == []

    def no_agent_is_on_two_calls_and_no_call_has_two_agents(self) -> None:
        for agent in self.desk.agents.values():
            assert ([agent.call] if agent.call else []) == calls_of(self.desk, agent.id)
        for call in self.desk.calls.values():
            busy = [agent.id for agent in self.desk.agents.values() if agent.call == call.id]
            assert len({*busy} - {call.callee}) <= 1
            assert (call.agent is None) == (call.state not in HIS)
            assert (call.transfer is not None) == (call.state is CallState.TRANSFERRING)
            ring_time_runs = call.state in RINGING and not self.desk.pbx_away
            assert (call.deadline is not None) == ring_time_runs

    def every_figure_is_what_counting_gives(self) -> None:
        for queue in self.desk.queues:
            body = document(self.desk, f"queue/{queue}")
            assert body is not None
            figures = {name: body[name] for name in FIGURES}
            assert figures == count(self.desk, queue)
            assert figures["free"] <= figures["serving"] <= figures["active"]

    def every_returned_call_is_marked(self) -> None:
        assert {c.id: c.returned for c in self.desk.calls.values() if c.returned} == self.marks

    def everybody_stands_where_he_should(self) -> None:
        assert {queue: list(board.waiting) for queue, board in self.desk.boards.items()} == self.lines

    def every_timer_that_matters_runs(self) -> None:
        assert {(timer.due, timer.timer) for timer in self.desk.timers()} <= set(self.timers)

    def every_document_that_has_changed_was_touched(self) -> None:
        topics = [f"{kind}/{id_}" for kind, all_ in kinds(self.desk) for id_ in all_]
        for topic in topics:
            assert self.shown[topic] == (document(self.desk, topic), audience(self.desk, topic)), topic
        gone = self.shown.keys() - set(topics)
        assert all(self.shown[topic] == (None, frozenset()) for topic in gone)

    def phones_ring_and_callers_hear_what_the_desk_says(self) -> None:
        if not self.pbx.online:
            return
        lines = {call: line for call, line in self.pbx.lines.items() if not line.handed_over}
        assert lines.keys() == self.desk.calls.keys()
        for call, line in lines.items():
            phones, hears = expected(self.desk.calls[call])
            assert line.placing == (self.desk.calls[call].state is CallState.DIALLING), call
            assert line.legs.keys() == ({self.desk.calls[call].ringing} - {""}), call
            if line.placing:
                assert line.phones.keys() == {self.desk.calls[call].agent}, call
                continue
            assert line.phones == phones, call
            assert line.hears in hears, call

    def teardown(self) -> None:
        again = replay(self.journal)
        again.touched.clear()
        assert vars(again) == vars(self.desk), "replaying the journal gives the same desk"


HIS = {CallState.OFFERED, CallState.CONNECTED, CallState.HELD, CallState.DIALLING}
RINGING = {CallState.OFFERED, CallState.TRANSFERRING, CallState.DIALLING}
WAITING = {CallState.QUEUED, CallState.OFFERED}
FIGURES = ("serving", "free", "active", "calls", "length", "oldest")


def kinds(desk: Desk) -> list[tuple[str, Any]]:
    return [("queue", desk.queues), ("agent", desk.agents), ("diary", desk.agents), ("call", desk.calls)]


def allowed(agent: Agent, queue: str) -> bool:
    return agent.receiving and queue in agent.memberships and agent.availability == "available"


def is_free(agent: Agent, queue: str) -> bool:
    return (
        allowed(agent, queue)
        and agent.reachable
        and agent.set_aside is None
        and agent.call is None
        and agent.wrap_up_until is None
    )


def may_take(agent: Agent, call: Call) -> bool:
    return is_free(agent, call.queue) and agent.id not in call.not_before


def calls_of(desk: Desk, agent: str) -> list[str]:
    return [
        call.id
        for call in desk.calls.values()
        if agent in (call.agent, call.callee, call.transfer and call.transfer.agent)
    ]


def count(desk: Desk, queue: str) -> dict[str, Any]:
    agents = list(desk.agents.values())
    calls = [call for call in desk.calls.values() if call.queue == queue]
    waiting = [call.queued_at for call in calls if call.state in WAITING]
    return {
        "serving": sum(allowed(agent, queue) for agent in agents),
        "free": sum(is_free(agent, queue) for agent in agents),
        "active": sum(agent.receiving and queue in agent.memberships for agent in agents),
        "calls": len(calls) - len(waiting),
        "length": len(waiting),
        "oldest": min(waiting, default=None),
    }


def expected(call: Call) -> tuple[dict[str, bool], set[str]]:
    """The phones of a call, and what its caller may hear."""
    match call.state:
        case CallState.OFFERED:
            return {call.agent or "": False}, {"queue", "hold"}
        case CallState.CONNECTED:
            return {call.agent or "": True}, {call.agent or ""}
        case CallState.HELD:
            return {}, {"hold"}
        case CallState.TRANSFERRING if call.transfer and call.transfer.agent:
            return {call.transfer.agent: False}, {"transfer"}
        case CallState.TRANSFERRING:
            return {TARGET: False}, {"transfer"}
        case _:
            return {}, {"queue"}
