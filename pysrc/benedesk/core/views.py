"""The documents that panels see, built from the desk; `documents` gives their shapes."""

from __future__ import annotations

from . import topics
from .desk import Desk, gate
from .documents import (
    AgentDocument,
    CallDocument,
    CallOfDiary,
    DeclinedOffer,
    DeskDocument,
    DiaryDocument,
    MissedOffer,
    NoteOfCall,
    QueueDocument,
    ReturnOfCall,
    TallyOfDiary,
    TransferOfCall,
    VisitOfCaller,
)
from .history import earlier
from .model import Agent, AgentId, Call, DiaryEntry, Gate, Missed, Queue, Returned, Tally, Transfer, Visit
from .states import CallState


def document(desk: Desk, topic: str) -> DeskDocument | None:
    """The document of this topic as it is now; None if there is no such thing (any more)."""
    kind, id_ = topics.parts(topic)
    if kind == topics.QUEUE and (queue := desk.queues.get(id_)):
        return _queue(desk, queue)
    if kind == topics.AGENT and (agent := desk.agents.get(id_)):
        return _agent(desk, agent)
    if kind == topics.DIARY and (agent := desk.agents.get(id_)):
        return _diary(desk, agent)
    if kind == topics.CALL and (call := desk.calls.get(id_)):
        return _call(desk, call)
    return None


def audience(desk: Desk, topic: str) -> frozenset[AgentId] | None:
    """The agents who may see the document; None means everybody."""
    kind, id_ = topics.parts(topic)
    if kind == topics.QUEUE and (queue := desk.queues.get(id_)):
        if queue.listed:
            return None
        return frozenset(desk.boards[id_].skilled)
    if kind in (topics.AGENT, topics.DIARY):
        return frozenset({id_})
    if kind == topics.CALL and (call := desk.calls.get(id_)):
        whose = call.agent or (call.transfer and call.transfer.agent)
        return frozenset({whose} if whose else ())
    return frozenset()


def _queue(desk: Desk, queue: Queue) -> QueueDocument:
    board = desk.boards[queue.id]
    return {
        "id": queue.id,
        "name": queue.name,
        "number": queue.number,
        "open": queue.open,
        "serving": board.serving,
        "free": len(board.free),
        "active": board.active,
        "calls": len(board.calls),
        "length": len(board.wait_clocks),
        "oldest": next(iter(board.wait_clocks.values()), None),
        "levels": {
            "length": [queue.length_warn, queue.length_alarm],
            "wait_s": [queue.wait_warn_s, queue.wait_alarm_s],
        },
    }


def _agent(desk: Desk, agent: Agent) -> AgentDocument:
    queues = sorted((desk.queues[queue] for queue in agent.skills), key=lambda queue: queue.name)
    return {
        "id": agent.id,
        "name": agent.name,
        "number": agent.number,
        "supervisor": agent.supervisor,
        "receiving": agent.receiving,
        "availability": agent.availability,
        "note": agent.note,
        "until": agent.until,
        "reachable": agent.reachable,
        "gate": Gate.PBX_AWAY if desk.pbx_away else gate(agent),
        "queues": [
            {
                "id": queue.id,
                "name": queue.name,
                "member": queue.id in agent.memberships,
                "skill": agent.skills[queue.id],
            }
            for queue in queues
        ],
        "on_call": agent.call is not None,
        "call": None if _is_callee(desk, agent) else agent.call,
        "wrap_up_until": agent.wrap_up_until,
        "set_aside": _missed(desk, agent.set_aside) if agent.set_aside else None,
        "declined": _declined(desk, agent),
    }


def _declined(desk: Desk, agent: Agent) -> DeclinedOffer | None:
    call = desk.calls.get(agent.declined or "")
    if call is None or call.state is not CallState.QUEUED or agent.id not in call.not_before:
        return None
    return {
        "call": call.id,
        "queue_name": desk.queues[call.queue].name,
        "caller": call.caller,
        "caller_name": call.caller_name,
        "at": call.not_before[agent.id],
    }


