"""What the PBX and the clock tell, and what it means for the calls."""

from __future__ import annotations

from typing import assert_never

from .. import events as e
from .. import inputs as i
from .. import timers
from ..adopt import talks
from ..desk import RINGING, Desk
from ..limits import LABEL_CHARS
from ..lines import Leg, Line
from ..model import Availability, Call, Failure, Outcome, Ringing
from ..numbers import canonical_or_raw, own_or_raw
from ..states import CallState, is_talk
from .rule import RETRY_S, Rule, ended

AT_ONCE_S = 0.5  # whoever came in within this time has not waited
LONGEST_WAIT_S = 86_400.0  # what a PBX tells of a longer one is no wait
SHORTEST_RING_S = 5.0  # of a ringing that goes on after the PBX was away


def caller_arrived(what: i.CallerArrived, desk: Desk, now: float) -> list[e.Event]:
    return [] if what.call in desk.calls else [_arrival(what, desk, now)]


def _arrival(what: i.CallerArrived, desk: Desk, now: float, *, in_talk: bool = False) -> e.Event:
    """They wait from now on, or are turned away; who is `in_talk` already comes in also when it is closed."""
    dialled = own_or_raw(what.dialled, desk.country)
    caller = canonical_or_raw(what.caller, desk.country)
    queue = desk.queue_by_number.get(dialled)
    if queue is None:
        return e.CallTurnedAway(
            call=what.call, dialled=dialled, caller=caller, outcome=Outcome.NO_QUEUE, at=now
        )
    if not desk.queues[queue].open and not in_talk:
        return e.CallTurnedAway(
            call=what.call, dialled=dialled, caller=caller, outcome=Outcome.CLOSED, at=now
        )
    colleague = desk.agents.get(desk.agent_by_number.get(caller, ""))
    return e.CallArrived(
        call=what.call,
        queue=queue,
        caller=caller,
        caller_name=colleague.name
        if colleague
        else (desk.name_of(caller) or what.caller_name.strip())[:LABEL_CHARS],
        dialled=dialled,
        at=now,
        arrived_at=now - min(what.waited_s, LONGEST_WAIT_S) if what.waited_s > AT_ONCE_S else None,
    )


def caller_hung_up(what: i.CallerHungUp, desk: Desk, now: float) -> list[e.Event]:
    if not (call := desk.calls.get(what.call)):
        return []
    unanswered = Outcome.NOT_REACHED if call.state is CallState.DIALLING else Outcome.ABANDONED
    return [ended(desk, call, Outcome.COMPLETED if call.answered else unanswered, now)]


def phone_answered(what: i.PhoneAnswered, desk: Desk, now: float) -> list[e.Event]:
    call = desk.calls.get(what.call)
    if call is None:
        return []
    if call.ringing != what.ringing:
        missed = (a.id for a in desk.agents.values() if a.set_aside and a.set_aside.ringing == what.ringing)
        return [e.AnsweredTooLate(call.id, what.ringing, next(missed, None), now)]
    agent = _rings(call)
    return [e.CallConnected(call.id, agent, now, call.ringing)] if agent else []


def phone_failed(what: i.PhoneFailed, desk: Desk, now: float) -> list[e.Event]:
    call = desk.calls.get(what.call)
    return _not_taken(call, what.reason, now) if call and _is_on(call, what.ringing) else []


def phone_hung_up(what: i.PhoneHungUp, desk: Desk, now: float) -> list[e.Event]:
    call = desk.calls.get(what.call)
    if call is None or call.ringing != what.ringing:
        return []
    match call.state:
        case CallState.DIALLING:
            return [ended(desk, call, Outcome.NOT_REACHED, now)]
        case CallState.OFFERED | CallState.TRANSFERRING:
            return _not_taken(call, Failure.DECLINED, now)
        case CallState.CONNECTED:
            return [ended(desk, call, Outcome.COMPLETED, now)]
        case CallState.QUEUED | CallState.HELD | CallState.ENDED:
            return []
        case _:
            assert_never(call.state)


