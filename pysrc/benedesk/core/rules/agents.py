"""What an agent may say of themselves: receiving, membership, availability, back again, done."""

from __future__ import annotations

from .. import events as e
from .. import inputs as i
from ..desk import Desk
from ..errors import Refused
from ..limits import AVAILABILITY_NOTE_CHARS
from ..model import Availability
from .rule import Rule

LONGEST_S = 10 * 366 * 86_400  # an availability ends within this time: calendars do not reach for ever


def set_receiving(what: i.SetReceiving, desk: Desk, now: float) -> list[e.Event]:
    if desk.agent(what.agent).receiving == what.on:
        return []
    return [e.ReceivingSet(what.agent, what.on, now)]


def set_membership(what: i.SetMembership, desk: Desk, now: float) -> list[e.Event]:
    agent, queue = desk.agent(what.agent), desk.queue(what.queue)
    if queue.id not in agent.skills:
        raise Refused("not_yours", f"{agent.name} may not take calls from {queue.name}")
    if (queue.id in agent.memberships) == what.on:
        return []
    return [e.MembershipSet(agent.id, queue.id, what.on, now)]


def set_availability(what: i.SetAvailability, desk: Desk, now: float) -> list[e.Event]:
    agent = desk.agent(what.agent)
    if what.availability not in set(Availability):
        raise Refused("bad_args", f"availability is one of {', '.join(Availability)}")
    if len(what.note) > AVAILABILITY_NOTE_CHARS:
        raise Refused("bad_args", f"a note is at most {AVAILABILITY_NOTE_CHARS} characters")
    if what.until is not None and not now < what.until <= now + LONGEST_S:
        raise Refused("bad_args", "the end has to be in the future, and within ten years")
    if (what.availability, what.note, what.until) == (agent.availability, agent.note, agent.until):
        return []
    return [
        e.AvailabilitySet(
            agent=agent.id, availability=what.availability, note=what.note, until=what.until, at=now
        )
    ]


def come_back(what: i.ComeBack, desk: Desk, now: float) -> list[e.Event]:
    if not desk.agent(what.agent).set_aside:
        raise Refused("not_set_aside", "you are not set aside")
    return [e.AgentCameBack(what.agent, now)]


def end_wrap_up(what: i.EndWrapUp, desk: Desk, now: float) -> list[e.Event]:
    if desk.agent(what.agent).wrap_up_until is None:
        raise Refused("not_in_wrap_up", "there is no wrap-up to end")
    return [e.WrapUpEnded(what.agent, now)]


RULES: dict[type, Rule] = {
    i.SetReceiving: set_receiving,
    i.SetMembership: set_membership,
    i.SetAvailability: set_availability,
    i.ComeBack: come_back,
    i.EndWrapUp: end_wrap_up,
}
