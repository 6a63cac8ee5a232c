"""The documents that panels see, built from the desk; docs/protocol.md gives their shapes.

A document is named by its topic: `queue/<id>`, `agent/<id>`, `log/<agent>` or `call/<id>`.
"""

from __future__ import annotations

from typing import Any

from .desk import Desk, gate
from .model import Agent, AgentId, Call, Gate, Queue

Body = dict[str, Any]


def document(desk: Desk, topic: str) -> Body | None:
    """The document of this topic as it is now; None if there is no such thing (any more)."""
    kind, _, id_ = topic.partition("/")
    if kind == "queue" and (queue := desk.queues.get(id_)):
        return _queue(desk, queue)
    if kind == "agent" and (agent := desk.agents.get(id_)):
        return _agent(desk, agent)
    if kind == "log" and (agent := desk.agents.get(id_)):
        return _log(desk, agent)
    if kind == "call" and (call := desk.calls.get(id_)):
        return _call(desk, call)
    return None


def audience(desk: Desk, topic: str) -> frozenset[AgentId] | None:
    """The agents who may see the document; None means everybody."""
    kind, _, id_ = topic.partition("/")
    if kind == "queue" and (queue := desk.queues.get(id_)):
        if queue.listed:
            return None
        return frozenset(desk.boards[id_].skilled)
    if kind in ("agent", "log"):
        return frozenset({id_})
    if kind == "call" and (call := desk.calls.get(id_)):
        whose = call.agent or (call.transfer and call.transfer.agent)
        return frozenset({whose} if whose else ())
    return frozenset()


def _queue(desk: Desk, queue: Queue) -> Body:
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
        "length": len(board.waits),
        "oldest": next(iter(board.waits.values()), None),
    }


def _agent(desk: Desk, agent: Agent) -> Body:
    queues = sorted((desk.queues[queue] for queue in agent.skills), key=lambda queue: queue.name)
    missed = agent.set_aside
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
        "call": agent.call,
        "wrap_up_until": agent.wrap_up_until,
        "set_aside": missed
        and {
            "queue": missed.queue,
            "queue_name": desk.queues[missed.queue].name,
            "caller": missed.caller,
            "at": missed.at,
        },
    }


def _log(desk: Desk, agent: Agent) -> Body:
    return {
        "calls": [
            {
                "call": logged.call,
                "queue": logged.queue,
                "queue_name": desk.queues[logged.queue].name,
                "number": logged.number,
                "name": logged.name,
                "at": logged.at,
                "ended_at": logged.ended_at,
                "outgoing": logged.outgoing,
                "result": logged.result,
                "to": logged.to,
                "reason": logged.reason,
                "note": logged.note,
            }
            for logged in reversed(agent.log.values())
        ]
    }


def _call(desk: Desk, call: Call) -> Body:
    transfer, returned = call.transfer, call.returned
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
        "since": call.since,
        "arrived_at": call.arrived_at,
        "queued_at": call.queued_at,
        "deadline": call.deadline,
        "agent": call.agent,
        "transfer": transfer
        and {
            "by": transfer.by,
            "by_name": desk.agents[transfer.by].name,
            "target": transfer.target,
            "label": transfer.label,
        },
        "returned": returned
        and {
            "by": returned.by,
            "by_name": desk.agents[returned.by].name,
            "target": returned.target,
            "label": returned.label,
            "reason": returned.reason,
            "at": returned.at,
        },
        "handled_by": [desk.agents[agent].name for agent in call.handled_by],
    }
