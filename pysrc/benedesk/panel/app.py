"""The panel at work: joins the conversation, the page and the agent's acts."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..core.errors import Refused
from ..core.record import replace
from ..wire.panel_session import Changes, PanelSession, Status
from . import addons
from .acts import keys, orders, pressed
from .link import api_address
from .page import Clock, Page
from .pop import pops
from .ports import Link, Play
from .ring import bell
from .state import news, preferences, targets
from .state.diary import of_last_day, start_of_day
from .state.scene import LOADING, LinkState, Scene, pick
from .state.searches import Searches
from .state.ui import OPEN_PARTS, Ui, open_parts
from .text.words import words

if TYPE_CHECKING:
    from ..core.documents import CallDocument
    from .browser import Browser
    from .crossing import SoundNews, Stroke


A_MOMENT_S = 0.7  # a press so soon after a call was meant for it
PAUSE_S = 1.0  # of somebody who types a note: then the desk is told what there is of it


class Panel:
    """One panel. It is the listener of its link; `acted` takes what the agent does."""

    def __init__(
        self, page: Page, ui: Ui, token: str, host: Browser | None = None,
        time: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self.page = page
        self.ui = ui
        self.host = host
        self._time = time
        self.session = PanelSession(token, new_id=lambda: os.urandom(16).hex(), clock=self._asked_at)
        self.link: Link | None = None
        self.extra = addons.Extra(())
        self.play: Play | None = None
        self.begin: Callable[[str], None] = lambda scenario: None
        self._failed = False
        self._searches = Searches(self.session)
        self._tasks: set[asyncio.Future[None]] = set()
        self._asked: dict[str, str] = {}  # id of a command on the way -> its name
        self._seen: Scene | None = None
        self._over_at = float("-inf")  # when the last call left the card
        self._focus = ""
        self._waiting = False
        self._whose_targets = ""
        self._saving: asyncio.TimerHandle | None = None

    # -- the link's word ---------------------------------------------------------------------------

    def opened(self) -> None:
        self._failed = False
        self.session.opened()

    def received(self, frame: str) -> None:
        try:
            changes = self.session.receive(frame, self._time())
        except Refused as refused:
            print(f"a frame that is none: {refused}", file=sys.stderr)
            return
        self._changed(changes)

    def closed(self) -> None:
        self._failed = True
        self._changed(self.session.closed(self._time()))

    def ping(self) -> None:
        self.session.ping()
        self._flush()

    def _changed(self, changes: Changes) -> None:
        if changes.result:
            name = self._asked.pop(changes.result.id)
            self._now(news.answered(self.ui, name, "" if changes.result.ok else changes.result.code))
            if not changes.result.ok:
                self.page.redraw("own", "availability")
        if changes.status:
            self._status_changed()
        self._settle()
        self._flush()
        self.draw_soon()

    def _status_changed(self) -> None:
        if self.session.status is Status.LIVE:
            self.ui = news.connected(self.ui)
            self._recall_targets()
            self._save_soon()  # what was written while there was no connection
            if self.host and self.host.is_in_front():
                self.session.front()
        elif self.session.status in (Status.SIGNED_OUT, Status.OUTDATED) and self.link:
            self.link.close()
        if self.session.status is Status.SIGNED_OUT and self.host:
            self.ui = replace(self.ui, sign_in="bad_token")
            self.host.save_token("")

    def _flush(self) -> None:
        while self.link and self.session.outbox:
            self.link.send(self.session.outbox.popleft())

    # -- the agent's acts --------------------------------------------------------------------------

    def acted(self, act: dict[str, Any]) -> None:
        """The agent pressed or typed something."""
        ui, given = pressed.acted(self.scene(), act)
        self._now(ui)
        for order in given:
            self._carry_out(order)
        self._settle()
        self._flush()
        self.draw()

    def pressed(self, stroke: Stroke) -> bool:
        """The agent pressed keys; says whether that was a shortcut."""
        scene = self.scene()
        act = keys.meant(scene, stroke)
        if act:
            self.acted({"value": "", "fields": {}, "instants": {}, **act})
        elif keys.begins_search(scene, stroke):
            self._focus = "search"  # which then gets the letter
            self.draw()
        return act is not None

    def sounding(self, told: SoundNews) -> None:
        """What the browser lets us sound has changed."""
        self.ui = news.sounding(self.ui, told)
        self.draw_soon()

    def in_front(self) -> None:
        """The agent looks at this window."""
        self.session.front()
        self._flush()

    def _now(self, ui: Ui) -> None:
        """This is the panel's state now; what of it outlives the page is kept."""
        if self.host and self._whose_targets and ui.targets != self.ui.targets:
            self.host.keep(self._whose_targets, targets.written(ui.targets))
        if self.host and open_parts(ui) != open_parts(self.ui):
            self.host.keep(OPEN_PARTS, open_parts(ui))
        self.ui = ui

    def _recall_targets(self) -> None:
        """The last targets and the favourites of the agent who is signed in, from an earlier day."""
        if self.host:
            self._whose_targets = f"targets {self.host.settings.server} {self.session.agent}"
            self.ui = replace(self.ui, targets=targets.read(self.host.recall(self._whose_targets)))

    def _carry_out(self, order: orders.Order) -> None:
        match order:
            case orders.Send(name, args):
                self._command(name, args)
            case orders.Focus(element):
                self._focus = element
            case orders.SaveSoon():
                self._save_soon()
            case orders.Press(key) if self.play:
                self.play.press(key)
            case orders.Begin(scenario):
                self.begin(scenario)
            case orders.Reconnect() if self.link:
                self.link.open()
            case orders.SaveLanguage(language) if self.host:
                self.host.save_language(language)
                if self.play:
                    self.play.speak(language)
            case orders.SignIn(user, password) if self.host:
                task = asyncio.ensure_future(self._sign_in(self.host, user, password))
                self._tasks.add(task)  # a task that nobody holds may vanish
                task.add_done_callback(self._tasks.discard)
            case orders.OpenSignIn() if self.host:
                self.host.sign_in_elsewhere()
            case orders.SavePreferences(chosen) if self.host:
                self.host.save_preferences(preferences.written(chosen))
            case orders.Bell(what) if self.host:
                self.host.bell(what)

    def _save_soon(self) -> None:
        if self._saving:
            self._saving.cancel()
        self._saving = asyncio.get_running_loop().call_later(PAUSE_S, self._pause)

    def _pause(self) -> None:
        """Nothing has been typed for a moment."""
        self._saving = None
        self.acted({"act": "note-pause"})

    def _command(self, name: str, args: Mapping[str, Any]) -> None:
        try:
            self._asked[self.session.command(name, **args)] = name
            self.ui = news.sent(self.ui, name)
        except Refused:
            self.ui = news.not_sent(self.ui, name)
            self.page.redraw("own", "availability")

    def _settle(self) -> None:
        """Watch what the list of the directory shows now."""
        read_as = words(self.ui.language, self.session.country)
        self._searches.settle(self.ui.search, self.ui.targets, read_as, self.ui.target)

    async def _sign_in(self, host: Browser, user: str, password: str) -> None:
        server = host.settings.server
        try:
            answer = await host.post(api_address(server, "sign-in"), {"user": user, "password": password})
        except (OSError, ValueError):
            answer = {"ok": False, "code": "unreachable"}
        if not answer["ok"]:
            self.ui = replace(self.ui, sign_in=answer["code"])
        else:
            self.session.token = answer["token"]
            host.save_token(answer["token"])
            if self.link:
                self.link.open()
        self.draw_soon()

    # -- the page ----------------------------------------------------------------------------------

    def scene(self) -> Scene:
        """What is to be seen now."""
        session, play, search = self.session, self.play, self.ui.search
        seen = pick(session.documents, session.agent, search, self._searches.typed, self._searches.people)
        seen["found"] = self.extra.merged(seen["found"], search)
        status = str(session.status) if self.link else LOADING
        state = LinkState(status, session.stale_since, failed=self._failed)
        in_extension = bool(self.host and self.host.settings.in_extension)
        now = self._desk_now()
        seen["diary"] = of_last_day(seen["diary"], now)
        over_s = (self._time() - self._over_at) * self.clock()[
            2
        ]  # a demo's hours may hurry, and presses with them
        gone = self._has_left(seen["call"]) or over_s < A_MOMENT_S
        return Scene(
            just_over=gone,
            words=words(self.ui.language, session.country), ui=self.ui, link=state, **seen,
            caller_link=session.caller_link, day=start_of_day(now), sign_in_elsewhere=in_extension,
            phone=play.phone() if play else None, scenario=play.scenario if play else "",
        )  # fmt: skip

    def _has_left(self, call: CallDocument | None) -> bool:
        """Whether the call that was on the card last is there no longer, now that this one is."""
        before = self._seen.call if self._seen else None
        return before is not None and (call is None or call["id"] != before["id"])

    def draw_soon(self) -> None:
        """Draw once for all that comes in one go."""
        if not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_soon(self.draw)

    def draw(self) -> None:
        """Bring the page up to date."""
        self._waiting = False
        scene = self.scene()
        if self._seen:
            self.ui = news.followed(self.ui, self._seen, scene)
            if self.ui.fills != scene.ui.fills:
                self._settle()
                self._flush()
            scene = replace(scene, ui=self.ui)
        if self._has_left(scene.call):
            self._over_at = self._time()
        before, self._seen = self._seen, scene
        self.page.show(scene, self.clock(), self._focus)
        self._focus = ""
        if self.host:
            self.host.ring(bell(scene, here=self.session.rings))
            if address := pops(before, scene, here=self.session.rings):
                self.host.show_page(address)

    def _desk_now(self) -> float:
        """The desk's time, as far as we know it."""
        theirs, ours, rate = self.clock()
        return theirs + (self._time() - ours) * rate

    def _asked_at(self) -> float:
        """When a command is given now; of no use in the demo, where none is under way and hours may hurry."""
        return 0.0 if self.play else self._time()

    def clock(self) -> Clock:
        """The desk's clock, by ours."""
        if self.play:
            return self.play.clock()
        now = self._time()
        return now + self.session.clock_ahead_s, now, 1.0