def _is_callee(desk: Desk, agent: Agent) -> bool:
    """A colleague has called them: they talk, and the call is the colleague's."""
    return bool(agent.call and desk.calls[agent.call].callee == agent.id)


def _missed(desk: Desk, missed: Missed) -> MissedOffer:
    return {
        "queue": missed.queue,
        "queue_name": desk.queues[missed.queue].name,
        "caller": missed.caller,
        "at": missed.at,
    }


def _diary(desk: Desk, agent: Agent) -> DiaryDocument:
    return {
        "calls": [_call_of_diary(desk, entry) for entry in reversed(agent.diary.values())],
        "day": [_tally(tally) for tally in agent.day],
    }


def _tally(tally: Tally) -> TallyOfDiary:
    return {
        "at": tally.at,
        "answered": tally.answered,
        "missed": tally.missed,
        "sent": tally.sent,
        "talk_s": tally.talk_s,
        "idle_s": tally.idle_s,
    }


def _call_of_diary(desk: Desk, entry: DiaryEntry) -> CallOfDiary:
    return {
        "call": entry.call,
        "queue": entry.queue,
        "queue_name": desk.queues[entry.queue].name,
        "number": entry.number,
        "name": entry.name,
        "at": entry.at,
        "ended_at": entry.ended_at,
        "outgoing": entry.outgoing,
        "result": entry.result,
        "to": entry.to,
        "reason": entry.reason or "",
        "note": entry.note,
    }


def _call(desk: Desk, call: Call) -> CallDocument:
    seen_by = desk.agents.get(call.agent or (call.transfer and call.transfer.agent) or "")
    return {
        "id": call.id,
        "queue": call.queue,
        "queue_name": desk.queues[call.queue].name,
        "first_queue": call.first_queue,
        "first_queue_name": desk.queues[call.first_queue].name,
        "caller": call.caller,
        "caller_name": call.caller_name,
        "dialled": call.dialled,
        "outgoing": call.outgoing,
        "state": call.state,
        "off_hold": call.off_hold,
        "since": call.since,
        "arrived_at": call.arrived_at,
        "queued_at": call.queued_at,
        "deadline": call.deadline,
        "agent": call.agent,
        "transfer": _transfer(desk, call.transfer) if call.transfer else None,
        "returned": _returned(desk, call.returned) if call.returned else None,
        "handled_by": [desk.agents[agent].name for agent in call.handled_by],
        "notes": _notes(desk, desk.visits[call.id]) if seen_by and call.id in desk.visits else [],
        "visits": [_visit(desk, visit, seen_by) for visit in earlier(desk, call)] if seen_by else [],
    }


def _visit(desk: Desk, visit: Visit, seen_by: Agent) -> VisitOfCaller:
    queue = desk.queues[visit.queue]
    return {
        "call": visit.call,
        "queue_name": queue.name,
        "at": visit.at,
        "outgoing": visit.outgoing,
        "agent_name": desk.agents[visit.agent].name if visit.agent else "",
        "to": visit.to,
        "failed_to": visit.failed_to,
        "reason": visit.reason or "",
        "outcome": visit.outcome or "",
        "notes": _notes(desk, visit) if queue.listed or queue.id in seen_by.skills else [],
    }


def _notes(desk: Desk, visit: Visit) -> list[NoteOfCall]:
    return [
        {"by": by, "by_name": desk.agents[by].name, "text": note.text, "at": note.at}
        for by, note in visit.notes.items()
    ]


def _transfer(desk: Desk, transfer: Transfer) -> TransferOfCall:
    return {
        "by": transfer.by,
        "by_name": desk.agents[transfer.by].name,
        "target": transfer.target,
        "label": transfer.label,
    }


def _returned(desk: Desk, returned: Returned) -> ReturnOfCall:
    return {
        "by": returned.by,
        "by_name": desk.agents[returned.by].name,
        "target": returned.target,
        "label": returned.label,
        "reason": returned.reason,
        "at": returned.at,
    }
