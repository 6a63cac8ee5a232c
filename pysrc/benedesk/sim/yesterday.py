"""What the user of the demo did yesterday: then *Omat puhelut* is not empty, and callers are known."""

from __future__ import annotations

from collections.abc import Iterator

from ..core import events as e
from ..core.desk import Desk
from ..core.evolve import evolve
from ..core.limits import DIARY_S
from ..core.model import Failure, Outcome
from .sample import AGENTS, CALLERS, ME
from .translated import said_in

HOUR_S, MINUTE_S = 3600.0, 60.0
BEGINS_S = 13 * HOUR_S  # after the midnight before
_STILL_KNOWN_S = DIARY_S - 1.5 * HOUR_S  # what is older will have left the diary soon

# Minutes after the beginning, who took it, queue, caller by place, minutes of talk, what was noted; in order.
_TALKS = (
    (2.0, "eero", "asiakaspalvelu", 0, 2.5, "Tilaus 4711 ei ole tullut. Haluaa puhua Kertun kanssa."),
    (7.0, ME, "myynti", 1, 2.2, "Uusi yhteyshenkilö perjantaista alkaen."),
    (16.0, ME, "asiakaspalvelu", 0, 3.3, ""),
    (31.0, ME, "vaihde", 3, 0.9, ""),
    (44.0, ME, "asiakaspalvelu", 4, 4.6, "Lasku kahdessa erässä, Jalmari tietää."),
    (58.0, "helmi", "myynti", 9, 6.0, ""),
)
_MISSED = (66.0, "asiakaspalvelu", 2)


def live_through(desk: Desk, now: float, midnight: float, language: str) -> None:
    """Let yesterday have happened. `midnight` began today; all of it is less than a day ago."""
    begins = max(midnight - 24 * HOUR_S + BEGINS_S, now - _STILL_KNOWN_S)
    for event in _events(desk, begins, language):
        evolve(desk, event)
    desk.unrouted.clear()


def _events(desk: Desk, begins: float, language: str) -> Iterator[e.Event]:
    yield e.DeskOpened(begins)
    for place, (after, agent, queue, caller, talk, note) in enumerate(_TALKS):
        call, at = f"yesterday-{place}", begins + after * MINUTE_S
        yield _arrived(desk, call, queue, caller, at)
        yield _offered(call, agent, caller, at)
        yield e.CallConnected(call, agent, at + 5)
        if note:
            yield e.CallNoted(agent, call, said_in(language, note), at + 60)
        yield _ended(call, agent, at + talk * MINUTE_S)
    yield from _missed(desk, begins)


def _missed(desk: Desk, begins: float) -> Iterator[e.Event]:
    after, queue, caller = _MISSED
    call, at = "yesterday-missed", begins + after * MINUTE_S
    yield _arrived(desk, call, queue, caller, at)
    yield _offered(call, ME, caller, at)
    yield e.OfferFailed(call=call, agent=ME, reason=Failure.NO_ANSWER, retry_at=None, at=at + 20)
    yield e.AgentCameBack(ME, at + 40)
    yield _offered(call, "eero", caller, at + 41)
    yield e.CallConnected(call, "eero", at + 46)
    yield _ended(call, "eero", at + 120)


def _arrived(desk: Desk, call: str, queue: str, caller: int, at: float) -> e.CallArrived:
    number, name = CALLERS[caller]
    dialled = desk.queues[queue].number
    return e.CallArrived(call=call, queue=queue, caller=number, caller_name=name, dialled=dialled, at=at)


def _offered(call: str, agent: str, caller: int, at: float) -> e.CallOffered:
    number, name = CALLERS[caller]
    phone = next(one.phone for one in AGENTS if one.agent == agent)
    return e.CallOffered(
        call=call, agent=agent, phone=phone, caller=number, caller_name=name, until=at + 20, at=at
    )


def _ended(call: str, agent: str, at: float) -> e.CallEnded:
    return e.CallEnded(call=call, outcome=Outcome.COMPLETED, agent=agent, wrap_up_until=None, at=at)
