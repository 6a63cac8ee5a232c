"""Who is offered which call. One function per strategy; the loop asks after every change."""

from __future__ import annotations

from collections.abc import Callable, Container

from .desk import Board, Desk, gate
from .events import CallOffered
from .model import Agent, AgentId, Call
from .states import CallState

Barred = Container[AgentId]  # who may not be offered the call now
Strategy = Callable[[Board, Barred], AgentId | None]


def default(board: Board, barred: Barred) -> AgentId | None:
    """BeneDesk's "Default": the most skilled of the free agents, and of those the longest free."""
    return next((agent for _, _, agent in board.free if agent not in barred), None)


STRATEGIES: dict[str, Strategy] = {"default": default}


def next_offer(desk: Desk, now: float) -> CallOffered | None:
    """The next offer that the latest changes have made possible, or None.

    Apply it before asking again. A pair becomes possible only when a call begins to wait or an agent
    becomes free, so it is enough to look at those (`desk.unrouted`), never at the whole desk.
    """
    if desk.pbx_away:
        desk.unrouted.clear()  # whoever waits then is looked at when it is back
    while desk.unrouted:
        changed = desk.unrouted.popleft()
        offer = (
            _for_agent(desk, changed, now) if isinstance(changed, Agent) else _for_call(desk, changed, now)
        )
        if offer:
            return offer
    return None


def _for_call(desk: Desk, call_id: str, now: float) -> CallOffered | None:
    call = desk.calls.get(call_id)
    if call is None or call.state is not CallState.QUEUED:
        return None
    strategy = STRATEGIES[desk.queues[call.queue].strategy]
    agent = strategy(desk.boards[call.queue], _barred(desk, call))
    if agent is None:
        return None
    offer = _for_agent(desk, desk.agents[agent], now)
    if offer and offer.call != call_id:  # somebody has waited longer for the same agent
        desk.unrouted.append(call_id)
    return offer


def _for_agent(desk: Desk, agent: Agent, now: float) -> CallOffered | None:
    """Of their queues' heads, the caller who came to the company first."""
    if gate(agent) is not None:
        return None
    heads = [call for queue in sorted(agent.memberships) if (call := _first_for(desk, queue, agent.id))]
    if not heads:
        return None
    return offer_of(desk, min(heads, key=lambda call: call.arrived_at), agent.id, now)


def _first_for(desk: Desk, queue: str, agent: AgentId) -> Call | None:
    waiting = (desk.calls[call] for call in desk.boards[queue].waiting)
    return next((call for call in waiting if agent not in _barred(desk, call)), None)


def _barred(desk: Desk, call: Call) -> Barred:
    """Who has said no a moment ago, and an agent who calls a queue from their own phone."""
    own = desk.agent_by_number.get(call.caller)
    return {*call.not_before, own} if own else call.not_before


def offer_of(desk: Desk, call: Call, agent: AgentId, now: float) -> CallOffered:
    """The offer of this call to this agent: the one place that says how long a phone rings for it."""
    until = now + desk.queues[call.queue].ring_s
    return CallOffered(
        call=call.id,
        agent=agent,
        phone=desk.agents[agent].phone,
        caller=call.caller,
        caller_name=call.caller_name,
        until=until,
        at=now,
        ringing=desk.next_ringing(),
    )
