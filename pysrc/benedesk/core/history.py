"""Who has called before: each caller's visits of the last days, with what became of them and what was noted.

A visit is kept from its first moment, so that whoever gets a call that is sent on sees what was noted in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from . import events as e
from . import topics
from .desk import Desk
from .limits import VISIT_S
from .model import Call, CallId, Failure, Note, Outcome, Visit

KEPT_VISITS = 50_000  # of all callers together: more than a week of a big switchboard
KEPT_OF_CALLER = 20
SHOWN_VISITS = 10


def earlier(desk: Desk, call: Call) -> Iterator[Visit]:
    """The caller's last visits but this one, newest first; none of one who withholds their number.

    Nor in a call that is itself forgotten, as its caller has very many at once: it would hear of no change.
    """
    if call.id not in desk.visits:
        return
    ids = (id_ for id_ in reversed(desk.visits_of.get(call.caller, ())) if id_ != call.id)
    visits = (desk.visits[id_] for id_ in islice(ids, SHOWN_VISITS))
    yield from (visit for visit in visits if visit.at > call.arrived_at - VISIT_S)


def call_arrived(event: e.CallArrived, desk: Desk) -> None:
    _keep(desk, Visit(call=event.call, queue=event.queue, caller=event.caller, at=event.at))


def call_placed(event: e.CallPlaced, desk: Desk) -> None:
    visit = Visit(call=event.call, queue=event.queue, caller=event.number, at=event.at, outgoing=True)
    visit.agent = event.agent
    _keep(desk, visit)


def call_turned_away(event: e.CallTurnedAway, desk: Desk) -> None:
    if queue := desk.queue_by_number.get(event.dialled):
        visit = Visit(call=event.call, queue=queue, caller=event.caller, at=event.at)
        visit.outcome, visit.ended_at = Outcome(event.outcome), event.at
        _keep(desk, visit)


def call_connected(event: e.CallConnected, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.agent, visit.to = event.agent, ""


def transfer_started(event: e.TransferStarted, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.to = event.label or event.target


def call_returned(event: e.CallReturned, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.to, visit.failed_to, visit.reason = "", event.label or event.target, Failure(event.reason)


def call_moved(event: e.CallMoved, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.queue, visit.to = event.queue, ""


def call_noted(event: e.CallNoted, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.notes.pop(event.agent, None)  # the last one that was written stands last
        if event.text:
            visit.notes[event.agent] = Note(text=event.text, at=event.at)


def call_ended(event: e.CallEnded, desk: Desk) -> None:
    if visit := _changed(desk, event.call):
        visit.outcome, visit.ended_at = Outcome(event.outcome), event.at


def _changed(desk: Desk, call: CallId) -> Visit | None:
    """The visit that changes now, if it is remembered; every call of the caller that goes on shows it."""
    if visit := desk.visits.get(call):
        desk.touch(*(topics.call(one) for one in desk.visits_of[visit.caller] if one in desk.calls))
    return visit


def _keep(desk: Desk, visit: Visit) -> None:
    if not visit.caller:
        return
    if known := desk.visits.get(visit.call):  # a call that was given up for lost, and is back
        _forget(desk, known)
    desk.visits[visit.call] = visit
    theirs = desk.visits_of.setdefault(visit.caller, [])
    theirs.append(visit.call)
    if len(theirs) > KEPT_OF_CALLER:
        _forget(desk, desk.visits[theirs[0]])
    _changed(desk, visit.call)
    oldest = next(iter(desk.visits.values()))
    while oldest.at <= visit.at - VISIT_S or len(desk.visits) > KEPT_VISITS:
        _forget(desk, oldest)
        oldest = next(iter(desk.visits.values()))


def _forget(desk: Desk, visit: Visit) -> None:
    _changed(desk, visit.call)
    del desk.visits[visit.call]
    theirs = desk.visits_of[visit.caller]
    theirs.remove(visit.call)
    if not theirs:
        del desk.visits_of[visit.caller]


ENTRIES: dict[type, Callable[[Any, Desk], None]] = {
    e.CallArrived: call_arrived,
    e.CallTurnedAway: call_turned_away,
    e.CallPlaced: call_placed,
    e.CallConnected: call_connected,
    e.TransferStarted: transfer_started,
    e.CallReturned: call_returned,
    e.CallMoved: call_moved,
    e.CallNoted: call_noted,
    e.CallEnded: call_ended,
}