def phone_reachable(what: i.PhoneReachable, desk: Desk, now: float) -> list[e.Event]:
    agent = desk.agents.get(what.agent)
    if agent is None or agent.reachable == what.on:
        return []
    call = desk.calls.get(agent.call or "")
    events: list[e.Event] = [e.ReachableSet(agent.id, what.on, now)]
    if call and not what.on and _rings(call) == agent.id:
        events += _not_taken(call, Failure.UNREACHABLE, now)
    return events


def target_answered(what: i.TargetAnswered, desk: Desk, now: float) -> list[e.Event]:
    """Who talks wins: a target has the call even if their time was up a moment ago and it rings elsewhere."""
    call = desk.calls.get(what.call)
    if call is None:
        return []
    if call.ringing == what.ringing:
        if call.state is CallState.DIALLING:
            return [e.CallConnected(call.id, call.agent or "", now, call.ringing)]
        return [ended(desk, call, Outcome.TRANSFERRED, now)] if call.state is CallState.TRANSFERRING else []
    if call.returned and call.returned.ringing == what.ringing and not is_talk(call.state):
        return [ended(desk, call, Outcome.TRANSFERRED, now, released=call.ringing)]
    return []


def target_failed(what: i.TargetFailed, desk: Desk, now: float) -> list[e.Event]:
    call = desk.calls.get(what.call)
    return _not_taken(call, what.reason, now) if call and _is_on(call, what.ringing) else []


def pbx_lost(what: i.PbxLost, desk: Desk, now: float) -> list[e.Event]:
    return [] if desk.pbx_away else [e.PbxWentAway(now)]


def pbx_synced(what: i.PbxSynced, desk: Desk, now: float) -> list[e.Event]:
    lines = {line.call: line for line in what.lines}
    events: list[e.Event] = []
    put_back: list[e.Event] = []
    for call in desk.calls.values():
        if line := lines.get(call.id):
            found = _reconciled(desk, call, line, now) or _rings_on(desk, call, now)
            (put_back if any(isinstance(event, e.CallMoved) for event in found) else events).extend(found)
        else:
            events.append(ended(desk, call, Outcome.LOST, now))
    # Whoever dialled while nobody listened, in the order in which they dialled.
    adopted = talks(desk, what.lines)
    for line in sorted(what.lines, key=lambda line: -line.waited_s):
        if not (line.call in desk.calls or line.call in desk.hung_up or line.handed_over or line.placing):
            events += _new_here(line, adopted.get(line.call), desk, now)
    events += reversed(put_back)  # each goes to the head: who came first goes last
    return [*events, e.PbxCameBack(now)] if desk.pbx_away else events


def _new_here(line: Line, talk: Leg | None, desk: Desk, now: float) -> list[e.Event]:
    """A caller whom only the PBX knows: they wait, or talk with whoever's phone that leg is."""
    arrived = i.CallerArrived(
        call=line.call,
        dialled=line.dialled,
        caller=line.caller,
        caller_name=line.caller_name,
        waited_s=line.waited_s,
    )
    if talk is None:
        return caller_arrived(arrived, desk, now)
    arrival = _arrival(arrived, desk, now, in_talk=True)
    return [arrival, e.CallConnected(line.call, talk.agent or "", now, talk.ringing)]


def _rings_on(desk: Desk, call: Call, now: float) -> list[e.Event]:
    """Whoever's phone rings has what was left of the time: nobody could answer while the PBX was away.

    Never nothing, as it may just begin to ring; never the whole, or a PBX that comes and goes would let one
    phone ring for ever.
    """
    if not desk.pbx_away or call.state not in RINGING:
        return []
    left_s = max(SHORTEST_RING_S, call.ring_left_s or 0.0)
    return [e.RingRestarted(call.id, now + left_s, now)]


