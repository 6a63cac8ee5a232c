"""From Asterisk's words to ours: what an ARI event or a channel means, without looking at anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benedesk.core.model import Failure

Json = dict[str, Any]

# The events that `translate` knows.
EVENTS = ("StasisStart", "StasisEnd", "ChannelDestroyed", "Dial", "ChannelTransfer", "EndpointStateChange")

INSTANT = re.compile(r"\d{1,12}(\.\d{1,9})?")
NO_NUMBER = {"", "anonymous", "unknown", "unavailable", "restricted", "withheld"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerEntered:
    channel: str
    dialled: str
    caller: str
    caller_name: str
    waited_s: float = 0.0


@dataclass(frozen=True, slots=True)
class LegRings:
    channel: str


@dataclass(frozen=True, slots=True)
class LegAnswered:
    channel: str


@dataclass(frozen=True, slots=True)
class ChannelEnded:
    """Anybody's channel is gone. `cause` is Q.850's, `sip` the SIP status if there was one."""

    channel: str
    cause: int = 0
    sip: int = 0


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """Somebody pressed the transfer button of the phone itself."""

    channel: str


@dataclass(frozen=True, slots=True)
class EndpointSeen:
    endpoint: str
    online: bool


Signal = CallerEntered | LegRings | LegAnswered | ChannelEnded | TransferAsked | EndpointSeen


def translate(event: Json) -> Signal | None:
    """What the event says, in our words; None if it says nothing to us."""
    match event:
        case {"type": "StasisStart", "args": ["caller", dialled, *how], "channel": channel}:
            return caller_entered(channel, dialled, how, epoch(event.get("timestamp", "")))
        case {"type": "StasisStart", "args": ["agent" | "target" | "callee", *_], "channel": {"id": channel}}:
            return LegAnswered(channel)
        case {"type": "Dial", "dialstatus": "RINGING" | "PROGRESS", "peer": {"id": channel}}:
            return LegRings(channel)
        case {"type": "ChannelDestroyed", "channel": {"id": channel}}:
            return ChannelEnded(channel, event.get("cause", 0), event.get("tech_cause", 0))
        case {"type": "StasisEnd", "channel": {"id": channel}}:
            return ChannelEnded(channel)
        case {"type": "ChannelTransfer", "referred_by": {"source_channel": {"id": channel}}}:
            # With a state it tells how a transfer goes on: after our refusal, that it was declined.
            return None if "state" in event else TransferAsked(channel)
        case {"type": "EndpointStateChange", "endpoint": endpoint}:
            return endpoint_seen(endpoint)
    return None


def caller_entered(channel: Json, dialled: str, how: list[str], now: float) -> CallerEntered:
    """`how` is what else the dialplan tells: whether the number may be shown, and since when they wait
    (epoch seconds by Asterisk's clock, at which it is `now`)."""
    presentation, since, *_ = *how, "", ""
    number, name = channel["caller"]["number"], channel["caller"]["name"]
    if presentation.startswith("prohib") or number.lower() in NO_NUMBER:
        number = name = ""
    waited_s = max(0.0, now - float(since)) if INSTANT.fullmatch(since) else 0.0
    return CallerEntered(
        channel=channel["id"],
        dialled=dialled,
        caller=number,
        caller_name=name,
        waited_s=waited_s,
    )


def epoch(written: str) -> float:
    """An instant as Asterisk writes it in events."""
    return datetime.fromisoformat(written).timestamp() if written else 0.0


def endpoint_seen(endpoint: Json) -> EndpointSeen:
    return EndpointSeen(f"{endpoint['technology']}/{endpoint['resource']}", endpoint["state"] != "offline")


def failure(ended: ChannelEnded, rang: bool) -> Failure:
    """Why a leg ended that nobody answered; `rang` says that its phone had begun to ring.

    Asterisk's cause 19, "alerting, no answer", also stands for a phone that is not there, so the SIP
    status goes first and a phone that never rang was not reached.
    """
    match ended.sip, ended.cause:
        case (486 | 600, _) | (0, 17):
            return Failure.BUSY
        case (603 | 607 | 608, _) | (0, 21):
            return Failure.DECLINED
        case (404 | 410 | 414 | 416 | 484 | 485 | 604, _) | (0, 1 | 22 | 28):
            return Failure.BAD_NUMBER
    return Failure.NO_ANSWER if rang else Failure.UNREACHABLE
