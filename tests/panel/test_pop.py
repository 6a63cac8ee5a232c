"""When the company's own page about who calls opens by itself: once, at the chosen moment."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core.caller_link import CallerLink
from benedesk.panel.pop import pops
from benedesk.panel.state.scene import LinkState, Scene
from benedesk.panel.view import card

from tests.lab.panel.documents import agent, call, offered, scene
from tests.lab.panel.page import read

PAGE = "https://crm.example/?n=%2B358498124401"


def seen(opens: str, shown: dict[str, Any] | None = None, **more: Any) -> Scene:
    return scene(call=shown, caller_link=CallerLink("https://crm.example/?n={number}", opens), **more)


@pytest.mark.parametrize(("opens", "page"), [("press", ""), ("ring", PAGE), ("answer", "")])
def test_a_call_that_begins_to_ring(opens: str, page: str) -> None:
    assert pops(seen(opens), seen(opens, offered()), here=True) == page


@pytest.mark.parametrize(("opens", "page"), [("press", ""), ("ring", ""), ("answer", PAGE)])
def test_a_call_that_is_answered(opens: str, page: str) -> None:
    assert pops(seen(opens, offered()), seen(opens, call()), here=True) == page


@pytest.mark.parametrize("opens", ["press", "ring", "answer"])
def test_a_call_that_goes_on_as_it_was_opens_nothing(opens: str) -> None:
    assert pops(seen(opens, offered()), seen(opens, offered()), here=True) == ""
    assert pops(seen(opens, call(state="held")), seen(opens, call()), here=True) == ""


def test_the_next_call_that_rings_in_the_place_of_one_opens_its_own() -> None:
    assert pops(seen("ring", offered(id="c1")), seen("ring", offered(id="c2")), here=True) == PAGE


def test_only_the_window_that_rings_opens_it() -> None:
    assert pops(seen("ring"), seen("ring", offered()), here=False) == ""


def test_a_panel_that_starts_while_it_rings_opens_nothing() -> None:
    assert pops(None, seen("ring", offered()), here=True) == ""
    assert pops(seen("ring", agent=None), seen("ring", offered()), here=True) == ""


def test_without_a_connection_nothing_opens() -> None:
    assert pops(seen("ring"), seen("ring", offered(), link=LinkState("stale")), here=True) == ""


def test_a_call_that_the_agent_placed_has_no_page() -> None:
    assert pops(seen("answer", offered(outgoing=True)), seen("answer", call(outgoing=True)), here=True) == ""


def test_the_card_has_a_link_to_it() -> None:
    link = read(card.call(seen("press", call()))).one("a", id="page-about")

    assert link.attributes["href"] == PAGE
    assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener noreferrer")


def test_without_an_address_the_card_has_none() -> None:
    assert not read(card.call(scene(call=call()))).all("a")


def test_who_withholds_their_number_has_none() -> None:
    assert not read(card.call(seen("press", call(caller="", caller_name="")))).all("a")


def test_no_call_no_page() -> None:
    assert pops(seen("ring", offered()), seen("ring", agent=agent()), here=True) == ""
