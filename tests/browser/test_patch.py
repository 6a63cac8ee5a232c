"""web/patch.js: what changes on the page, and what must not change with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from benedesk.panel.page import crossing
from benedesk.panel.painter import Painter
from benedesk.panel.state.scene import Scene
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words
from benedesk.panel.view import card, header, queues
from benedesk.panel.view.shell import CONTAINERS, parts
from benedesk.panel.view.transfer import transfer
from playwright.sync_api import Page, expect

from tests.lab.browser.still import Still, still  # noqa: F401
from tests.lab.panel.documents import agent, call, offered, queue, scene

FI = words("fi")
Rows = dict[str, str]


def patch(page: Page, *rows: tuple[str, list[str] | None, Rows], **news: Any) -> None:
    page.evaluate("given => benedeskPage.patch(...given)", crossing({"rows": rows, **news}))


def rows_of(*shown: dict[str, Any]) -> Rows:
    return {body["id"]: queues.row(FI, False, body, False) for body in shown}


@pytest.fixture
def three(still: Still) -> Page:
    """A page with the queues a, b and c."""
    return still(scene(call=call(), queues=[queue("a"), queue("b"), queue("c")]))


def name(page: Page, queue_id: str) -> Any:
    return page.locator(f"#queue-{queue_id}")


def test_a_changed_row_keeps_the_focus_that_is_in_it(three: Page) -> None:
    name(three, "b").focus()
    patch(three, ("queue-rows", None, rows_of(queue("b", length=4, free=0))))

    expect(name(three, "b")).to_be_focused()
    expect(three.get_by_role("row").filter(has=name(three, "b"))).to_contain_text("4")


def test_rows_that_change_places_keep_the_focus(three: Page) -> None:
    name(three, "b").focus()
    patch(three, ("queue-rows", ["c", "b", "a"], {}))

    expect(name(three, "b")).to_be_focused()
    assert three.locator("#queue-rows > tr").evaluate_all("rows => rows.map(row => row.dataset.key)") == [
        "c",
        "b",
        "a",
    ]


def test_a_row_that_goes_away_hands_the_focus_to_its_neighbour(three: Page) -> None:
    name(three, "b").focus()
    patch(three, ("queue-rows", ["a", "c"], {}))

    expect(name(three, "c")).to_be_focused()


def test_a_new_row_comes_in_its_place(three: Page) -> None:
    patch(three, ("queue-rows", ["a", "n", "b", "c"], rows_of(queue("n"))))

    expect(three.locator("#queue-rows > tr").nth(1)).to_have_attribute("data-key", "n")


def test_the_hold_button_keeps_the_focus_when_it_becomes_unhold(three: Page) -> None:
    three.get_by_role("button", name="Pito").focus()
    held = card.actions(scene(call=call(state="held")))
    patch(three, ("card", None, {"actions": held}))

    expect(three.get_by_role("button", name="Pois pidosta")).to_be_focused()


def test_a_button_that_has_done_its_work_leaves_the_focus_in_its_region(still: Still) -> None:
    page = still(scene(agent=agent(gate="receiving_off", receiving=False)))
    page.get_by_role("button", name="Ota puheluita vastaan").focus()
    patch(page, ("card", None, {"call": card.call(scene())}))

    expect(page.get_by_role("region", name="Puhelu", exact=True)).to_be_focused()


def drawn_field(**ui: Any) -> Rows:
    return {"transfer": transfer(scene(Ui(**ui), call=call()))}


def test_what_is_being_typed_and_the_caret_stay_while_the_form_is_drawn_anew(three: Page) -> None:
    field = three.get_by_role("textbox", name="Siirtokenttä")
    field.press_sequentially("0400")
    field.press("ArrowLeft")
    patch(three, ("card", None, drawn_field(target="0400", refused="bad_number")))

    expect(field).to_have_value("0400")
    expect(field).to_be_focused()
    assert field.evaluate("field => field.selectionStart") == 3


def test_a_new_filling_replaces_what_was_typed_and_the_same_one_does_not(three: Page) -> None:
    field = three.get_by_role("textbox", name="Siirtokenttä")
    field.fill("typed")
    patch(three, ("card", None, drawn_field(target="Myynti", filled="Myynti", fills=1)))
    expect(field).to_have_value("Myynti")

    field.fill("typed over")
    patch(three, ("card", None, drawn_field(target="typed over", filled="Myynti", fills=1)))
    expect(field).to_have_value("typed over")


def test_a_choice_that_was_not_accepted_goes_back(three: Page) -> None:
    choice = three.get_by_role("combobox", name="Tavoitettavuus")
    choice.select_option("busy")
    patch(three, ("own", None, {"availability": header.availability(scene())}))

    expect(choice).to_have_value("available")


def test_the_same_words_are_said_twice_when_they_happen_twice(three: Page) -> None:
    three.evaluate(
        "() => { globalThis.said = []; new MutationObserver(() => said.push(document.getElementById('status')"
        ".textContent)).observe(document.getElementById('status'), { childList: true }) }"
    )
    for _ in range(2):
        patch(three, status="Puhelu pidossa.")
        three.clock.run_for(100)

    assert [words for words in three.evaluate("() => said") if words] == ["Puhelu pidossa."] * 2


def told(page: Page) -> list[dict[str, Any]]:
    acts: list[str] = page.evaluate("() => globalThis.acts")
    return [json.loads(act) for act in acts]


@pytest.fixture
def heard(still: Still) -> Page:
    """A ringing panel whose acts are kept."""
    away = agent(availability="busy", note="Tauolla", call="c1", gate="on_call")
    page = still(scene(call=offered(), agent=away, queues=[queue("a")]))
    page.evaluate("() => { globalThis.acts = []; benedeskPage.listen(act => acts.push(act)) }")
    return page


def test_a_press_tells_the_elements_data(heard: Page) -> None:
    name(heard, "a").click()

    assert told(heard) == [{"act": "fill", "text": "A", "value": "", "fields": {}, "instants": {}}]


def test_a_double_click_on_hold_is_one_press_or_it_would_take_the_call_off_hold_again(still: Still) -> None:
    page = still(scene(call=call()))
    page.evaluate("() => { globalThis.acts = []; benedeskPage.listen(act => acts.push(act)) }")
    page.get_by_role("button", name="Pito").dblclick()

    assert [act["act"] for act in told(page)] == ["hold"]


def test_typing_tells_the_text_and_enter_tells_the_form_once(heard: Page) -> None:
    field = heard.get_by_role("textbox", name="Siirtokenttä")
    field.fill("101")
    field.press("Enter")

    assert [(act["act"], act["value"]) for act in told(heard)] == [("target", "101"), ("transfer", "")]


def test_a_disabled_button_tells_nothing_and_can_still_be_reached(heard: Page) -> None:
    hold = heard.get_by_role("button", name="Pito")
    expect(hold).to_be_disabled()
    hold.focus()
    expect(hold).to_be_focused()
    heard.keyboard.press("Enter")

    assert told(heard) == []


def test_a_time_of_day_is_told_as_its_next_coming(heard: Page) -> None:
    heard.locator("#until").fill("00:00")
    (act,) = told(heard)
    midnight = heard.evaluate("() => new Date(new Date().setHours(24, 0, 0, 0)).getTime() / 1000")

    assert act["act"] == "until"
    assert act["fields"]["note"] == "Tauolla"
    assert act["instants"] == {"until": midnight}


def test_a_whole_page_in_another_language_leaves_what_is_typed(still: Still) -> None:
    def seen(language: str) -> Scene:
        return scene(Ui(language=language), language=language, queues=[queue("a")])

    page = still(seen("fi"))
    page.get_by_role("searchbox", name="Hakemisto").fill("virt")
    painter = Painter()
    painter.paint(CONTAINERS, parts(seen("fi")))
    changes = painter.paint(CONTAINERS, parts(seen("sv")))
    patch(page, *[(name, order, rows) for name, order, rows in changes], root={"lang": "sv"})

    expect(page.get_by_role("searchbox", name="Katalog")).to_have_value("virt")
    expect(page.get_by_role("searchbox", name="Katalog")).to_be_focused()
