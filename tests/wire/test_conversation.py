"""Panels on lines that lose, double, re-order and break: in the end each shows what the desk says."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from benedesk.core import inputs as i
from benedesk.core import topics
from benedesk.core.errors import Refused
from benedesk.core.views import audience, document
from benedesk.wire import server_session
from benedesk.wire.codec import encode
from benedesk.wire.messages import Watch
from benedesk.wire.panel_session import Status
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.lab.company import AGENTS, NUMBERS
from tests.lab.office import Window, WireDesk, window

OUTBOX_FRAMES = 8  # small, so that panels that do not read lag often

windows = st.integers(0, 3)
queues = st.sampled_from(sorted(NUMBERS))
agents = st.sampled_from(sorted(one.agent for one in AGENTS))
searches = st.sampled_from([topics.search(text) for text in ("a", "bo", "sales", "10", "")])
commands = st.one_of(
    st.tuples(st.just("SetReceiving"), st.fixed_dictionaries({"on": st.booleans()})),
    st.tuples(st.just("SetMembership"), st.fixed_dictionaries({"queue": queues, "on": st.booleans()})),
    st.tuples(
        st.just("SetAvailability"),
        st.fixed_dictionaries({"availability": st.sampled_from(["available", "busy", "asleep"])}),
    ),
    st.tuples(st.sampled_from(["ComeBack", "EndWrapUp", "Dance"]), st.just({})),
)


class Conversation(RuleBasedStateMachine):
    """Ann with two windows, Bo and Cy with one each, and a server that may stop at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(server_session, "OUTBOX_FRAMES", OUTBOX_FRAMES)
        self.office = WireDesk()
        self.windows = [window(agent) for agent in ("ann", "ann", "bo", "cy")]
        self.asked: dict[str, str] = {}
        self.names = iter(range(10_000))

    @initialize(connected=st.sets(windows), on_duty=st.booleans())
    def a_day_begins(self, connected: set[int], on_duty: bool) -> None:
        if on_duty:
            for queue in ("sales", "support"):
                self.office.take(i.SetMembership("ann", queue, on=True))
            self.office.take(i.SetReceiving("ann", on=True))
        for nth in sorted(connected):
            self.windows[nth].connect(self.office)
            self.windows[nth].settle(self.office)

    # -- lines -------------------------------------------------------------------------------------

    @rule(nth=windows)
    def a_line_opens_or_breaks(self, nth: int) -> None:
        its = self.windows[nth]
        if its.session:
            its.cut(self.office.now)
        else:
            its.connect(self.office)

    @rule(nth=windows)
    def a_line_works_for_a_while(self, nth: int) -> None:
        if self.windows[nth].session:
            self.windows[nth].settle(self.office)

    @rule(nth=windows, data=st.data(), fate=st.sampled_from(["arrives", "is lost", "is doubled"]))
    def something_happens_to_a_frame(self, nth: int, data: st.DataObject, fate: str) -> None:
        its = self.windows[nth]
        its.pump()
        on_the_way = [(its.up, place) for place in range(len(its.up))]
        on_the_way += [(its.down, place) for place in range(len(its.down))]
        if not on_the_way:
            return
        frames, place = data.draw(st.sampled_from(on_the_way))
        if fate == "is lost":
            del frames[place]
        elif fate == "is doubled":
            frames.append(frames[place])
        elif frames is its.up:
            its.deliver_up(self.office, place)
        else:
            its.deliver_down(self.office.now, place)

    # -- panels ------------------------------------------------------------------------------------

    @rule(nth=windows, what=commands)
    def an_agent_commands(self, nth: int, what: tuple[str, dict[str, Any]]) -> None:
        its, (name, args) = self.windows[nth], what
        if its.panel.status is Status.LIVE:
            self.asked[its.panel.command(name, **args)] = its.panel.token
        else:
            with pytest.raises(Refused, match="not_connected"):
                its.panel.command(name, **args)

    @rule(nth=windows, data=st.data(), kind=st.sampled_from([i.HoldCall, i.UnholdCall, i.HangUpCall]))
    def an_agent_acts_on_the_call_he_sees(self, nth: int, data: st.DataObject, kind: type) -> None:
        panel = self.windows[nth].panel
        calls = [body for topic, body in panel.documents.items() if topic.startswith("call/")]
        if calls and panel.status is Status.LIVE:
            call = data.draw(st.sampled_from(calls))["id"]
            self.asked[panel.command(kind.__name__, call=call)] = panel.token

    @rule(nth=windows, topic=searches, on=st.booleans())
    def a_search_is_watched_or_not(self, nth: int, topic: str, on: bool) -> None:
        panel = self.windows[nth].panel
        (panel.watch if on else panel.unwatch)(topic)

    @rule(nth=windows)
    def an_agent_looks_at_a_window(self, nth: int) -> None:
        self.windows[nth].panel.front()

    # -- the server --------------------------------------------------------------------------------

    @rule(steps=st.integers(1, 3))
    def what_happened_becomes_durable(self, steps: int) -> None:
        self.office.commit(steps)

    @rule()
    def the_server_restarts(self) -> None:
        for its in self.windows:
            its.cut(self.office.now)
        was = self.office
        self.office = WireDesk(was.journal, was.now)
        self.office.released = was.released | self.office.released

    @rule(queue=queues, times=st.integers(1, 4))
    def callers_arrive(self, queue: str, times: int) -> None:
        for _ in range(times):
            self.office.now += 1
            self.office.take(
                i.CallerArrived(call=f"c{next(self.names)}", dialled=NUMBERS[queue], caller="0491234567")
            )

    @precondition(lambda self: self.office.desk.calls)
    @rule(data=st.data(), left=st.booleans())
    def a_phone_is_answered_or_a_caller_leaves(self, data: st.DataObject, left: bool) -> None:
        call = self.office.desk.calls[data.draw(st.sampled_from(sorted(self.office.desk.calls)))]
        self.office.take(i.CallerHungUp(call.id) if left else i.PhoneAnswered(call.id, call.ringing))

    @rule(s=st.sampled_from([1, 20]))
    def time_passes(self, s: float) -> None:
        self.office.now += s
        for timer in list(self.office.desk.timers()):
            if timer.due <= self.office.now:
                self.office.take(i.TimerFired(timer.timer, timer.due))

    @rule(queue=queues, listed=st.booleans(), name=st.sampled_from(["Sales", "Other"]))
    def the_settings_change(self, queue: str, listed: bool, name: str) -> None:
        self.office.take(
            i.DefineQueue(queue=queue, name=f"{name} {queue}", number=NUMBERS[queue], listed=listed)
        )

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def a_panel_shows_only_what_was_true_and_its_agents_to_see(self) -> None:
        for its in self.windows:
            for topic, body in its.panel.documents.items():
                if topics.parts(topic)[0] != topics.SEARCH:
                    sheet = self.office.released[topic, its.panel._versions[topic]]
                    assert body == as_json(sheet.body)
                    assert sheet.audience is None or its.panel.token in sheet.audience

    @invariant()
    def a_command_is_done_at_most_once(self) -> None:
        keys = Counter(step.key for step in self.office.journal if step.key)
        assert all(times == 1 for times in keys.values())

    # -- in the end --------------------------------------------------------------------------------

    @rule()
    def all_lines_work_again(self) -> None:
        self.everybody_reconnects()
        for its in self.windows:
            assert its.panel.status is Status.LIVE
            self.panel_shows_what_the_desk_says(its)
        self.every_command_was_done_once_or_refused()
        self.one_window_of_each_agent_rings()

    def everybody_reconnects(self) -> None:
        self.office.commit()
        for its in self.windows:
            its.cut(self.office.now)
            its.connect(self.office)
        while any(its.session and (its.session.outbox or its.panel.outbox) for its in self.windows):
            for its in self.windows:
                its.settle(self.office)

    def panel_shows_what_the_desk_says(self, its: Window) -> None:
        desk, agent = self.office.desk, its.panel.token
        kinds = {"queue": desk.queues, "agent": desk.agents, "diary": desk.agents, "call": desk.calls}
        topics = [f"{kind}/{id_}" for kind, every in kinds.items() for id_ in every]
        theirs = {
            topic: as_json(document(desk, topic))
            for topic in topics
            if (seen_by := audience(desk, topic)) is None or agent in seen_by
        }
        searches = {topic: self.fresh_search(topic) for topic in its.panel._watched}
        assert its.panel.documents == theirs | searches
        assert theirs == {
            topic: as_json(sheet.body) for topic, sheet in self.office.hub.sheets_for(agent).items()
        }

    def fresh_search(self, topic: str) -> Any:
        other = window("cy")
        other.connect(self.office)
        other.settle(self.office)
        assert other.session
        self.office.receive(other.session, encode(Watch(topic)))
        body = json.loads(other.session.outbox.pop())["body"]
        other.session.close()
        return body

    def every_command_was_done_once_or_refused(self) -> None:
        results = {its.panel.token: Counter[str]() for its in self.windows}
        told = {result.id: result for its in self.windows for result in its.results()}
        for its in self.windows:
            results[its.panel.token].update(result.id for result in its.results())
            assert its.panel._pending == {}
        done = {step.key for step in self.office.journal if step.key}
        for id_, agent in self.asked.items():
            assert results[agent][id_] == 1
            assert told[id_].ok == ((agent, id_) in done)

    def one_window_of_each_agent_rings(self) -> None:
        for agent in (one.agent for one in AGENTS):
            assert sum(its.panel.rings for its in self.windows if its.panel.token == agent) == 1

    def teardown(self) -> None:
        try:
            self.all_lines_work_again()
        finally:
            self.patch.undo()


def as_json(body: Any) -> Any:
    return json.loads(json.dumps(body))


TestConversation = Conversation.TestCase
TestConversation.settings = settings(settings.default, stateful_step_count=50)
