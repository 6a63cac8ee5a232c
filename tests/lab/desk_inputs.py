"""What can happen on a random day at the desk: who is there, and every input, good or odd."""

from __future__ import annotations

from benedesk.core import inputs as i
from benedesk.core.model import Availability, Failure
from hypothesis import strategies as st

QUEUES = {"sales": "0992451001", "support": "0992451002", "night": "0992451003"}
AGENTS = {"ann": "101", "bo": "102", "cy": "103", "di": "104"}
SKILLS = {
    "ann": {"sales": 1, "support": 1},
    "bo": {"sales": 1, "night": 3},
    "cy": {"sales": 2, "support": 1, "night": 1},
    "di": {"support": 1},
}
OUTSIDE = "0497654321"

queues = st.sampled_from(sorted(QUEUES))
agents = st.sampled_from(sorted(AGENTS))
reasons = st.sampled_from([str(reason) for reason in Failure])
odd_queues = queues | st.sampled_from(["", "nowhere"])
odd_agents = agents | st.sampled_from(["", "nobody"])
odd_ringings = st.sampled_from(["", "r1", "r12", "r20", "r9999"])
odd_calls = st.sampled_from([f"c{nth}" for nth in range(4)] + ["", "ghost"])
targets = st.sampled_from([*AGENTS.values(), *QUEUES, *QUEUES.values(), OUTSIDE, "", "x" * 999, "112"])

commands = st.one_of(
    st.builds(i.SetReceiving, odd_agents, st.booleans()),
    st.builds(i.SetMembership, odd_agents, odd_queues, st.booleans()),
    st.builds(
        i.SetAvailability, odd_agents, st.sampled_from([*Availability, "", "asleep"]), st.just(""),
        st.none() | st.floats(900, 5000),
    ),
    st.builds(i.SetQueueOpen, odd_agents, odd_queues, st.booleans()),
    st.builds(i.HoldCall, odd_agents, odd_calls),
    st.builds(i.UnholdCall, odd_agents, odd_calls),
    st.builds(i.HangUpCall, odd_agents, odd_calls),
    st.builds(i.TransferCall, agent=odd_agents, call=odd_calls, target=targets),
    st.builds(i.PlaceCall, odd_agents, targets, odd_queues),
    st.builds(i.NoteCall, odd_agents, odd_calls, st.sampled_from(["", "call back", "x" * 999])),
    st.builds(i.AskNow, odd_agents, odd_calls),
    st.builds(i.ComeBack, odd_agents),
    st.builds(i.EndWrapUp, odd_agents),
)  # fmt: skip
words_of_the_pbx = st.one_of(
    st.builds(i.CallerHungUp, odd_calls),
    st.builds(i.PhoneAnswered, odd_calls, odd_ringings),
    st.builds(i.PhoneFailed, odd_calls, odd_ringings, reasons),
    st.builds(i.PhoneHungUp, odd_calls, odd_ringings),
    st.builds(i.PhoneReachable, odd_agents, st.booleans()),
    st.builds(i.TargetAnswered, odd_calls, odd_ringings),
    st.builds(i.TargetFailed, odd_calls, odd_ringings, reasons),
    st.builds(
        i.TimerFired,
        st.builds("{}:{}".format, st.sampled_from(["ring", "retry", "wrap_up", "availability", "tea"]),
                  odd_calls | odd_agents | st.builds("{}:{}".format, odd_calls, odd_agents)),
        st.floats(900, 2000),
    ),
)  # fmt: skip
settings_changes = st.one_of(
    st.builds(
        i.DefineQueue, queue=queues | st.just("new"), name=st.sampled_from([*QUEUES, "renamed"]),
        number=st.sampled_from([*QUEUES.values(), OUTSIDE, "101", "?"]),
        ring_s=st.just(20.0), wrap_up_s=st.sampled_from([0.0, 10.0]), listed=st.booleans(),
        strategy=st.sampled_from(["default", "by_lot"]),
    ),
    st.builds(
        i.DefineAgent, agent=agents | st.just("new"), name=st.sampled_from(["Anni", "Bo"]),
        number=st.sampled_from([*AGENTS.values(), "109", "?"]), phone=st.just("phone"),
        skills=st.dictionaries(odd_queues, st.integers(1, 3)), supervisor=st.booleans(),
    ),
)  # fmt: skip
