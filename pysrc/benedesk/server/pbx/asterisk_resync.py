"""A resync: from Asterisk's lists of channels and bridges to the callers that are there, and what to tell."""

from __future__ import annotations

from collections.abc import Iterable

from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.model import CallId

from .asterisk_calls import AGENT, BRIDGE, CALL, HANDED_OVER, ROLE, Ask, Caller, Leg, Out
from .asterisk_lines import Lines
from .asterisk_words import Json, caller_entered


def resync(
    lines: Lines, channels: list[Json], bridges: list[Json], app: str, owed: Iterable[x.PbxOrder]
) -> list[Out]:
    """Fill `lines` with what Asterisk has. `owed` are endings that were ordered while it was out of reach."""
    callers, orphans = read(channels, bridges, app)
    lines.fill(callers)
    out: list[Out] = [Ask(path, "DELETE", path) for path in orphans]
    for order in owed:
        out += lines.order(order)
    for caller in lines.callers:
        if caller.target and caller.target.up:
            out += lines.hand_over(caller, caller.target)
    out.append(i.PbxSynced(tuple(line(caller) for caller in lines.callers)))
    for caller in lines.callers:
        if caller.handed_over and not caller.target:  # the other side hung up meanwhile
            out += lines.order(x.HangUp(caller.id))
    return out


def read(channels: list[Json], bridges: list[Json], app: str) -> tuple[list[Caller], list[str]]:
    """The callers, and the paths of legs and bridges whose caller is gone."""
    callers: dict[CallId, Caller] = {}
    orphans: list[str] = []
    for channel in channels:
        if caller := _caller(channel, app):
            callers[caller.id] = caller
    for channel in channels:
        if channel.get("channelvars", {}).get(ROLE) and not _add_leg(callers, channel):
            orphans.append(f"channels/{channel['id']}")
    members = {b["id"]: set(b["channels"]) for b in bridges if b["id"].startswith(BRIDGE)}
    orphans += [f"bridges/{bridge}" for bridge in members if bridge.removeprefix(BRIDGE) not in callers]
    for caller in callers.values():
        inside = members.get(caller.bridge_id, set())
        caller.bridge = caller.bridge_id in members
        caller.bridged = caller.id in inside
        for leg in caller.legs:
            leg.joined = leg.channel in inside
    return list(callers.values()), orphans


def _caller(channel: Json, app: str) -> Caller | None:
    # The arguments of Stasis() in the dialplan stay with the channel for as long as it is ours.
    if not _ours(channel):
        return None
    name, *arguments = channel["dialplan"]["app_data"].split(",")
    match arguments:
        case ["caller", dialled, *how] if name == app:
            told = caller_entered(channel, dialled, how[0] if how else "")
            caller = Caller(told.channel, told.dialled, told.caller, told.caller_name)
            caller.up = channel["state"] == "Up"
            caller.handed_over = channel.get("channelvars", {}).get(HANDED_OVER) == "1"
            return caller
    return None


def _add_leg(callers: dict[CallId, Caller], channel: Json) -> bool:
    variables = channel["channelvars"]
    caller = callers.get(variables[CALL])
    if caller is None:
        return False
    # A leg that is up but not ours yet was answered this moment: its StasisStart is on the way.
    up = channel["state"] == "Up" and _ours(channel)
    leg = Leg(channel["id"], up=up, rang=channel["state"] == "Ringing")
    if variables[ROLE] == "agent":
        caller.agents[variables[AGENT]] = leg
    else:
        caller.target = leg
    return True


def _ours(channel: Json) -> bool:
    return channel["dialplan"].get("app_name") == "Stasis"


def line(caller: Caller) -> i.Line:
    """The caller as the desk is told of him."""
    agent = max(caller.agents, key=lambda agent: caller.agents[agent].up, default=None)
    return i.Line(
        caller.id, caller.dialled, caller.number, caller.name,
        agent=agent, agent_up=agent is not None and caller.agents[agent].up,
        target=caller.target is not None and not caller.handed_over, handed_over=caller.handed_over,
    )  # fmt: skip
