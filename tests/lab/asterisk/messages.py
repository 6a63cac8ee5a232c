"""SIP on the wire: reading and writing messages, and the digest that proves a password."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass

SHORT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length"}
ALLOW = "INVITE, ACK, BYE, CANCEL, REFER, NOTIFY, INFO, UPDATE, OPTIONS"


@dataclass(frozen=True)
class Message:
    start: str
    headers: dict[str, list[str]]
    body: str

    @property
    def status(self) -> int:
        """The number of a response; 0 for a request."""
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        return self.start.split()[0] if not self.status else self.first("cseq").split()[1]

    @property
    def sequence(self) -> int:
        return int(self.first("cseq").split()[0])

    def first(self, name: str) -> str:
        return self.headers.get(name, [""])[0]


def parse(data: bytes) -> Message:
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers.setdefault(SHORT.get(name, name), []).append(value.strip())
    return Message(start, headers, body)


def build(start: str, headers: list[str], body: str = "") -> bytes:
    kind = ["Content-Type: application/sdp"] if body.startswith("v=0") else []
    lines = [start, *headers, *kind, f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def token(length: int = 12) -> str:
    return uuid.uuid4().hex[:length]


def tag(address: str) -> str:
    found = re.search(r";tag=([^;>\s]+)", address)
    return found[1] if found else ""


def uri(address: str) -> str:
    found = re.search(r"<([^>]+)>", address)
    return found[1] if found else address.split(";")[0]


def authorization(challenged: Message, user: str, password: str, method: str, target: str) -> str:
    """The header that answers a 401 or 407."""
    challenge = challenged.first("www-authenticate") or challenged.first("proxy-authenticate")

    def field(name: str) -> str:
        found = re.search(rf'\b{name}="?([^",]+)"?', challenge)
        return found[1] if found else ""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    realm, nonce = field("realm"), field("nonce")
    who, what = md5(f"{user}:{realm}:{password}"), md5(f"{method}:{target}")
    words = [f'username="{user}"', f'realm="{realm}"', f'nonce="{nonce}"', f'uri="{target}"', "algorithm=MD5"]
    if field("qop"):
        mine = token(8)
        words += ["qop=auth", "nc=00000001", f'cnonce="{mine}"']
        words.append(f'response="{md5(f"{who}:{nonce}:00000001:{mine}:auth:{what}")}"')
    else:
        words.append(f'response="{md5(f"{who}:{nonce}:{what}")}"')
    if field("opaque"):
        words.append(f'opaque="{field("opaque")}"')
    name = "Authorization" if challenged.status == 401 else "Proxy-Authorization"
    return f"{name}: Digest {', '.join(words)}"
