"""The callers in Asterisk with their legs, and what Asterisk is to do about an order or an event.

Pure: orders and signals in; out come requests to Asterisk, and what the desk is to be told.
A *leg* is a channel that we dialled for a caller: to an agent's phone, or to a transfer target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.model import AgentId, CallId, Failure

from . import asterisk_words as w
from .asterisk_calls import AGENT, CALL, HANDED_OVER, ROLE, Ask, Caller, Leg, Out
from .asterisk_dial import Dialling


class Lines:
    """`new_id` makes the names of legs, unique for ever; `music` maps our kinds of music to classes."""

    def __init__(self, dialling: Dialling, music: dict[str, str], new_id: Callable[[], str]) -> None:
        self._dialling = dialling
        self._music = music
        self._new_id = new_id
        self._callers: dict[CallId, Caller] = {}
        self._legs: dict[str, tuple[Caller, AgentId | None]] = {}

    @property
    def callers(self) -> list[Caller]:
        return list(self._callers.values())

    def fill(self, callers: Iterable[Caller]) -> None:
        """Forget everything; these are the callers now."""
        self._callers = {caller.id: caller for caller in callers}
        self._legs = {}
        for caller in self._callers.values():
            self._legs |= {leg.channel: (caller, agent) for agent, leg in caller.agents.items()}
            if caller.target:
                self._legs[caller.target.channel] = (caller, None)

    # -- orders ------------------------------------------------------------------------------------

    def order(self, order: x.PbxOrder) -> list[Out]:
        caller = self._callers.get(order.call)
        if caller is None or (caller.handed_over and not isinstance(order, x.ReleaseTarget | x.HangUp)):
            return []  # gone, or somebody else's call by now
        match order:
            case x.PlayMusic(music=music):
                return self._play(caller, self._music[music])
            case x.RingAgent(agent=agent) if agent not in caller.agents:
                leg = caller.agents[agent] = self._new_leg(caller, agent)
                return [self._dial(caller, leg, self._dialling.phone(order.phone), order, agent)]
            case x.ReleaseAgent(agent=agent) if agent in caller.agents:
                return [self._drop(caller, caller.agents.pop(agent))]
            case x.ConnectAgent(agent=agent) if agent in caller.agents and caller.agents[agent].up:
                return self._join(caller, caller.agents[agent])
            case x.DialTarget() if not caller.target:
                endpoint = self._dialling.target(order.number)
                if endpoint is None:
                    return [i.TargetFailed(caller.id, Failure.BAD_NUMBER)]
                caller.target = self._new_leg(caller, None)
                return [self._dial(caller, caller.target, endpoint, order)]
            case x.ReleaseTarget() if caller.target:
                return self._release_target(caller, caller.target)
            case x.HangUp():
                return self._end(caller, also_caller=True)
        return []

    def _new_leg(self, caller: Caller, agent: AgentId | None) -> Leg:
        leg = Leg(self._new_id())
        self._legs[leg.channel] = (caller, agent)
        return leg

    def _dial(
        self, caller: Caller, leg: Leg, endpoint: str, who: x.RingAgent | x.DialTarget, agent: str = ""
    ) -> Ask:
        role = "agent" if agent else "target"
        variables = {ROLE: role, CALL: caller.id, AGENT: agent} | self._dialling.variables(endpoint)
        body = {
            "endpoint": endpoint,
            "app": self._dialling.app,
            "appArgs": f"{role},{caller.id}",
            "callerId": self._dialling.caller_id(who.caller, who.caller_name),
            "timeout": 600,  # the desk's own timers end the ringing
            "variables": variables,
        }
        return Ask(caller.id, "POST", f"channels/{leg.channel}", body, dials=leg.channel)

    def _play(self, caller: Caller, music: str) -> list[Out]:
        if caller.music == music and not caller.bridged:
            return []
        asks: list[Out] = self._answer(caller)
        if caller.bridged:
            caller.bridged = False
            asks.append(self._bridge_ask(caller, "/removeChannel", {"channel": [caller.id]}))
        caller.music = music
        asks.append(Ask(caller.id, "POST", f"channels/{caller.id}/moh", {"mohClass": music}))
        return asks

    def _answer(self, caller: Caller) -> list[Out]:
        if caller.up:
            return []
        caller.up = True
        return [Ask(caller.id, "POST", f"channels/{caller.id}/answer")]

    def _join(self, caller: Caller, leg: Leg) -> list[Out]:
        entering = [] if caller.bridged else [caller.id]
        entering += [] if leg.joined else [leg.channel]
        if not entering:
            return []
        asks = self._answer(caller)
        if not caller.bridged:
            # Without this the caller hears both: joining a bridge does not end the music.
            asks.append(Ask(caller.id, "DELETE", f"channels/{caller.id}/moh"))
        if not caller.bridge:
            asks.append(self._bridge_ask(caller, "", {"type": "mixing"}))
        asks.append(self._bridge_ask(caller, "/addChannel", {"channel": entering}))
        caller.bridge = caller.bridged = leg.joined = True
        caller.music = None
        return asks

    def _bridge_ask(self, caller: Caller, act: str, body: dict[str, Any]) -> Ask:
        return Ask(caller.id, "POST", f"bridges/{caller.bridge_id}{act}", body)

    def _release_target(self, caller: Caller, leg: Leg) -> list[Out]:
        # The desk may give up in the moment in which the target answers: then its word counts.
        caller.target, was_handed_over, caller.handed_over = None, caller.handed_over, False
        marked = [self._mark(caller, "")] if was_handed_over else []
        return [*marked, self._drop(caller, leg)]

    def _mark(self, caller: Caller, value: str) -> Ask:
        variable = {"variable": HANDED_OVER, "value": value}
        return Ask(caller.id, "POST", f"channels/{caller.id}/variable", variable)

    def _drop(self, caller: Caller, leg: Leg) -> Ask:
        self._legs.pop(leg.channel, None)
        return Ask(caller.id, "DELETE", f"channels/{leg.channel}")

    def _end(self, caller: Caller, also_caller: bool) -> list[Out]:
        del self._callers[caller.id]
        asks: list[Out] = [self._drop(caller, leg) for leg in caller.legs]
        if also_caller:
            asks.append(Ask(caller.id, "DELETE", f"channels/{caller.id}"))
        if caller.bridge:
            asks.append(Ask(caller.id, "DELETE", f"bridges/{caller.bridge_id}"))
        return asks

    # -- signals -----------------------------------------------------------------------------------

    def happened(self, signal: w.Signal) -> list[Out]:
        match signal:
            case w.CallerEntered(channel, dialled, number, name) if channel not in self._callers:
                self._callers[channel] = Caller(channel, dialled, number, name)
                return [i.CallerArrived(channel, dialled, number, name)]
            case w.LegRings(channel) if found := self._legs.get(channel):
                self._leg(*found).rang = True
            case w.LegAnswered(channel):
                return self._leg_answered(channel)
            case w.ChannelEnded(channel) if caller := self._callers.get(channel):
                told = [] if caller.handed_over else [i.CallerHungUp(caller.id)]
                return [*told, *self._end(caller, also_caller=False)]
            case w.ChannelEnded(channel) if found := self._legs.get(channel):
                return self._leg_ended(*found, w.failure(signal, self._leg(*found).rang))
            case w.TransferAsked(channel) if found := self._legs.get(channel):
                refusal = {"states": "channel_unavailable"}
                return [Ask(found[0].id, "POST", f"channels/{channel}/transfer_progress", refusal)]
        return []

    def not_dialled(self, channel: str, reason: Failure) -> list[Out]:
        """Asterisk could not even begin to dial this leg."""
        found = self._legs.get(channel)
        return self._leg_ended(*found, reason) if found else []

    @staticmethod
    def _leg(caller: Caller, agent: AgentId | None) -> Leg:
        leg = caller.target if agent is None else caller.agents[agent]
        assert leg
        return leg

    def _leg_answered(self, channel: str) -> list[Out]:
        found = self._legs.get(channel)
        if found is None:  # released while it was answered
            return [Ask(channel, "DELETE", f"channels/{channel}")]
        caller, agent = found
        leg = self._leg(caller, agent)
        if leg.up:
            return []
        leg.up = True
        if agent is not None:
            return [i.PhoneAnswered(agent, caller.id)]
        return [*self.hand_over(caller, leg), i.TargetAnswered(caller.id)]

    def hand_over(self, caller: Caller, target: Leg) -> list[Out]:
        """Join caller and target, and see to it that a later resync knows."""
        caller.handed_over = True
        return [self._mark(caller, "1"), *self._join(caller, target)]

    def _leg_ended(self, caller: Caller, agent: AgentId | None, reason: Failure) -> list[Out]:
        leg = self._leg(caller, agent)
        del self._legs[leg.channel]
        if agent is not None:
            del caller.agents[agent]
            if leg.up:
                return [i.PhoneHungUp(agent, caller.id)]
            return [i.PhoneFailed(agent, caller.id, reason)]
        caller.target = None
        if caller.handed_over:
            return self._end(caller, also_caller=True)
        return [i.TargetFailed(caller.id, reason)]
