"""The callers in Asterisk with their legs, and what Asterisk is to do about an order or an event.

Pure: orders and signals in; out come requests to Asterisk, and what the desk is to be told.
A *leg* is a channel that we dialled for a caller: to an agent's phone, to a transfer target, or to the
callee, whom an agent calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from benedesk.core import effects as x
from benedesk.core import inputs as i
from benedesk.core.model import AgentId, CallId, Failure, Ringing

from . import requests as r
from . import words as w
from .calls import AGENT, CALL, LEG, NUMBER, RINGING, ROLE, SHOWN, Ask, Caller, DialledLeg, Out, Role
from .dial import Dialling


class Lines:
    """`new_id` makes the names of legs, unique for ever; `music` maps our kinds of music to classes."""

    def __init__(self, dialling: Dialling, music: dict[str, str], new_id: Callable[[], str]) -> None:
        self._dialling = dialling
        self._music = music
        self._new_id = new_id
        self._callers: dict[CallId, Caller] = {}
        self._channels: dict[str, Caller] = {}  # of the callers themselves
        self._legs: dict[str, tuple[Caller, DialledLeg]] = {}

    @property
    def callers(self) -> list[Caller]:
        return list(self._callers.values())

    def fill(self, callers: Iterable[Caller]) -> None:
        """Forget everything; these are the callers now."""
        self._callers = {caller.id: caller for caller in callers}
        self._channels = {caller.channel: caller for caller in self.callers if not caller.placing}
        self._legs = {leg.channel: (caller, leg) for caller in self.callers for leg in caller.legs}

    # -- orders ------------------------------------------------------------------------------------

    def order(self, order: x.PbxOrder) -> list[Out]:
        caller = self._callers.get(order.call)
        if caller is None:
            return [self._place(order)] if isinstance(order, x.CallOut) else []
        match order:
            case x.HangUp():
                return self._end(caller)
            case x.CallOut():
                caller.callee_phone = order.callee_phone  # which Asterisk does not tell at a resync
                return []
            case _ if caller.placing:
                return []  # nobody's line yet
            case x.Release(ringing=ringing):
                return self._release(caller, ringing)
            case _ if caller.handed_over:
                return []  # somebody else's call by now
            case x.PlayMusic(music=music):
                return r.play(caller, self._music[music])
            case x.RingAgent(ringing=ringing) if ringing not in caller.rung:
                leg = self._new_leg(caller, ringing, Role.AGENT, order.agent)
                phone = self._dialling.phone(order.phone)
                return [self._dial(caller, leg, phone, order.caller, order.caller_name)]
            case x.Connect(ringing=ringing) if ringing in caller.rung and caller.rung[ringing].up:
                return r.join(caller, caller.rung[ringing])
            case x.DialTarget(ringing=ringing) if ringing not in caller.rung:
                endpoint = self._dialling.number(order.number)
                if endpoint is None:
                    return [i.TargetFailed(caller.id, ringing, Failure.BAD_NUMBER)]
                leg = self._new_leg(caller, ringing, Role.TARGET)
                return [self._dial(caller, leg, endpoint, order.caller, order.caller_name)]
        return []

    def _place(self, order: x.CallOut) -> Ask:
        caller = self._callers[order.call] = Caller(
            id=order.call, dialled=order.shown, number=order.number, name="", callee_phone=order.callee_phone
        )
        leg = self._new_leg(caller, order.ringing, Role.AGENT, order.agent)
        return self._dial(caller, leg, self._dialling.phone(order.phone), order.number)

    def _new_leg(
        self, caller: Caller, ringing: Ringing, role: Role, agent: AgentId | None = None
    ) -> DialledLeg:
        leg = DialledLeg(channel=self._new_id(), ringing=ringing, role=role, agent=agent)
        self._legs[leg.channel] = (caller, leg)
        if role is Role.CALLEE:
            caller.callee = leg
        else:
            caller.rung[ringing] = leg
        return leg

    def _dial(self, caller: Caller, leg: DialledLeg, endpoint: str, number: str, name: str = "") -> Ask:
        """`number` and `name` are what the phone shows."""
        variables: dict[str, str] = {ROLE: leg.role, CALL: caller.id, RINGING: leg.ringing}
        variables |= {AGENT: leg.agent or ""} | self._dialling.variables(endpoint)
        if caller.placing:
            variables |= {NUMBER: caller.number, SHOWN: caller.dialled}
        body = {
            "endpoint": endpoint,
            "app": self._dialling.app,
            "appArgs": f"{leg.role},{caller.id}",
            "callerId": self._dialling.caller_id(number, name),
            "timeout": self._dialling.ring_limit_s,  # the desk's own timers end the ringing sooner
            "variables": variables,
        }
        return Ask(
            call=caller.id, method="POST", path=f"channels/{leg.channel}", body=body, dials=leg.channel
        )

    def _release(self, caller: Caller, ringing: Ringing) -> list[Out]:
        leg = caller.rung.get(ringing)
        # The desk may give up in the moment in which a target answers: who talks wins.
        return [self._drop(caller, leg)] if leg and leg is not caller.target else []

    def _drop(self, caller: Caller, leg: DialledLeg) -> Ask:
        self._forget(caller, leg)
        return r.drop(caller, leg.channel)

    def _forget(self, caller: Caller, leg: DialledLeg) -> None:
        del self._legs[leg.channel]
        caller.forget(leg)

    def _end(self, caller: Caller) -> list[Out]:
        """End all that is left of the call."""
        del self._callers[caller.id]
        asks: list[Out] = [self._drop(caller, leg) for leg in caller.legs]
        if self._channels.pop(caller.channel, None):
            asks.append(r.drop(caller, caller.channel))
        if caller.bridge:
            asks.append(r.drop_bridge(caller))
        return asks

    # -- signals -----------------------------------------------------------------------------------

    def happened(self, signal: w.Signal) -> list[Out]:
        match signal:
            case w.CallerEntered(channel=channel) if channel not in self._channels:
                caller = Caller(
                    id=channel,
                    dialled=signal.dialled,
                    number=signal.caller,
                    name=signal.caller_name,
                    channel=channel,
                )
                self._callers[caller.id] = self._channels[channel] = caller
                return [
                    i.CallerArrived(
                        call=channel,
                        dialled=signal.dialled,
                        caller=signal.caller,
                        caller_name=signal.caller_name,
                        waited_s=signal.waited_s,
                    )
                ]
            case w.LegRings(channel) if found := self._legs.get(channel):
                found[1].rang = True
            case w.LegRings(channel) if channel.startswith(LEG):
                # Asterisk has worked off what was asked over a connection that is no more.
                return [_end_of_nobodys(channel)]
            case w.LegAnswered(channel):
                return self._leg_answered(channel)
            case w.ChannelEnded():
                return self._channel_ended(signal)
            case w.TransferAsked(channel) if whose := self._whose(channel):
                return [r.refuse_transfer(whose, channel)]
        return []

    def not_dialled(self, channel: str, reason: Failure) -> list[Out]:
        """Asterisk could not even begin to dial this leg."""
        found = self._legs.get(channel)
        return self._leg_ended(*found, reason) if found else []

    def _whose(self, channel: str) -> Caller | None:
        found = self._legs.get(channel)
        return found[0] if found else self._channels.get(channel)

    def _channel_ended(self, ended: w.ChannelEnded) -> list[Out]:
        if caller := self._channels.pop(ended.channel, None):
            told = [] if caller.handed_over else [i.CallerHungUp(caller.id)]
            return [*told, *self._end(caller)]
        found = self._legs.get(ended.channel)
        return self._leg_ended(*found, w.failure(ended, found[1].rang)) if found else []

    def _leg_answered(self, channel: str) -> list[Out]:
        if channel in self._channels:
            return []
        found = self._legs.get(channel)
        if found is None:  # released while it was answered
            return [_end_of_nobodys(channel)]
        caller, leg = found
        if leg.up:
            return []
        leg.up = True
        match leg.role:
            case Role.AGENT:
                told = i.PhoneAnswered(caller.id, leg.ringing)
                return [told] if not caller.placing else self._dial_callee(caller, leg, told)
            case Role.CALLEE:
                return self._callee_answered(caller, leg)
            case Role.TARGET:
                return [*self.hand_over(caller, leg), i.TargetAnswered(caller.id, leg.ringing)]

    def hand_over(self, caller: Caller, target: DialledLeg) -> list[Out]:
        """Join caller and target, and see to it that a later resync knows."""
        return [r.mark_handed_over(caller), *r.join(caller, target)]

    def _leg_ended(self, caller: Caller, leg: DialledLeg, reason: Failure) -> list[Out]:
        self._forget(caller, leg)
        if caller.handed_over and leg.role is Role.TARGET and leg.up:
            return self._end(caller)
        # What is told comes last: the desk may answer with an order that needs the requests made before.
        return [*(self._end(caller) if caller.placing else []), _why_ended(caller, leg, reason)]

    # -- an agent calls out ------------------------------------------------------------------------

    def _dial_callee(self, caller: Caller, leg: DialledLeg, told: i.PhoneAnswered) -> list[Out]:
        phone, number = caller.callee_phone, caller.number
        endpoint = self._dialling.phone(phone) if phone else self._dialling.number(number)
        if endpoint is None:
            return [*self._end(caller), told, i.TargetFailed(caller.id, leg.ringing, Failure.BAD_NUMBER)]
        callee = self._new_leg(caller, leg.ringing, Role.CALLEE)
        return [r.ring_back(caller, leg), self._dial(caller, callee, endpoint, caller.dialled), told]

    def _callee_answered(self, caller: Caller, callee: DialledLeg) -> list[Out]:
        """From now on this is the caller's line."""
        self._forget(caller, callee)
        self._channels[callee.channel] = caller
        caller.channel, caller.up = callee.channel, True
        (leg,) = caller.rung.values()
        return [*r.join(caller, leg), i.TargetAnswered(caller.id, leg.ringing)]


def _end_of_nobodys(leg: str) -> Ask:
    return Ask(call=leg, method="DELETE", path=f"channels/{leg}")


def _why_ended(caller: Caller, leg: DialledLeg, reason: Failure) -> i.PbxInput:
    if leg.role is not Role.AGENT:
        return i.TargetFailed(caller.id, leg.ringing, reason)
    if leg.up:
        return i.PhoneHungUp(caller.id, leg.ringing)
    return i.PhoneFailed(caller.id, leg.ringing, reason)
