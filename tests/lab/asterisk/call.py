"""One call of a phone, in SIP's terms a dialog: who, how far it got, and its sound."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from . import rtp
from .messages import Message, token, uri

if TYPE_CHECKING:
    from .sip import Phone


class Call:
    """`status` is the final answer's number, `reason` the Reason header of whatever ended the call."""

    def __init__(self, phone: Phone, call_id: str, outgoing: bool) -> None:
        self.phone = phone
        self.id = call_id
        self.outgoing = outgoing
        self.local = self.remote = self.target = ""
        self.routes: list[str] = []
        self.sequence = 100
        self.branch = ""
        self.invite: Message | None = None  # the other side's, when it called
        self.invite_from: tuple[str, int] = ("", 0)
        self.ack = b""
        self.stream: rtp.Rtp | None = None
        self.description = 1
        self.direction = "sendrecv"
        self.status = 0
        self.reason = ""
        self.notified: list[str] = []  # bodies of the NOTIFYs that tell how a REFER went
        self.ringing = asyncio.Event()
        self.answered = asyncio.Event()
        self.ended = asyncio.Event()

    @classmethod
    def to(cls, phone: Phone, number: str, name: str) -> Call:
        call = cls(phone, token(32), outgoing=True)
        address = f"sip:{number}@{phone.server[0]}:{phone.server[1]}"
        call.local = f'"{name}" <sip:{phone.user}@{phone.ip}>;tag={token()}'
        call.remote, call.target = f"<{address}>", address
        return call

    @classmethod
    def incoming(cls, phone: Phone, invite: Message, sender: tuple[str, int]) -> Call:
        call = cls(phone, invite.first("call-id"), outgoing=False)
        call.invite, call.invite_from = invite, sender
        call.remote, call.target = invite.first("from"), uri(invite.first("contact"))
        call.local = f"{invite.first('to')};tag={token()}"
        call.routes = list(invite.headers.get("record-route", []))
        return call

    @property
    def caller_id(self) -> str:
        """What the phone's display shows: the From header of the call that came in."""
        return self.invite.first("from") if self.invite else ""

    async def open_sound(self) -> None:
        if not self.stream:
            self.stream = await rtp.Rtp.open(self.phone.ip, self.phone.tone_hz)

    def offer(self, direction: str = "sendrecv") -> str:
        assert self.stream
        self.description += 1
        return rtp.sdp(self.phone.ip, self.stream.port, direction, self.description)

    def accept(self, body: str) -> None:
        """Take the other side's SDP."""
        where = rtp.media(body)
        if where and self.stream:
            self.stream.remote = where
        self.direction = rtp.direction(body)

    def hears(self) -> set[str]:
        return self.stream.hears() if self.stream and not self.ended.is_set() else set()

    def close(self, reason: str = "") -> None:
        if self.ended.is_set():
            return
        self.reason = reason
        if self.stream:
            self.stream.close()
        self.ended.set()
