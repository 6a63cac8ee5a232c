"""A desk as plain JSON values, and back: what a checkpoint holds.

Objects become lists of their fields, in order: only the very version that wrote them reads them, which
`checkpoint` sees to. Boards and figures are counted anew, not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from benedesk.core.desk import Board, Desk
from benedesk.core.model import Agent, Call, Queue, Visit

Change = Callable[[Any], Any]
Plain = list[Any]


def packed(desk: Desk) -> Plain:
    """The desk between two inputs; nothing of it is shared with the result."""
    truth = [
        [_packing(kind)(each) for each in each_of.values()]
        for kind, each_of in (
            (Queue, desk.queues),
            (Agent, desk.agents),
            (Call, desk.calls),
            (Visit, desk.visits),
        )
    ]
    order = [
        call for board in desk.boards.values() for call in (*board.calls, *board.wait_clocks, *board.waiting)
    ]
    return [desk.seq, desk.pbx_away, list(desk.hung_up), *truth, order]


def unpacked(plain: Plain, country: str) -> Desk:
    """A desk like the one that was packed."""
    desk = Desk(country)
    seq, desk.pbx_away, hung_up, queues, agents, calls, visits, order = plain
    desk.hung_up.update(dict.fromkeys(hung_up))
    desk.queues = {queue.id: queue for queue in map(_unpacking(Queue), queues)}
    desk.agents = {agent.id: agent for agent in map(_unpacking(Agent), agents)}
    desk.calls = {call.id: call for call in map(_unpacking(Call), calls)}
    desk.visits = {visit.call: visit for visit in map(_unpacking(Visit), visits)}
    for visit in desk.visits.values():
        desk.visits_of.setdefault(visit.caller, []).append(visit.call)
    desk.queue_by_number = {queue.number: queue.id for queue in desk.queues.values()}
    desk.queue_by_name = {queue.name.casefold(): queue.id for queue in desk.queues.values()}
    desk.agent_by_number = {agent.number: agent.id for agent in desk.agents.values()}
    desk.boards = {queue: Board() for queue in desk.queues}
    for agent in desk.agents.values():
        for queue in agent.skills:
            desk.boards[queue].skilled.add(agent.id)
        desk.restand(agent, agent.free_since)
    for call in order:  # who waits comes twice: in the order of the wait clocks, then in that of who waits
        desk.place(desk.calls[call])
    desk.unrouted.clear()
    desk.touched.clear()
    desk.seq = seq
    return desk


@cache
def _packing(kind: Any) -> Change:
    changes = [(name, _to_plain(hint)) for name, hint in _hints(kind)]

    def pack(value: Any) -> Plain:
        return [change(getattr(value, name)) if change else getattr(value, name) for name, change in changes]

    return pack


@cache
def _unpacking(kind: Any) -> Change:
    names = [name for name, _ in _hints(kind)]
    changes = [(place, change) for place, (_, hint) in enumerate(_hints(kind)) if (change := _of_plain(hint))]

    def unpack(values: Plain) -> Any:
        for place, change in changes:
            values[place] = change(values[place])
        return kind(**dict(zip(names, values, strict=True)))

    return unpack


def _hints(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind)]


def _to_plain(hint: Any) -> Change | None:
    """How to make a value of this type plain; None if it is plain, or JSON makes it so."""
    hint, optional = _without_none(hint)
    inner = [_to_plain(part) for part in get_args(hint)]
    change: Change | None = None
    if is_dataclass(hint):
        change = _packing(hint)  # type: ignore[arg-type]  # classes do hash
    elif get_origin(hint) is list:
        (of_each,) = inner
        change = _each(of_each) if of_each else list
    elif get_origin(hint) is set:
        assert inner == [None], hint
        change = sorted
    elif get_origin(hint) is dict:
        of_key, of_value = inner
        assert of_key is None, hint
        change = dict if of_value is None else _values(of_value)
    return _or_none(change) if optional and change else change


def _of_plain(hint: Any) -> Change | None:
    """The reverse of `_to_plain`."""
    hint, optional = _without_none(hint)
    change: Change | None = None
    if is_dataclass(hint):
        change = _unpacking(hint)  # type: ignore[arg-type]  # classes do hash
    elif get_origin(hint) is list and (of_each := _of_plain(get_args(hint)[0])):
        change = _each(of_each)
    elif get_origin(hint) is set:
        change = set
    elif get_origin(hint) is dict and (of_value := _of_plain(get_args(hint)[1])):
        change = _values(of_value)
    elif isinstance(hint, type) and issubclass(hint, Enum):
        change = hint
    return _or_none(change) if optional and change else change


def _without_none(hint: Any) -> tuple[Any, bool]:
    parts = get_args(hint)
    if not isinstance(hint, UnionType):
        return hint, False
    (kind,) = [part for part in parts if part is not type(None)]
    return kind, True


def _or_none(change: Change) -> Change:
    return lambda value: None if value is None else change(value)


def _each(change: Change) -> Change:
    return lambda values: [change(value) for value in values]


def _values(change: Change) -> Change:
    return lambda each: {key: change(value) for key, value in each.items()}
