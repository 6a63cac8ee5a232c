"""What has to hold once the storm is over, whatever it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from benedesk.core.desk import Desk
from benedesk.core.events import (
    CallArrived,
    CallConnected,
    CallEnded,
    CallHeld,
    CallMoved,
    CallOffered,
    CallPlaced,
    CallReturned,
    CallTurnedAway,
    DeskOpened,
    Event,
    OfferFailed,
    RingRestarted,
    TransferStarted,
)
from benedesk.core.model import Call, Failure, Outcome
from benedesk.core.rules.rule import RETRY_S
from benedesk.core.states import CallState
from benedesk.core.views import audience, document
from benedesk.server.store.checkpoint import recall, taken
from benedesk.server.store.checkpoint import store as store_checkpoint
from benedesk.server.store.journal import JournalEntry, history

from tests.lab.desk_machine import count, may_take

from .channels import Channel

if TYPE_CHECKING:
    from .storm import Storm

CALL_COMMANDS = {"HoldCall", "UnholdCall", "HangUpCall", "TransferCall", "PlaceCall"}  # never done without
PARTS = CallHeld | CallMoved | TransferStarted | CallEnded
COMMAND_AGE_S = 10.0
OURS = "ours"  # the desk that it is about, and its server


def broken(storm: Storm, thoroughly: bool) -> list[str]:
    """The promises that are not kept at this moment. To look `thoroughly` is to read the journal too."""
    server = storm.server
    if not server.serving or not server.pbx.online:
        return [f"out of service: serving {server.serving}, online {server.pbx.online}, {server.ended}"]
    desk = server.engine.desk
    faults = [*_complaints(storm), *_calls(storm), *_waiting(desk), *_figures(desk), *_panels(storm)]
    faults += _overdue(desk, server.engine.clock.now())
    if thoroughly:
        journal = list(history(storm.disk))  # type: ignore[arg-type]
        faults += [
            *_accounts(storm, journal),
            *_cuts(storm, journal),
            *_again(storm, journal),
            *_commands(storm, journal),
        ]
        faults += _replay(storm)
    return faults


def unfair(storm: Storm, event: Event) -> Iterator[str]:
    """What is wrong about an event in the moment in which it is durable."""
    if isinstance(event, CallOffered | RingRestarted):
        storm.rings_until[event.call] = storm.clock.now + event.until - event.at
    if isinstance(event, CallConnected):
        phones = [leg for leg in storm.asterisk.channels.values() if _is_of(leg, event)]
        if phones and not any(leg.up for leg in phones):
            yield f"{event.agent} was connected to {event.call}, and their phone rings"
    if not isinstance(event, OfferFailed) or event.reason != Failure.NO_ANSWER:
        return
    now, who = storm.clock.now, f"{event.agent} was set aside for {event.call}"
    if event.call not in storm.phones.rang[event.agent]:
        yield f"{who}, for which no phone of theirs rang"
    lifted_at = storm.phones.lifted_at.get(event.released)
    if lifted_at is not None and lifted_at < storm.rings_until[event.call] - 1.0:
        yield f"{who}, for which they had lifted {now - lifted_at:.1f} s before"
    endpoint = f"PJSIP/{storm.server.engine.desk.agents[event.agent].phone}"
    gone_s = now - storm.asterisk.registered_at.get(endpoint, now)
    if not storm.asterisk.endpoints[endpoint] and gone_s > 5.0 and storm.asterisk.is_heard:
        yield f"{who}, and their phone has been gone for {gone_s:.1f} s"


def _is_of(leg: Channel, event: CallConnected) -> bool:
    its = leg.variables.get("BENE_CALL") == event.call and leg.variables["BENE_RINGING"] == event.ringing
    return its and leg.variables["BENE_ROLE"] == "agent"


def _complaints(storm: Storm) -> Iterator[str]:
    for server in storm.every:
        yield from server.loop.complaints
    yield from storm.log


# -- desk and Asterisk -----------------------------------------------------------------------------


def _calls(storm: Storm) -> Iterator[str]:
    desk, asterisk = storm.server.engine.desk, storm.asterisk
    legs = {channel.id: channel for channel in asterisk.channels.values() if channel.endpoint}
    callers = {channel.id: channel for channel in asterisk.channels.values() if not channel.endpoint}
    callees = [leg for leg in legs.values() if leg.variables["BENE_ROLE"] == "callee" and leg.up]
    answered = {leg.variables["BENE_CALL"]: leg for leg in callees}
    theirs = {c for c in callers if callers[c].variables.get("BENE_HANDED_OVER") == "1"}
    theirs |= {call for call, c in answered.items() if c.variables.get("BENE_HANDED_OVER") == "1"}
    for channel in callers.values():
        if channel.application != "Stasis":
            yield f"{channel.id} is not let in"
        elif channel.id not in desk.calls and channel.id not in theirs:
            yield f"{channel.id} is in Asterisk and not in the desk"
    for call in desk.calls.values():
        caller = callers.get(call.id) or answered.get(call.id)
        its = [leg for leg in legs.values() if leg.variables["BENE_CALL"] == call.id and leg is not caller]
        yield from (f"{call.id} ({call.state}): {fault}" for fault in _call(storm, call, caller, its))
    for leg in legs.values():
        call_id = leg.variables["BENE_CALL"]
        if call_id not in desk.calls and call_id not in theirs:
            yield f"{leg.id} is a leg of nobody's"


def _call(storm: Storm, call: Call, caller: Channel | None, legs: list[Channel]) -> Iterator[str]:
    rings = [leg for leg in legs if not leg.up]
    if call.state is CallState.DIALLING:
        if not legs:
            yield "no phone rings, and none is lifted"
        return
    if caller is None:
        yield "is in the desk and not in Asterisk"
        return
    with_them = [*storm.asterisk.together(caller)]
    match call.state:
        case CallState.CONNECTED:
            agent = [leg for leg in legs if leg.up]
            if len(agent) != 1 or with_them != agent:
                yield f"talks with {[leg.endpoint for leg in with_them]}, has legs {_told(legs)}"
            elif agent[0].variables["BENE_AGENT"] != call.agent:
                yield f"talks with {agent[0].variables['BENE_AGENT']}, and the desk says {call.agent}"
        case CallState.OFFERED | CallState.TRANSFERRING:
            if len(rings) != 1 or len(legs) != 1:
                yield f"rings at {_told(legs)}"
            wanted = ("transfer",) if call.state is CallState.TRANSFERRING else ("queue", "hold")
            if with_them or caller.music not in wanted:
                yield f"hears {caller.music!r}, with {_told(with_them)}"
        case _:
            if legs or with_them:
                yield f"has legs {_told(legs)}"
            if caller.music != ("hold" if call.state is CallState.HELD else "queue"):
                yield f"hears {caller.music!r}"


def _told(legs: list[Channel]) -> list[tuple[str, str]]:
    return [(leg.endpoint, leg.state) for leg in legs]


def _waiting(desk: Desk) -> Iterator[str]:
    for call in desk.calls.values():
        for agent in desk.agents.values():
            if call.state is CallState.QUEUED and may_take(agent, call):
                yield f"{call.id} waits, and {agent.id} is free"


def _overdue(desk: Desk, now: float) -> Iterator[str]:
    ringing = [call for call in desk.calls.values() if call.state is not CallState.DIALLING]  # 60 s
    due = {f"the ring of {call.id}": call.deadline for call in ringing}
    due |= {f"{agent.id}'s wrap-up": agent.wrap_up_until for agent in desk.agents.values()}
    for call in desk.calls.values():
        due |= {f"{agent} not before, {call.id}": at for agent, at in call.not_before.items()}
    for what, at in due.items():
        if at is not None and at < now - 2.0:
            yield f"{what} should have ended {now - at:.0f} s ago"


def _figures(desk: Desk) -> Iterator[str]:
    for queue in desk.queues:
        body = document(desk, f"queue/{queue}") or {}
        wrong = {name: (body[name], n) for name, n in count(desk, queue).items() if body[name] != n}  # type: ignore[literal-required]
        if wrong:
            yield f"figures of {queue}: {wrong}"


# -- the journal -----------------------------------------------------------------------------------


def _accounts(storm: Storm, journal: list[JournalEntry]) -> Iterator[str]:
    events = [entry.event for entry in journal]
    begun = Counter(e.call for e in events if isinstance(e, CallArrived | CallPlaced))
    over = Counter(e.call for e in events if isinstance(e, CallEnded))
    ongoing = storm.server.engine.desk.calls
    for call, times in begun.items():
        if times != 1 or over[call] != (call not in ongoing):
            yield f"{call} began {times} times, ended {over[call]} times, ongoing: {call in ongoing}"
    ended = {e.call: e for e in events if isinstance(e, CallEnded | CallTurnedAway)}
    for channel in storm.callers.all:
        end = ended.get(channel.id)
        if channel.hung_up_by == OURS and end is None:
            yield f"{channel.id} was hung up, and the desk knows of no end"
        if channel.hung_up_by == "" and end and end.outcome != Outcome.TRANSFERRED:
            yield f"{channel.id} has ended ({end.outcome}), and is still there"
        # A talk with a target that ended while nothing could be written is lost to the journal only.
        is_ours = channel.variables.get("BENE_HANDED_OVER") != "1"
        if end and end.outcome == Outcome.LOST and channel.hung_up_by == OURS and is_ours:
            yield f"{channel.id} was lost, and then hung up"


def _cuts(storm: Storm, journal: list[JournalEntry]) -> Iterator[str]:
    """Who talks is parted by what an agent has pressed, and by nothing else."""
    events = [entry.event for entry in journal if isinstance(entry.event, PARTS)]
    parted = Counter(event.call for event in events if not _is_handed_over(event))
    cuts = Counter(storm.asterisk.cuts)
    for (call, whose), times in cuts.items():
        if (call, whose) in storm.asterisk.contested_cuts and whose == OURS:
            continue  # see "Not promised yet"
        if whose != OURS or times > parted[call]:
            yield f"{call} was cut {times} times by {whose}, and agents parted it {parted[call]} times"


def _is_handed_over(event: Event) -> bool:
    return isinstance(event, CallEnded) and event.outcome == Outcome.TRANSFERRED


def _again(storm: Storm, journal: list[JournalEntry]) -> Iterator[str]:
    """Who has sent a call to a queue, or has declined it, is not asked for it before 30 s are over."""
    said_no: dict[tuple[str, str], float] = {}
    now = storm.began_at
    for entry in journal:
        now = storm.durable_at.get(entry.seq, now)  # a process that died did not tell
        match entry.event:
            case (
                CallMoved(call=call, agent=agent, head=False)
                | CallReturned(call=call, target_agent=str(agent))
                | OfferFailed(call=call, agent=agent, retry_at=float())
            ):
                said_no[call, agent] = now
            case DeskOpened():
                said_no.clear()  # a new process knows lengths of time by the wall clock alone
            case CallConnected(call=call):
                said_no = {key: at for key, at in said_no.items() if key[0] != call}
            case CallOffered(call=call, agent=agent) if now - said_no.get((call, agent), 0.0) < RETRY_S - 2:
                yield f"{agent} is rung for {call} again {now - said_no[call, agent]:.1f} s after"


def _commands(storm: Storm, journal: list[JournalEntry]) -> Iterator[str]:
    done = Counter(entry.command for entry in journal if entry.command)
    for key, times in done.items():
        if times > 1:
            yield f"command {key} was done {times} times"
    taken_at = {key: at for server in storm.every for key, at in server.engine.taken_at.items()}
    for panel in storm.panels:
        for id_, (name, args, result) in panel.asked.items():
            age_s = taken_at.get((panel.agent, id_), 0.0) - panel.asked_at[id_]
            if done[panel.agent, id_] and age_s > COMMAND_AGE_S + 4:  # a clock may have been set meanwhile
                yield f"{name} {args} of {panel.agent} was done {age_s:.0f} s after it was asked for"
            if result is None and panel.live:
                yield f"{name} {args} of {panel.agent} has no answer"
            if result and not result.ok and done[panel.agent, id_]:
                yield f"{name} {args} of {panel.agent} was refused ({result.code}) and done"
            if result and result.ok and name in CALL_COMMANDS and not done[panel.agent, id_]:
                yield f"{name} {args} of {panel.agent} was answered ok and not done"


def _replay(storm: Storm) -> Iterator[str]:
    live = storm.server.engine.desk
    past = recall(storm.disk, live.country)  # type: ignore[arg-type]
    if fault := _differ(past.desk, live):
        yield f"replayed from event {past.kept}: {fault}"
    if storm.chance.random() < 0.3:
        storm.disk.run_now(lambda connection: store_checkpoint(connection, taken(past)))


def _differ(one: Desk, other: Desk) -> str:
    left, right = vars(one), vars(other)
    names = [name for name in left if name != "touched" and left[name] != right[name]]
    return ", ".join(f"{name}: {left[name]} is not {right[name]}" for name in names)


# -- panels ----------------------------------------------------------------------------------------


def _panels(storm: Storm) -> Iterator[str]:
    desk = storm.server.engine.desk
    topics = [f"queue/{id_}" for id_ in desk.queues] + [f"agent/{id_}" for id_ in desk.agents]
    topics += [f"diary/{id_}" for id_ in desk.agents] + [f"call/{id_}" for id_ in desk.calls]
    for panel in storm.panels:
        if not panel.live:
            yield f"the panel of {panel.agent} is {panel.session.status}"
            continue
        sees = {t for t in topics if (seen_by := audience(desk, t)) is None or panel.agent in seen_by}
        shown = panel.session.documents
        if sees != shown.keys():
            yield f"the panel of {panel.agent} has {sorted(sees ^ shown.keys())} too many or too few"
        for topic in sorted(sees & shown.keys()):
            if shown[topic] != document(desk, topic):
                yield f"the panel of {panel.agent} shows another {topic}"
