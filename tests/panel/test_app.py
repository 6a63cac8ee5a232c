"""The panel at work on the desk of the demo, in plain Python: no browser, the same code."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from benedesk.core.directory import Entry
from benedesk.core.inputs import SetAvailability
from benedesk.core.limits import DIARY_S
from benedesk.core.model import Availability
from benedesk.panel.addons import Extra
from benedesk.panel.app import Panel
from benedesk.panel.demo import DemoLink
from benedesk.panel.page import Page
from benedesk.panel.state.scene import Scene
from benedesk.panel.state.searches import people_of
from benedesk.panel.state.targets import Target, Targets
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words

from tests.lab.loop import Loop, until
from tests.lab.panel.documents import diary_entry

PATIENCE_S = 120


class Desk:
    """A demo whose time passes only while the test waits, and what its panel has sent to the page."""

    def __init__(self, loop: Loop, scenario: str) -> None:
        self.loop = loop
        self.now = 1_800_000_000.0
        self.news: list[dict[str, Any]] = []
        loop.call(self._begin, scenario)

    def _begin(self, scenario: str) -> None:
        self.panel = Panel(Page(self.news.append), Ui(), "", time=lambda: self.now)
        self.link = DemoLink(self.panel, scenario, 1, 1.0, self.panel.draw_soon, lambda: self.now)
        self.panel.link = self.panel.play = self.link
        self.link.open()
        self.panel.draw()

    def act(self, name: str, **data: Any) -> None:
        self.loop.call(self.panel.acted, {"act": name, "value": "", "fields": {}, "instants": {}, **data})

    def scene(self) -> Scene:
        return self.loop.call(self.panel.scene)

    def state(self) -> str:
        call = self.scene().call
        return str(call["state"]) if call else ""

    def waits_for(self, state: str) -> None:
        """Let the demo's time pass until its call is in this state; "" is no call."""
        for _ in range(PATIENCE_S):
            if self.state() == state:
                return
            self.loop.call(self._later, 1.0)
        raise AssertionError(f"in {PATIENCE_S} s the state was not {state!r}")

    def _later(self, seconds: float) -> None:
        self.now += seconds
        self.link._run()

    def said(self, region: str) -> list[str]:
        return [news[region] for news in self.news if region in news]


@pytest.fixture
def desk(loop: Loop) -> Iterator[Callable[..., Desk]]:
    """desk(scenario) -> a demo at work."""
    begun: list[Desk] = []

    def begin(scenario: str = "hold") -> Desk:
        begun.append(Desk(loop, scenario))
        return begun[-1]

    yield begin
    for one in begun:
        loop.call(one.link.close)


def test_the_first_picture_is_already_the_whole_one(desk: Callable[..., Desk]) -> None:
    first = desk().news[0]
    rows = {container: list(html) for container, _, html in first["rows"]}

    assert first["root"]["data-ready"] == "1"
    assert first["root"]["data-connection"] == "live"
    assert len(rows["queue-rows"]) == 5