def _reconciled(desk: Desk, call: Call, line: Line, now: float) -> list[e.Event]:
    """What must have happened to the call while nobody listened."""
    is_up = line.has_up(call.ringing)
    if line.handed_over:  # even if the target's time was up here: they answered before they were told
        return [ended(desk, call, Outcome.TRANSFERRED, now, released="" if is_up else call.ringing)]
    match call.state:
        case CallState.DIALLING if line.placing:
            return []
        case CallState.DIALLING if not is_up:  # the callee answered, and the agent is gone
            return [ended(desk, call, Outcome.LOST, now)]
        case CallState.DIALLING | CallState.OFFERED | CallState.TRANSFERRING:
            agent = call.agent if call.state is CallState.DIALLING else _rings(call)
            return [e.CallConnected(call.id, agent, now, call.ringing)] if is_up and agent else []
        case CallState.CONNECTED if not is_up:
            # The agent's phone is gone and the caller still there: nobody is dropped, so back to the head.
            return [
                e.CallMoved(
                    call=call.id,
                    agent=call.agent or "",
                    queue=call.queue,
                    head=True,
                    at=now,
                    released=call.ringing,
                )
            ]
        case CallState.CONNECTED | CallState.QUEUED | CallState.HELD | CallState.ENDED:
            return []
        case _:
            assert_never(call.state)


def timer_fired(what: i.TimerFired, desk: Desk, now: float) -> list[e.Event]:
    kind, id_, asked = timers.parts(what.timer)
    call, agent = desk.calls.get(id_), desk.agents.get(id_)
    if kind == timers.RING and call and call.deadline == what.due:
        return _not_taken(call, Failure.NO_ANSWER, now)
    if kind == timers.RETRY and call and call.not_before.get(asked) == what.due:
        return [e.RetryDue(call.id, now, asked)]
    if kind == timers.WRAP_UP and agent and agent.wrap_up_until == what.due:
        return [e.WrapUpEnded(agent.id, now)]
    if kind == timers.AVAILABILITY and agent and agent.until == what.due:
        return [
            e.AvailabilitySet(
                agent=agent.id, availability=Availability.AVAILABLE, note="", until=None, at=now
            )
        ]
    return []


def _rings(call: Call) -> str | None:
    """The agent whose phone rings for the call."""
    if call.state is CallState.OFFERED:
        return call.agent
    return call.transfer.agent if call.state is CallState.TRANSFERRING and call.transfer else None


def _is_on(call: Call, ringing: Ringing) -> bool:
    """It is this ringing that the call waits for."""
    return call.ringing == ringing and call.state in RINGING


def _not_taken(call: Call, reason: str, now: float) -> list[e.Event]:
    """Nobody took the ringing call: an offer waits again, a transfer returns marked (R15),
    and a call that an agent placed has ended."""
    reason = Failure(reason)  # a word that is none is a mistake of ours: stop before anything has changed
    if call.state is CallState.DIALLING:
        return [
            e.CallEnded(
                call=call.id,
                outcome=Outcome.NOT_REACHED,
                agent=call.agent,
                wrap_up_until=None,
                at=now,
                reason=reason,
            )
        ]
    if transfer := call.transfer:
        return [
            e.CallReturned(
                call=call.id,
                queue=call.queue,
                by=transfer.by,
                target=transfer.target,
                label=transfer.label,
                target_agent=transfer.agent,
                reason=reason,
                at=now,
                retry_at=now + RETRY_S if transfer.agent else None,
                released=call.ringing,
            )
        ]
    assert call.agent is not None
    retry_at = None if reason == Failure.NO_ANSWER else now + RETRY_S
    return [
        e.OfferFailed(
            call=call.id,
            agent=call.agent,
            reason=reason,
            retry_at=retry_at,
            at=now,
            released=call.ringing,
        )
    ]


RULES: dict[type, Rule] = {
    i.CallerArrived: caller_arrived,
    i.CallerHungUp: caller_hung_up,
    i.PhoneAnswered: phone_answered,
    i.PhoneFailed: phone_failed,
    i.PhoneHungUp: phone_hung_up,
    i.PhoneReachable: phone_reachable,
    i.TargetAnswered: target_answered,
    i.TargetFailed: target_failed,
    i.PbxLost: pbx_lost,
    i.PbxSynced: pbx_synced,
    i.TimerFired: timer_fired,
}
