"""A WebSocket that can be written to at once, with what many panels get framed only for the first of them."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

WRITE = "benedesk.write"  # the name of `PanelSocket.write` among the ASGI extensions of a connection
FRAMES = 256  # remembered: one change of a busy desk makes a few documents


class PanelSocket(WebSocketsSansIOProtocol):
    """uvicorn's own. Whoever does not find the extension sends by ASGI alone, and is only slower."""

    async def run_asgi(self) -> None:
        cast(dict[str, object], self.scope["extensions"])[WRITE] = self.write
        await super().run_asgi()

    def write(self, text: str) -> bool:
        """Send this text now; False if it has to be sent by ASGI: it must wait, or the link is closing."""
        is_open = self.conn.state is State.OPEN and not (self.close_sent or self.disconnected)
        if is_open and self.writable.is_set():
            self.transport.write(_framed(text))
            return True
        return False


@lru_cache(FRAMES)
def _framed(text: str) -> bytes:
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
