"""What the desk says when it will not do a thing."""

from __future__ import annotations


class Refused(Exception):
    """The desk will not do this now; nothing has changed.

    `code` is stable and part of the protocol (docs/protocol.md lists every code), `text` is English
    for logs; panels translate the code.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
