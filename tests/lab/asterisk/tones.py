"""Pure tones: everybody sends their own, so that a test can say who hears whom."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 8000
AMPLITUDE = 8000

# Far enough apart that a fifth of a second tells them from each other; no tone is another's harmonic.
TONES = {
    "queue": 620,
    "hold": 440,
    "transfer": 770,
    "default": 350,
    "ringing": 530,  # what an agent hears while the other's phone rings
    "101": 1000,
    "102": 1130,
    "103": 1290,
    "104": 1430,
    "caller": 1610,
    "outside": 1810,
    "caller2": 2030,
}


def samples(hz: float, seconds: float) -> list[int]:
    return [int(AMPLITUDE * math.sin(2 * math.pi * hz * i / RATE)) for i in range(int(seconds * RATE))]


def write_wav(path: Path, hz: float, seconds: float = 10.0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = samples(hz, seconds)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(pcm)}h", *pcm))


def to_ulaw(sample: int) -> int:
    """One linear sample as a byte of G.711 µ-law."""
    sign = 0x80 if sample < 0 else 0
    biased = min(abs(sample), 32635) + 132
    exponent = biased.bit_length() - 8
    return ~(sign | exponent << 4 | biased >> (exponent + 3) & 0x0F) & 0xFF


def from_ulaw(byte: int) -> int:
    byte = ~byte & 0xFF
    value = (((byte & 0x0F) << 3) + 132 << (byte >> 4 & 7)) - 132
    return -value if byte & 0x80 else value


LINEAR = [from_ulaw(byte) for byte in range(256)]


def ulaw_tone(hz: float) -> bytes:
    """One second, which joins on to itself without a click."""
    return bytes(to_ulaw(sample) for sample in samples(hz, 1.0))


def strength(pcm: list[int], hz: float) -> float:
    """The amplitude of one tone in the sound (Goertzel's filter)."""
    turn = 2 * math.cos(2 * math.pi * hz / RATE)
    last = before = 0.0
    for sample in pcm:
        last, before = sample + turn * last - before, last
    power = last * last + before * before - turn * last * before
    return math.sqrt(max(power, 0.0)) * 2 / len(pcm)