def test_a_call_through_all_its_states(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.waits_for("offered")
    assert one.scene().phone and one.scene().phone.state == "ringing"

    one.act("phone-answer")
    one.waits_for("connected")
    one.act("hold")
    one.waits_for("held")
    one.act("unhold")
    one.waits_for("offered")  # R14
    one.act("phone-answer")
    one.waits_for("connected")
    one.act("hang-up")
    one.waits_for("")

    assert len(one.said("alert")) == 2
    assert "Puhelu pidossa." in one.said("status")
    assert any("Soi:" in title for title in one.said("title"))


def test_r15_nobody_answers_the_transfer_and_the_call_comes_back_with_its_story(
    desk: Callable[..., Desk],
) -> None:
    one = desk("return")
    one.waits_for("offered")
    one.act("phone-answer")
    one.waits_for("connected")
    one.act("target", value="09 9245 1113")
    one.act("transfer")
    one.waits_for("")
    one.waits_for("offered")
    call = one.scene().call

    assert call and call["returned"]["reason"] == "no_answer"
    assert "Palautunut puhelu" in one.said("alert")[-1]


def test_a_refused_transfer_leaves_the_call_and_the_field(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.waits_for("offered")
    one.act("phone-answer")
    one.waits_for("connected")
    one.act("target", value="09 9245 1101")
    one.act("transfer")
    until(lambda: one.scene().ui.refused, "the refusal")

    assert one.scene().ui.refused == "target_self"
    assert one.scene().ui.target == "09 9245 1101"
    assert one.state() == "connected"


def test_a_press_in_the_moment_in_which_a_call_ends_calls_nobody_back(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.waits_for("offered")
    one.act("phone-answer")
    one.waits_for("connected")
    log = one.scene().diary
    one.act("hang-up")
    one.waits_for("")
    one.act("call-back", call=log["calls"][0]["call"])  # type: ignore[index]

    assert one.state() == ""
    assert one.scene().ui.target


def test_a_declined_call_goes_back_to_its_queue(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.waits_for("offered")
    one.act("phone-decline")
    one.waits_for("")


def test_a_search_shows_the_older_answer_until_the_new_one_is_there_and_then_only_that(
    desk: Callable[..., Desk],
) -> None:
    one = desk()
    for typed in ("m", "mä", "mäk", "mäke", "mäkel", "mäkelä", "mäkeläi", "mäkelä", "mäkel", "mäke", "mäk"):
        one.act("search", value=typed)
        assert one.scene().found
    found = one.scene().found

    assert found and [entry["name"] for entry in found["entries"]] == ["Helmi Mäkinen", "Sofia Mäkelä"]
    assert one.loop.call(lambda: [t for t in one.panel.session.documents if t.startswith("search/")]) == [
        "search/mäk"
    ]
    one.act("search", value="")
    assert one.loop.call(lambda: [t for t in one.panel.session.documents if t.startswith("search/")]) == []


def test_an_add_ons_entries_come_after_the_desks_own(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.panel.extra = Extra(
        [Entry(id="acme/1", name="Mäkitalo Acme", numbers=("+358495550100",), title="toimittaja")]
    )
    one.act("search", value="mäk")
    found = one.scene().found

    assert found and [entry["name"] for entry in found["entries"]][-1] == "Mäkitalo Acme"
    one.act("take")
    assert one.scene().ui.whose == "Helmi Mäkinen"


def test_a_command_without_a_connection_is_told_and_not_kept_for_later(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.loop.call(one.panel.closed)
    one.act("receiving")

    assert one.scene().link.state == "stale"
    assert one.scene().ui.notice and one.scene().ui.notice.command == "SetReceiving"
    assert "Yhteys palvelimeen katkesi." in " ".join(one.said("status"))


def test_what_the_desk_did_not_accept_is_drawn_again(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.act("availability", value="nonsense")
    until(lambda: one.scene().ui.notice, "the refusal")
    one.loop.run(asyncio.sleep(0))
    redrawn = [html for news in one.news[1:] for name, _, html in news.get("rows", ()) if name == "own"]

    assert any("availability" in html for html in redrawn)


def test_a_frame_that_is_none_changes_nothing(
    desk: Callable[..., Desk], capsys: pytest.CaptureFixture[str]
) -> None:
    one = desk()
    before = one.scene()
    one.loop.call(one.panel.received, "not JSON")

    assert one.scene().agent == before.agent
    assert "bad_frame" in capsys.readouterr().err


def test_a_language_is_changed_without_a_word_left_behind(desk: Callable[..., Desk]) -> None:
    one = desk()
    one.act("language", value="en")
    until(lambda: one.news[-1].get("root", {}).get("lang") == "en", "English")
    drawn = json.dumps(one.news[-1], ensure_ascii=False)

    assert "Availability" in drawn
    assert "Tavoitettavuus" not in drawn


def test_numbers_are_read_and_written_as_in_the_country_that_the_server_tells(
    desk: Callable[..., Desk],
) -> None:
    one = desk()
    one.loop.call(
        one.panel.received, '{"type":"welcome","version":1,"oldest":1,"now":0,"desk":"d","country":"46"}'
    )
    one.act("number", number="+46812345678", what="fill")

    assert one.scene().words.number("+358401234567") == "+358 40 123 4567"
    assert one.scene().ui.target == "08-123 456 78"


def searches(one: Desk) -> list[str]:
    return [topic for topic in one.loop.call(lambda: list(one.panel.session.documents)) if "search/" in topic]


def test_a_favourite_persons_availability_is_fresh_while_the_list_is_on_screen(
    desk: Callable[..., Desk],
) -> None:
    one = desk()
    one.act("star", text="09 9245 1102", whose="Eero Korhonen")
    one.act("star", text="Myynti")
    eero = "+358992451102"
    until(lambda: eero in one.scene().people, "Eero's availability")
    assert one.scene().people[eero]["availability"] == "available"

    busy = SetAvailability("eero", Availability.BUSY, "Palaverissa", None)
    one.loop.call(lambda: one.link._world.take(busy))
    until(lambda: one.scene().people[eero]["note"] == "Palaverissa", "the note")

    one.act("search", value="mäk")
    assert searches(one) == ["search/mäk"]
    one.act("search", value="")
    assert searches(one) == [f"search/{eero}"]
    one.act("star", text="09 9245 1102", whose="Eero Korhonen")
    assert searches(one) == []


def test_of_many_targets_the_first_eight_people_are_looked_up() -> None:
    starred = [Target("Myynti"), *(Target(f"040 123 45{n:02}") for n in range(20))]

    assert people_of(Targets(starred=tuple(starred)), words("fi")) == [f"+3584012345{n:02}" for n in range(8)]


def test_the_diary_shows_no_call_that_is_older_than_it_keeps_them() -> None:
    """The desk looks through it only when it writes: after a weekend the last one may be of Friday."""
    panel, now = Panel(Page(lambda _: None), Ui(), ""), time.time()
    old, new = (diary_entry(call=f"c{age}", at=now - age) for age in (DIARY_S + 60, DIARY_S - 60))
    panel.session.agent = "aino"
    panel.session.documents["diary/aino"] = {"calls": [new, old]}
    seen = panel.scene().diary
    assert seen and seen["calls"] == [new]


@pytest.mark.parametrize("demo", [True, False])
def test_a_command_tells_when_it_was_asked_for_but_in_a_demo_whose_time_may_hurry(
    desk: Callable[..., Desk], demo: bool
) -> None:
    one = desk()
    one.panel.play = one.link if demo else None
    one.loop.call(one.panel.session.command, "ComeBack")

    assert json.loads(one.panel.session.outbox[-1])["asked_at"] == (0.0 if demo else one.now)
