"""What Asterisk is asked for one caller. Each function notes on the caller what will be so afterwards."""

from __future__ import annotations

from typing import Any

from .calls import HANDED_OVER, Ask, Caller, DialledLeg, Out


def play(caller: Caller, music: str) -> list[Out]:
    """Let the caller hear the music of this class, alone."""
    if caller.music == music and not caller.bridged:
        return []
    asks = _answer(caller)
    if caller.bridged:
        caller.bridged = False
        asks.append(_bridge(caller, "/removeChannel", {"channel": [caller.channel]}))
    caller.music = music
    asks.append(_channel(caller, caller.channel, "/moh", {"mohClass": music}))
    return asks


def join(caller: Caller, leg: DialledLeg) -> list[Out]:
    """Let the caller and the leg hear each other."""
    entering = [] if caller.bridged else [caller.channel]
    entering += [] if leg.joined else [leg.channel]
    if not entering:
        return []
    asks = _answer(caller)
    if leg.ringback:
        leg.ringback = False
        asks.append(Ask(call=caller.id, method="DELETE", path=f"channels/{leg.channel}/ring"))
    if not caller.bridged:
        # Without this the caller hears both: joining a bridge does not end the music.
        asks.append(Ask(call=caller.id, method="DELETE", path=f"channels/{caller.channel}/moh"))
    if not caller.bridge:
        asks.append(_bridge(caller, "", {"type": "mixing"}))
    asks.append(_bridge(caller, "/addChannel", {"channel": entering}))
    caller.bridge = caller.bridged = leg.joined = True
    caller.music = None
    return asks


def ring_back(caller: Caller, leg: DialledLeg) -> Ask:
    """Let the agent hear that the callee's phone rings."""
    leg.ringback = True
    return _channel(caller, leg.channel, "/ring")


def mark_handed_over(caller: Caller) -> Ask:
    """Have a later resync see whose call it is."""
    caller.handed_over = True
    variable = {"variable": HANDED_OVER, "value": "1"}
    return _channel(caller, caller.channel, "/variable", variable)


def refuse_transfer(caller: Caller, channel: str) -> Ask:
    """The phone that asked for a transfer shows that it failed."""
    return _channel(caller, channel, "/transfer_progress", {"states": "channel_unavailable"})


def drop(caller: Caller, channel: str) -> Ask:
    return Ask(call=caller.id, method="DELETE", path=f"channels/{channel}")


def drop_bridge(caller: Caller) -> Ask:
    return Ask(call=caller.id, method="DELETE", path=f"bridges/{caller.bridge_id}")


def _answer(caller: Caller) -> list[Out]:
    if caller.up:
        return []
    caller.up = True
    return [_channel(caller, caller.channel, "/answer")]


def _channel(caller: Caller, channel: str, act: str, body: dict[str, Any] | None = None) -> Ask:
    return Ask(call=caller.id, method="POST", path=f"channels/{channel}{act}", body=body)


def _bridge(caller: Caller, act: str, body: dict[str, Any]) -> Ask:
    return Ask(call=caller.id, method="POST", path=f"bridges/{caller.bridge_id}{act}", body=body)
