"""One call's sound: sends a tone for ever, keeps what arrives, and tells which tones are in it."""

from __future__ import annotations

import asyncio
import random
import re
import struct
import time
from collections import deque
from typing import cast

from .tones import LINEAR, TONES, strength, ulaw_tone

PACKET = 160  # samples: 20 ms
ENOUGH = 5 * PACKET  # less than a tenth of a second says nothing
LOUD = 1000.0  # an eighth of a tone's amplitude; silence and other tones stay far below


class Rtp(asyncio.DatagramProtocol):
    """`remote` is where to send to, None until the other side's SDP has said so."""

    def __init__(self, tone_hz: float) -> None:
        self.remote: tuple[str, int] | None = None
        self.sending = True
        self._tone = ulaw_tone(tone_hz)
        self._heard: deque[tuple[float, bytes]] = deque(maxlen=200)
        self._transport: asyncio.DatagramTransport | None = None
        self._pump: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, ip: str, tone_hz: float) -> Rtp:
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_datagram_endpoint(lambda: cls(tone_hz), local_addr=(ip, 0))
        stream._pump = loop.create_task(stream._send())
        return stream

    @property
    def port(self) -> int:
        assert self._transport
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def close(self) -> None:
        if self._pump:
            self._pump.cancel()
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        version, payload_type = data[0] >> 6, data[1] & 0x7F
        if len(data) > 12 and version == 2 and payload_type == 0:
            self._heard.append((time.monotonic(), data[12:]))

    def error_received(self, exc: Exception) -> None:
        """The other side closed its port first; a call's last packets go nowhere."""

    async def _send(self) -> None:
        source, sequence, stamp, at = random.getrandbits(32), 0, 0, 0
        due = time.monotonic()
        while True:
            if self.remote and self.sending and self._transport:
                head = struct.pack("!BBHII", 0x80, 0, sequence & 0xFFFF, stamp & 0xFFFFFFFF, source)
                self._transport.sendto(head + self._tone[at : at + PACKET], self.remote)
                sequence, stamp, at = sequence + 1, stamp + PACKET, (at + PACKET) % len(self._tone)
            due += 0.02
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def packets(self, last_s: float) -> int:
        since = time.monotonic() - last_s
        return sum(at >= since for at, _ in self._heard)

    def hears(self, last_s: float = 0.2) -> set[str]:
        """The names of the tones in the last moments; empty is silence."""
        since = time.monotonic() - last_s
        pcm = [LINEAR[byte] for at, sound in self._heard if at >= since for byte in sound]
        if len(pcm) < ENOUGH:
            return set()
        return {name for name, hz in TONES.items() if strength(pcm, hz) > LOUD}


def sdp(ip: str, port: int, direction: str, version: int) -> str:
    return (
        f"v=0\r\no=- 1 {version} IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        f"a=ptime:20\r\na={direction}\r\n"
    )


def media(body: str) -> tuple[str, int] | None:
    """Where the other side wants its sound, by its SDP."""
    address = re.search(r"^c=IN IP4 (\S+)", body, re.MULTILINE)
    port = re.search(r"^m=audio (\d+)", body, re.MULTILINE)
    return (address[1], int(port[1])) if address and port else None


def direction(body: str) -> str:
    found = re.search(r"^a=(sendrecv|sendonly|recvonly|inactive)\s*$", body, re.MULTILINE)
    return found[1] if found else "sendrecv"
