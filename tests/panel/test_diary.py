"""Omat puhelut: what the list says of a call, calling back, notes; and trying a transfer again."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core.record import replace
from benedesk.panel.acts import pressed
from benedesk.panel.acts.orders import Focus, Order, SaveSoon, Send
from benedesk.panel.state import news
from benedesk.panel.state.diary import missed, start_of_day
from benedesk.panel.state.scene import Scene
from benedesk.panel.state.targets import Target, Targets
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import words
from benedesk.panel.view import card, diary, note, targets
from benedesk.panel.view.hit import hit

from tests.lab.panel.documents import (
    NOW,
    RETURNED,
    agent,
    call,
    diary_entry,
    offered,
    person,
    queue,
    scene,
    visit,
)
from tests.lab.panel.documents import note as written
from tests.lab.panel.page import Element, read

FI = words("fi")
DAY = NOW - 3600


def row(in_call: bool = False, noting: bool = False, **changed: Any) -> Element:
    one = diary_entry(**changed)
    return read(diary.row(FI, in_call, one, one["at"] >= DAY, noting))


def press(seen: Scene, act: str, **data: Any) -> tuple[Ui, list[Order]]:
    return pressed.acted(seen, {"act": act, "value": "", "fields": {}, "instants": {}, "call": "c1", **data})


def with_log(ui: Ui | None = None, *entries: dict[str, Any], **seen: Any) -> Scene:
    return scene(ui, diary={"calls": list(entries or (diary_entry(),))}, day=DAY, **seen)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, "Vastattu"),
        ({"result": "missed"}, "Vastaamatta"),
        ({"result": "transferred", "to": "Myynti"}, "Siirretty: Myynti"),
        ({"result": "returned", "to": "Eero", "reason": "busy"}, "Palautui: Eero, varattu"),
        ({"outgoing": True}, "Soitettu"),
        ({"outgoing": True, "result": "not_reached"}, "Ei tavoitettu"),
        ({"outgoing": True, "result": "not_reached", "ended_at": None}, "Soitetaan"),
        ({"outgoing": True, "result": "transferred", "to": "Eero"}, "Siirretty: Eero"),
    ],
)
def test_a_row_says_what_became_of_the_call(changed: dict[str, Any], word: str) -> None:
    page = row(**changed)

    assert page.one("b").text == word
    assert "Rauha Pelkonen · Asiakaspalvelu" in page.text
    assert page.one("bene-time", at=str(NOW - 600))


def test_a_call_of_yesterday_says_so() -> None:
    assert "eilen" in row(at=DAY - 1).text
    assert "eilen" not in row().text


def test_the_number_is_called_and_in_a_call_it_goes_into_the_field() -> None:
    assert row().button("Soita 049 812 4401")
    assert row(in_call=True).button("Siirtokenttään 049 812 4401")


def test_a_withheld_number_cannot_be_called() -> None:
    page = row(number="")

    assert "Numero salattu" in page.text
    assert not page.all("button", data_act="call-back")
    assert press(with_log(None, diary_entry(number="")), "call-back")[1] == []


def test_calling_back_is_in_the_name_of_the_same_queue() -> None:
    args = {"number": "+358498124401", "queue": "asiakaspalvelu", "label": "Rauha Pelkonen"}

    assert press(with_log(), "call-back")[1] == [Send("PlaceCall", args)]


def test_in_a_call_the_number_only_fills_the_transfer_field() -> None:
    ui, orders = press(with_log(call=call(id="c2")), "call-back")

    assert (ui.target, ui.whose, orders) == ("049 812 4401", "Rauha Pelkonen", [])


def test_a_press_that_was_meant_for_a_call_which_has_just_ended_calls_nobody() -> None:
    ui, orders = press(with_log(just_over=True), "call-back")

    assert (ui.target, orders) == ("049 812 4401", [])


def test_a_note_is_written_in_its_row() -> None:
    ui, orders = press(with_log(), "note-open")
    assert (ui.noting, orders) == ("c1", [Focus("noting")])
    assert row(noting=True).one("input", name="text").attributes["maxlength"] == "500"

    saved = press(with_log(ui), "note-save", fields={"text": " Soittaa huomenna "})[1]
    assert saved == [Send("NoteCall", {"call": "c1", "text": "Soittaa huomenna"}), Focus("note-on-c1")]
    on_its_way = press(with_log(ui), "note-save", fields={"text": "x"})[0]
    assert not news.answered(on_its_way, "NoteCall", "").noting
    assert news.answered(on_its_way, "NoteCall", "unavailable").noting == "c1"  # nothing typed is lost


def test_a_note_that_is_left_is_saved_and_the_focus_stays_where_it_went() -> None:
    left = press(with_log(Ui(noting="c1")), "note-save", on="focusout", fields={"text": "x"})[1]

    assert left == [Send("NoteCall", {"call": "c1", "text": "x"})]


def test_escape_and_an_unchanged_note_save_nothing() -> None:
    seen = with_log(Ui(noting="c1"), diary_entry(note="x"))

    assert press(seen, "note-cancel") == (Ui(), [Focus("note-on-c1")])
    assert press(seen, "note-save", on="focusout", fields={"text": "x"}) == (Ui(), [])
    assert press(with_log(Ui()), "note-save", on="focusout", fields={"text": "y"})[1] == []


def card_of(seen: Scene) -> Element:
    return read(note.on_the_card(seen)).one("div", data_key="note")


def noted(ui: Ui, *entries: Any, **changed: Any) -> list[Any]:
    """What the desk is told when the agent makes a pause."""
    return press(with_log(ui, *entries, **changed), "note-pause")[1]


def typing(text: str, ui: Ui | None = None, **changed: Any) -> Ui:
    return press(with_log(ui, **changed), "note-typed", value=text)[0]


def test_the_card_has_a_field_for_the_note_of_a_call_that_the_agent_has_taken() -> None:
    field = card_of(with_log(call=call())).one("textarea", id="note-on-card")
    assert (field.attributes["rows"], field.attributes["maxlength"]) == ("2", "500")

    assert "hidden" in card_of(with_log(call=offered(id="c2"))).attributes
    assert "hidden" in card_of(with_log()).attributes


def test_a_note_on_the_card_is_told_at_every_pause() -> None:
    ui, orders = press(with_log(call=call()), "note-typed", value="Haluaa hyv")
    assert orders == [SaveSoon()]

    assert noted(ui) == [Send("NoteCall", {"call": "c1", "text": "Haluaa hyv"})]
    assert noted(typing("", ui), diary_entry(note="")) == []


def test_a_note_is_told_before_the_call_goes_anywhere() -> None:
    ui = replace(typing("Kiire!"), target="101")

    for act, name in (("transfer", "TransferCall"), ("hold", "HoldCall"), ("hang-up", "HangUpCall")):
        sent = press(with_log(ui, call=call()), act)[1]
        assert [order.name for order in sent] == ["NoteCall", name]  # type: ignore[union-attr]


def test_what_is_typed_stays_until_the_desk_has_it_and_the_field_has_been_left() -> None:
    ui = press(with_log(typing("x")), "note-pause")[0]
    told = news.answered(news.sent(ui, "NoteCall"), "NoteCall", "")
    assert told.draft  # the agent may type on

    left = press(with_log(told, diary_entry(note="x")), "note-left")[0]
    assert left.draft is None


def test_a_note_that_the_desk_refused_is_not_lost() -> None:
    ui, _ = press(with_log(typing("x")), "note-left")
    refused = news.answered(news.sent(ui, "NoteCall"), "NoteCall", "unavailable")

    assert refused.draft and refused.draft.text == "x"
    assert noted(refused) == [Send("NoteCall", {"call": "c1", "text": "x"})]
    assert news.answered(news.sent(ui, "NoteCall"), "NoteCall", "").draft is None


def test_enter_ends_a_note_and_hands_the_keys_on() -> None:
    orders = press(with_log(typing("x")), "note-entered")[1]

    assert orders == [Send("NoteCall", {"call": "c1", "text": "x"}), Focus("card")]


def test_what_is_being_typed_stays_when_the_call_is_over_and_when_the_next_one_rings() -> None:
    ui = typing("x", call=call())

    assert card_of(with_log(ui)).one("textarea", id="note-on-card")
    next_one = card_of(with_log(ui, call=offered(id="c2", caller_name="Toinen")))
    assert next_one.one("textarea").attributes["aria-label"] == "Muistiinpano: Rauha Pelkonen"
    assert next_one.one("form").attributes["data-call"] == "c1"


def test_in_wrap_up_the_card_has_the_note_on_the_call_that_was() -> None:
    seen = with_log(
        None, diary_entry(note="Lupasin soittaa"), agent=agent(wrap_up_until=NOW + 9, gate="wrap_up")
    )

    assert card_of(seen).one("textarea").text == "Lupasin soittaa"


def test_a_note_that_is_saved_does_not_close_the_one_opened_meanwhile() -> None:
    both = (diary_entry(), diary_entry(call="c2"))
    saving = press(with_log(Ui(noting="c1"), *both), "note-save", on="focusout", fields={"text": "x"})[0]
    ui = press(with_log(news.sent(saving, "NoteCall"), *both), "note-open", call="c2")[0]

    assert news.answered(ui, "NoteCall", "").noting == "c2"
    assert press(with_log(ui, *both), "note-save", call="c2", fields={"text": "y"})[1]


def test_a_note_stands_under_its_call() -> None:
    assert row(note="Soittaa huomenna").one("p").text == "Soittaa huomenna"


def test_the_head_counts_what_was_missed_today() -> None:
    log = [diary_entry(result="missed"), diary_entry(result="missed", at=DAY - 1), diary_entry()]

    assert missed(log, DAY) == 1
    assert "1 vastaamatta tänään" in read(diary.head(FI, False, 1)).text
    assert start_of_day(NOW) <= NOW < start_of_day(NOW) + 25 * 3600


def test_a_transfer_that_came_back_is_tried_again_at_one_press() -> None:
    talking = scene(call=call(returned=RETURNED))
    button = read(card.call(talking)).button("Yritä uudelleen").attributes
    act = {"act": button["data-act"], "text": button["data-text"], "whose": button["data-whose"]}
    ui, orders = pressed.acted(talking, act)

    assert orders == [
        Send("TransferCall", {"call": "c1", "target": "09 9245 1113", "label": "Kerttu Saarinen"})
    ]
    assert ui.target == "09 9245 1113"


def test_while_it_rings_it_cannot_be_sent_and_nothing_says_so() -> None:
    assert "Yritä uudelleen" not in read(card.call(scene(call=offered(returned=RETURNED)))).text


def test_while_waiting_the_card_sums_the_day_of_the_agents_own_clock() -> None:
    slot = {"answered": 3, "missed": 1, "sent": 2, "talk_s": 3725.0, "idle_s": 65.0}
    every = [slot | {"at": DAY - 900}, slot | {"at": DAY}, slot | {"at": DAY + 900}]
    page = read(card.call(scene(diary={"calls": [], "day": every}, day=DAY)))

    assert [one.text for one in page.all("b")] == ["6", "2", "4", "2:04:10", "1:05"]
    assert not read(card.call(scene(diary={"calls": [], "day": []}))).all("ul")
    assert not read(card.call(scene(diary={"calls": []}))).all("ul")  # a server of yesterday


# -- who calls -------------------------------------------------------------------------------------


def told_of(*visits: Any, **changed: Any) -> str:
    ringing = offered(visits=list(visits), **changed)
    return read(card.call(scene(call=ringing, day=DAY))).one("div", class_="story").text


def test_a_first_call_has_no_story() -> None:
    assert told_of() == ""


def test_the_third_call_of_today_says_so_and_what_became_of_the_last() -> None:
    text = told_of(visit(at=DAY + 60), visit(at=DAY, outcome="abandoned"), visit(at=DAY - 60))

    assert "3. puhelu tänään" in text
    assert "Eero Korhonen vastasi" in text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"at": DAY - 60}, "eilen"),
        ({"at": DAY - 3 * 86_400 + 60}, "3 pv sitten"),
        ({"outcome": "abandoned"}, "ei vastattu"),
        ({"outcome": "transferred", "to": "Pekka"}, "siirretty: Pekka"),
        ({"outgoing": True}, "Eero Korhonen soitti"),
        ({"outgoing": True, "outcome": "not_reached"}, "ei tavoitettu"),
        ({"outcome": ""}, "soittajalla puhelu kesken"),
        ({"failed_to": "Kerttu Saarinen", "reason": "busy"}, "siirto Kerttu Saarinen: varattu"),
    ],
)
def test_what_became_of_an_earlier_call(changed: dict[str, Any], told: str) -> None:
    assert told in told_of(visit(**changed))


def test_everybodys_notes_are_there_before_the_first_word_but_not_the_agents_own_of_this_call() -> None:
    mine = written("omani", by="aino", by_name="Aino Virtanen")
    text = told_of(visit(notes=[written("eilisestä")]), notes=[written("tästä"), mine])

    assert text.index("tästä") < text.index("eilisestä")
    assert "omani" not in text


# -- last targets and favourites -------------------------------------------------------------------


def test_a_transfer_that_went_is_remembered_and_one_that_was_refused_is_not() -> None:
    seen = scene(Ui(target="09 9245 1102", whose="Eero Korhonen"), call=call())
    ui, _ = press(seen, "transfer")

    assert not news.answered(ui, "TransferCall", "target_busy").targets.recent
    assert news.answered(ui, "TransferCall", "").targets.recent == (Target("09 9245 1102", "Eero Korhonen"),)


def test_a_queue_is_remembered_by_its_name() -> None:
    ui, _ = press(scene(Ui(target="09 9245 1001"), call=call(), queues=[queue("myynti")]), "transfer")

    assert ui.trying == Target("Myynti")


def test_a_star_is_a_toggle_beside_each_result() -> None:
    star = read(hit(FI, True, person(), True, False)).button("Suosikki: Kerttu Saarinen")
    assert star.attributes["aria-pressed"] == "true"

    target = Target(star.attributes["data-text"], star.attributes["data-whose"])
    ui, _ = press(scene(), "star", text=target.text, whose=target.whose)
    assert ui.targets == Targets(starred=(target,))


def test_a_favourite_queue_shows_its_load() -> None:
    page = read(targets.target(FI, Target("Myynti"), True, queue("myynti", length=2)))

    assert "2 jonossa" in page.text
    assert page.button("Myynti").attributes["data-text"] == "Myynti"


def test_a_favourite_person_shows_availability_and_note_as_a_search_does() -> None:
    away = person(availability="busy", note="Palaverissa")
    page = read(targets.target(FI, Target("09 9245 1113", "Kerttu Saarinen"), True, None, away))

    assert page.one("span", data_availability="busy")
    assert "Varattu · Palaverissa" in page.text
