"""What an agent may do with their call: hold, take off hold, hang up, transfer (R9-R14)."""

from __future__ import annotations

from .. import events as e
from .. import inputs as i
from ..desk import Desk
from ..errors import Refused
from ..limits import LABEL_CHARS, NOTE_CHARS, TARGET_CHARS
from ..model import ALLOWS_CALLS, Agent, Call, Outcome, QueueId
from ..numbers import canonical, to_dial
from ..routing import offer_of
from ..states import COMMAND_STATES, CallState
from .rule import PLACE_RING_S, RETRY_S, Rule, ended


def hold_call(what: i.HoldCall, desk: Desk, now: float) -> list[e.Event]:
    _, call = _own_call(desk, what)
    return [e.CallHeld(call.id, what.agent, now, released=call.ringing)]


def unhold_call(what: i.UnholdCall, desk: Desk, now: float) -> list[e.Event]:
    agent, call = _own_call(desk, what)
    if not agent.reachable:
        raise Refused("target_unreachable", "your phone cannot be reached; the call stays on hold")
    return [offer_of(desk, call, agent.id, now)]


def hang_up_call(what: i.HangUpCall, desk: Desk, now: float) -> list[e.Event]:
    _, call = _own_call(desk, what)
    outcome = Outcome.COMPLETED if call.answered else Outcome.NOT_REACHED
    return [ended(desk, call, outcome, now)]


def transfer_call(what: i.TransferCall, desk: Desk, now: float) -> list[e.Event]:
    agent, call = _own_call(desk, what)
    if queue := _queue_named(desk, what.target):
        return _to_queue(desk, agent, call, queue, now)
    number = canonical(what.target, desk.country)
    if queue := desk.queue_by_number.get(number):
        return _to_queue(desk, agent, call, queue, now)
    if colleague := desk.agent_by_number.get(number):  # rung by their phone, whatever the number
        return _to_agent(desk, agent, call, desk.agents[colleague], now, anyway=what.anyway)
    to_dial(what.target, desk.country)
    return [_transfer_started(desk, agent, call, number, what.label.strip()[:LABEL_CHARS], None, now)]


def place_call(what: i.PlaceCall, desk: Desk, now: float) -> list[e.Event]:
    agent = desk.agent(what.agent)
    number = canonical(what.number, desk.country)
    if number in desk.queue_by_number:
        raise Refused("target_queue", "a queue cannot be called; a call can be transferred to it")
    callee = desk.agents.get(desk.agent_by_number.get(number, ""))
    if callee is None:
        to_dial(what.number, desk.country)
    if agent.call is not None:
        raise Refused("wrong_state", "not while you have a call")
    if callee:
        _can_take(agent, callee)
    if not agent.reachable:
        raise Refused("target_unreachable", "your phone cannot be reached")
    queue = desk.queue(what.queue or min(agent.memberships or agent.skills, default=""))
    if queue.id not in agent.skills:
        raise Refused("not_yours", f"{agent.name} does not serve {queue.name}")
    nth = desk.seq + 1  # events are numbered for ever: no two calls get the same, but by an adopted one
    call = f"out-{nth}" if f"out-{nth}" not in desk.calls else f"out-{nth}-{now:.0f}"
    label = callee.name if callee else what.label.strip()[:LABEL_CHARS]
    placed = e.CallPlaced(
        call=call,
        agent=agent.id,
        queue=queue.id,
        number=number,
        label=label,
        phone=agent.phone,
        shown=queue.number,
        until=now + PLACE_RING_S,
        at=now,
        ringing=desk.next_ringing(),
        callee=callee.id if callee else None,
        callee_phone=callee.phone if callee else "",
    )
    return [placed]


