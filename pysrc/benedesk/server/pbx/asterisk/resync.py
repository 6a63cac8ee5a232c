"""A resync: from Asterisk's lists of channels and bridges to the callers that are there, and what to tell."""

from __future__ import annotations

from collections.abc import Iterable

from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.lines import Leg, Line
from benedesk.core.model import CallId

from .calls import (
    AGENT,
    BRIDGE,
    CALL,
    HANDED_OVER,
    NUMBER,
    RINGING,
    ROLE,
    SHOWN,
    Ask,
    Caller,
    DialledLeg,
    Out,
    Role,
)
from .lines import Lines
from .words import Json, caller_entered


def resync(
    lines: Lines,
    channels: list[Json],
    bridges: list[Json],
    app: str,
    now: float = 0.0,
) -> list[Out]:
    """Fill `lines` with what Asterisk has, at `now` by its own clock (epoch seconds)."""
    callers, orphans = read(channels, bridges, app, now)
    lines.fill(callers)
    out: list[Out] = [Ask(call=path, method="DELETE", path=path) for path in orphans]
    for caller in lines.callers:
        if caller.target:
            out += lines.hand_over(caller, caller.target)
    out.append(i.PbxSynced(tuple(line(caller) for caller in lines.callers)))
    for caller in lines.callers:
        if caller.handed_over and not caller.target:  # the other side hung up meanwhile
            out += lines.order(x.HangUp(caller.id))
    return out


def read(
    channels: list[Json], bridges: list[Json], app: str, now: float = 0.0
) -> tuple[list[Caller], list[str]]:
    """The callers, and the paths of legs and bridges whose caller is gone."""
    callers = {caller.id: caller for channel in channels if (caller := _caller(channel, app, now))}
    callers |= _placing(channels, callers)
    orphans: list[str] = []
    for channel in channels:
        if _variable(channel, ROLE) and not _belongs(callers, channel):
            orphans.append(f"channels/{channel['id']}")
    members = {b["id"]: set(b["channels"]) for b in bridges if b["id"].startswith(BRIDGE)}
    orphans += [f"bridges/{bridge}" for bridge in members if bridge.removeprefix(BRIDGE) not in callers]
    for caller in callers.values():
        inside = members.get(caller.bridge_id, set())
        caller.bridge = caller.bridge_id in members
        caller.bridged = caller.channel in inside
        for leg in caller.legs:
            leg.joined = leg.channel in inside
    return list(callers.values()), orphans


def _caller(channel: Json, app: str, now: float) -> Caller | None:
    # The arguments of Stasis() stay with the channel for as long as it is ours.
    if not _ours(channel):
        return None
    name, *arguments = channel["dialplan"]["app_data"].split(",")
    match arguments:
        case _ if name != app:
            return None
        case ["caller", dialled, *how]:
            told = caller_entered(channel, dialled, how, now)
            caller = Caller(
                id=told.channel,
                dialled=told.dialled,
                number=told.caller,
                name=told.caller_name,
                channel=told.channel,
                waited_s=told.waited_s,
            )
            caller.up = channel["state"] == "Up"
        case ["callee", call]:
            shown, number = _variable(channel, SHOWN), _variable(channel, NUMBER)
            caller = Caller(id=call, dialled=shown, number=number, name="", channel=channel["id"], up=True)
        case _:
            return None
    caller.handed_over = _variable(channel, HANDED_OVER) == "1"
    return caller


def _placing(channels: list[Json], answered: Iterable[CallId]) -> dict[CallId, Caller]:
    """The calls that agents place, from the agents' legs."""
    dialled = {_variable(channel, CALL) for channel in channels if _variable(channel, ROLE) == "callee"}
    placing: dict[CallId, Caller] = {}
    for channel in channels:
        call, number = _variable(channel, CALL), _variable(channel, NUMBER)
        if _variable(channel, ROLE) != "agent" or not number or call in answered:
            continue
        # Lifted, and yet nobody is dialled: the callee was reached or failed while nobody listened.
        if call in dialled or not _up(channel):
            placing[call] = Caller(id=call, dialled=_variable(channel, SHOWN), number=number, name="")
    return placing


def _belongs(callers: dict[CallId, Caller], channel: Json) -> bool:
    """Whether the channel is a caller's own or their leg, which is noted on them."""
    caller = callers.get(_variable(channel, CALL))
    if caller is None:
        return False
    role = _variable(channel, ROLE)
    if role not in set(Role) or (role == Role.CALLEE and not caller.placing):
        return True  # whoever called in, or the callee whose line it is
    leg = DialledLeg(
        channel=channel["id"],
        ringing=_variable(channel, RINGING),
        role=Role(role),
        agent=_variable(channel, AGENT) or None,
        up=_up(channel),
        rang=channel["state"] == "Ringing",
    )
    if leg.role is Role.CALLEE:
        caller.callee = leg
    else:
        leg.ringback = leg.up and bool(_variable(channel, NUMBER))
        caller.rung[leg.ringing] = leg
    return True


def _up(channel: Json) -> bool:
    # One that is up but not ours yet was answered this moment: its StasisStart is on the way.
    return bool(channel["state"] == "Up") and _ours(channel)


def _ours(channel: Json) -> bool:
    return bool(channel["dialplan"].get("app_name") == "Stasis")


def _variable(channel: Json, name: str) -> str:
    return str(channel.get("channelvars", {}).get(name, ""))


def line(caller: Caller) -> Line:
    """The caller as the desk is told of them."""
    return Line(
        call=caller.id, dialled=caller.dialled, caller=caller.number, caller_name=caller.name,
        legs=tuple(Leg(leg.ringing, leg.up, leg.agent) for leg in caller.rung.values()),
        waited_s=caller.waited_s, placing=caller.placing, handed_over=caller.handed_over,
    )  # fmt: skip
