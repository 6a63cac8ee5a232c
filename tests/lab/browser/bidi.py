"""A small WebDriver BiDi client: enough to drive a stock Firefox, which Playwright cannot."""

from __future__ import annotations

import contextlib
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.lab.patience import Patience

ANSWER_S = 90.0


class BidiError(Exception):
    """The browser refused a command, or a script threw; the text says which."""


class Bidi:
    """One session. Commands are answered in order of asking, as one thread asks."""

    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/session"
        line = connect(address, max_size=None, compression=None, proxy=None)
        self._open = contextlib.ExitStack()
        self._socket: ClientConnection = self._open.enter_context(line)
        self._ids = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self.send("session.new", capabilities={"alwaysMatch": {}})

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Do a command. Raises BidiError when the browser refuses, TimeoutError when it does not answer."""
        wanted = next(self._ids)
        self._socket.send(json.dumps({"id": wanted, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(ANSWER_S))
            if message.get("id") == wanted:
                break
            self.events.append(message)
        if message["type"] == "error":
            raise BidiError(f"{method}: {message['error']}: {message['message']}")
        return dict(message["result"])

    def run(self, context: str, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function in a page, wait for what it promises; JSON goes in and comes out."""
        call = f"async (given) => JSON.stringify(await ({function})(...JSON.parse(given))) ?? 'null'"
        answer = self.send(
            "script.callFunction",
            functionDeclaration=call,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": context},
            awaitPromise=True,
            userActivation=False,
        )
        if answer["type"] != "success":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, context: str, selector: str) -> None:
        """A trusted click, as a person's."""
        self.point(context, selector, press=True)

    def point(self, context: str, selector: str, press: bool, across: float = 0.0) -> None:
        """Move the mouse to the element, and press it; `across`: -0.5 is its left edge, 0.5 its right."""
        size = "(s) => { const { width } = document.querySelector(s).getBoundingClientRect(); return width; }"
        shift = round(self.run(context, size, selector) * across)
        where = {"type": "css", "value": selector}
        nodes = self.send("browsingContext.locateNodes", context=context, locator=where)["nodes"]
        element = {"type": "element", "element": {"sharedId": nodes[0]["sharedId"]}}
        acts: list[dict[str, Any]] = [{"type": "pointerMove", "x": shift, "y": 0, "origin": element}]
        if press:
            acts += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "actions": acts}
        self.send("input.performActions", context=context, actions=[mouse])

    def close(self) -> None:
        self._open.close()


def until(what: str, happens: Callable[[], Any], timeout_s: float = 20.0) -> Any:
    """What `happens` answers as soon as that is true. A BidiError counts as "not yet"."""
    patience, said = Patience(timeout_s), ""
    while not patience.over:
        try:
            if answer := happens():
                return answer
        except BidiError as error:
            said = f" ({error})"
        time.sleep(0.05)
    raise AssertionError(f"after {timeout_s} s still not: {what}{said}")