def note_call(what: i.NoteCall, desk: Desk, now: float) -> list[e.Event]:
    agent = desk.agent(what.agent)
    entry = agent.diary.get(what.call)
    if entry is None:
        raise Refused("unknown_call", "the call is not in your diary")
    text = what.text.strip()
    if len(text) > NOTE_CHARS:
        raise Refused("bad_args", f"a note is at most {NOTE_CHARS} characters")
    return [e.CallNoted(agent.id, what.call, text, now)] if text != entry.note else []


def ask_now(what: i.AskNow, desk: Desk, now: float) -> list[e.Event]:
    agent = desk.agent(what.agent)
    call = desk.calls.get(what.call)
    if call is None:
        raise Refused("unknown_call", "the call has ended")
    if call.state is not CallState.QUEUED or agent.id not in call.not_before:
        raise Refused("wrong_state", "the call does not wait for you any more")
    return [e.RetryDue(call.id, now, agent.id)]


def _own_call(
    desk: Desk, what: i.HoldCall | i.UnholdCall | i.HangUpCall | i.TransferCall
) -> tuple[Agent, Call]:
    """The agent and their call, in a state that allows `what`."""
    agent = desk.agent(what.agent)
    if what.call not in desk.calls:
        raise Refused("unknown_call", "the call has ended")
    call = desk.calls[what.call]
    if call.agent != agent.id:
        raise Refused("not_yours", "the call is not yours any more")
    if call.state not in COMMAND_STATES[type(what).__name__]:
        raise Refused("wrong_state", f"not while the call is {call.state}")
    return agent, call


def _queue_named(desk: Desk, written: str) -> QueueId | None:
    return desk.queue_by_name.get(written.strip().casefold()) if len(written) <= TARGET_CHARS else None


def _to_queue(desk: Desk, agent: Agent, call: Call, queue: QueueId, now: float) -> list[e.Event]:
    if not desk.queues[queue].open:
        raise Refused("queue_closed", f"{desk.queues[queue].name} is closed")
    retry_at = now + RETRY_S if queue in agent.skills else None  # whoever sends it away does not want it
    return [
        e.CallMoved(
            call=call.id,
            agent=agent.id,
            queue=queue,
            head=False,
            at=now,
            retry_at=retry_at,
            released=call.ringing,
        )
    ]


def _to_agent(
    desk: Desk, agent: Agent, call: Call, colleague: Agent, now: float, *, anyway: bool
) -> list[e.Event]:
    _can_take(agent, colleague)
    if colleague.availability not in ALLOWS_CALLS and not anyway:
        raise Refused("target_unavailable", f"{colleague.name} does not want to be disturbed now")
    return [_transfer_started(desk, agent, call, colleague.number, colleague.name, colleague, now)]


def _can_take(agent: Agent, colleague: Agent) -> None:
    """Raises Refused if the colleague's phone cannot be rung for this agent now."""
    if colleague is agent:
        raise Refused("target_self", "that is your own number")
    if colleague.call is not None:
        raise Refused("target_busy", f"{colleague.name} has a call")
    if not colleague.reachable:
        raise Refused("target_unreachable", f"the phone of {colleague.name} cannot be reached")


def _transfer_started(
    desk: Desk, agent: Agent, call: Call, number: str, label: str, colleague: Agent | None, now: float
) -> e.TransferStarted:
    return e.TransferStarted(
        call=call.id,
        by=agent.id,
        target=number,
        label=label,
        target_agent=colleague.id if colleague else None,
        phone=colleague.phone if colleague else "",
        caller=call.caller,
        caller_name=call.caller_name,
        until=now + desk.queues[call.queue].transfer_ring_s,
        at=now,
        ringing=desk.next_ringing(),
        released=call.ringing,
    )


RULES: dict[type, Rule] = {
    i.HoldCall: hold_call,
    i.UnholdCall: unhold_call,
    i.HangUpCall: hang_up_call,
    i.TransferCall: transfer_call,
    i.PlaceCall: place_call,
    i.NoteCall: note_call,
    i.AskNow: ask_now,
}
