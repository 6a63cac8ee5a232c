"""The whole desk inside the page: what a server does, with a simulated PBX, callers and colleagues.

The panel talks to it through the very conversation that it holds with a server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from ..core.errors import Refused
from ..core.loop import Step
from ..sim.scenarios import SCENARIOS, start
from ..wire.hub import Hub, prepare
from ..wire.server_session import CheckToken, ServerSession, Submit
from .link import LinkListener
from .state.diary import start_of_day
from .state.scene import Phone
from .text.words import DEFAULT

QUIET = "quiet"
LONGEST_NAP_S = 1.0  # real seconds; a browser that slept catches up at once


class DemoLink:
    """A link to a desk that lives here. `speed` is how many of its seconds pass in one of `time`'s."""

    def __init__(
        self, listener: LinkListener, scenario: str, seed: int, speed: float, changed: Callable[[], None],
        time: Callable[[], float] = time.time, language: str = DEFAULT,
    ) -> None:  # fmt: skip
        self._listener = listener
        self._time = time
        self._changed = changed
        self._speed = speed
        self._began = time()
        self._first = self._began
        self._timer: asyncio.TimerHandle | None = None
        self.scenario = scenario if scenario in SCENARIOS else QUIET
        self._day = start(self.scenario, seed, self._first, language, start_of_day(self._first))
        self._world, self._me = self._day.world, self._day.me
        self._hub = Hub(self._day.directory, f"demo {scenario} {seed} {self._first}", "demo")
        self._world.desk.name_of = self._hub.directory.name_of
        self._session = ServerSession(self._hub, self._first)
        self._hub.release(prepare(self._world.desk))
        self._world.listeners.append(self._stepped)

    def open(self) -> None:
        """Let the day begin."""
        self._listener.opened()
        self._run()

    def close(self) -> None:
        """Let time stand still."""
        if self._timer:
            self._timer.cancel()

    def send(self, frame: str) -> None:
        """A frame from the panel."""
        self._pass()
        match self._session.receive(frame, self._world.now):
            case CheckToken(have=have):
                self._session.accept(self._me, have, self._world.now)
            case Submit() as submit:
                self._submit(submit)
        self._run()

    def clock(self) -> tuple[float, float, float]:
        """The demo's time, ours, and how much faster the demo's runs."""
        return self._first, self._began, self._speed

    def speak(self, language: str) -> None:
        """The company speaks the visitor's language."""
        self._pass()
        self._day.speak(language)
        self._hub.directory = self._day.directory
        self._world.desk.name_of = self._hub.directory.name_of
        self._run()

    # -- the agent's telephone ---------------------------------------------------------------------

    def phone(self) -> Phone:
        """What the agent's telephone shows."""
        agent = self._world.desk.agents[self._me]
        for line in self._world.pbx.lines.values():
            if line.leg and line.leg.agent == self._me:
                return Phone("talking" if line.leg.up else "ringing", agent.number, line.caller)
        return Phone("idle", agent.number)

    def press(self, key: str) -> None:
        """A key of the telephone: answer, decline, put-down; or ring-me, that it may ring now."""
        self._pass()
        pbx = self._world.pbx
        keys = {"answer": pbx.phone_answers, "decline": pbx.phone_declines, "put-down": pbx.phone_hangs_up}
        if key == "ring-me":
            self._day.ring_me()
        else:
            keys[key](self._me)
        self._run()

    # -- time --------------------------------------------------------------------------------------

    def _pass(self) -> None:
        self._world.run(self._first + (self._time() - self._began) * self._speed)

    def _run(self) -> None:
        """Do what is due, tell the panel, and sleep until the next thing is."""
        self._pass()
        while self._session.outbox:
            self._listener.received(self._session.outbox.popleft())
        self._changed()
        due = self._world.next_due()
        nap = LONGEST_NAP_S if due is None else min(LONGEST_NAP_S, (due - self._world.now) / self._speed)
        self.close()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, nap), self._run)

    def _stepped(self, step: Step) -> None:
        self._world.journal.clear()  # nobody reads it: a page that is open all day must not grow
        self._hub.release(prepare(self._world.desk))

    def _submit(self, submit: Submit) -> None:
        try:
            self._world.take(submit.what)
        except Refused as refused:
            self._hub.answer(submit.key, refused)
        else:
            self._hub.answer(submit.key)
