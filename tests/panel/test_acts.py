"""What a press means: a new state of the panel, and the commands that follow."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core.inputs import COMMANDS, AgentCommand
from benedesk.core.record import replace
from benedesk.panel.acts import pressed
from benedesk.panel.acts.pressed import Focus, Order, SaveLanguage, Send, SignIn
from benedesk.panel.state import news
from benedesk.panel.state.scene import Scene
from benedesk.panel.state.targets import Target
from benedesk.panel.state.ui import Draft, Notice, Ui, open_parts, with_open_parts
from benedesk.wire.desk_codec import command_input
from benedesk.wire.messages import Command as Message

from tests.lab.panel.documents import (
    NOW,
    agent,
    call,
    diary_entry,
    found,
    found_queue,
    offered,
    person,
    queue,
    scene,
)


def press(seen: Scene, act: str, **data: Any) -> tuple[Ui, list[Order]]:
    return pressed.acted(seen, {"act": act, "value": "", "fields": {}, "instants": {}, **data})


def orders(seen: Scene, act: str, **data: Any) -> list[Order]:
    return press(seen, act, **data)[1]


def test_r01_sarjassa_opens_and_closes() -> None:
    opened, _ = press(scene(), "section")

    assert opened.section_open
    assert not press(scene(opened), "section")[0].section_open


def test_r02_r03_the_switches_ask_for_the_other_state() -> None:
    assert orders(scene(), "receiving") == [Send("SetReceiving", {"on": False})]
    assert orders(scene(), "membership", queue="myynti") == [
        Send("SetMembership", {"queue": "myynti", "on": True})
    ]
    assert orders(scene(), "membership", queue="gone") == []


def test_r05_availability_is_set_by_choosing() -> None:
    assert orders(scene(), "availability", value="busy") == [
        Send("SetAvailability", {"availability": "busy"})
    ]


def test_a_note_keeps_the_end_and_an_end_keeps_the_note() -> None:
    away = scene(agent=agent(availability="off_work", note="Lomalla", until=NOW))
    said = {"availability": "off_work", "note": "Sairaana", "until": NOW}

    assert orders(away, "note", fields={"note": " Sairaana "}) == [Send("SetAvailability", said)]
    assert orders(away, "until", fields={"note": "Sairaana"}, instants={"until": NOW + 9}) == [
        Send("SetAvailability", said | {"until": NOW + 9})
    ]
    assert orders(away, "until", fields={"note": "Sairaana"}) == [
        Send("SetAvailability", said | {"until": None})
    ]


@pytest.mark.parametrize(
    ("act", "command"), [("hold", "HoldCall"), ("unhold", "UnholdCall"), ("hang-up", "HangUpCall")]
)
def test_r09_the_cards_buttons_speak_of_the_call_on_the_card(act: str, command: str) -> None:
    assert orders(scene(call=call()), act) == [Send(command, {"call": "c1"})]
    assert orders(scene(), act) == []


def test_a_button_pressed_twice_sends_once() -> None:
    assert orders(scene(news.sent(Ui(), "HoldCall"), call=call()), "hold") == []


def test_r10_a_click_on_a_number_fills_the_field_and_transfers_nothing() -> None:
    ui, sent = press(scene(call=call()), "fill", text="09 9245 1113", whose="Kerttu Saarinen")

    assert (ui.target, ui.whose, ui.fills) == ("09 9245 1113", "Kerttu Saarinen", 1)
    assert sent == []


def test_r10_siirra_sends_what_stands_in_the_field() -> None:
    ui = Ui(target=" 09 9245 1113 ", whose="Kerttu Saarinen")

    assert orders(scene(ui, call=call()), "transfer") == [
        Send("TransferCall", {"call": "c1", "target": "09 9245 1113", "label": "Kerttu Saarinen"})
    ]


@pytest.mark.parametrize(
    "seen",
    [scene(Ui(target="101")), scene(Ui(target="101"), call=offered()), scene(Ui(target="  "), call=call())],
)
def test_what_cannot_be_transferred_is_not_sent(seen: Scene) -> None:
    assert orders(seen, "transfer") == []


WRITTEN = {"number": "+358 (0)49 555 0199"}


def test_a_number_on_a_web_page_is_put_into_the_field() -> None:
    ui, then = press(scene(), "number", what="fill", **WRITTEN)

    assert (ui.target, then) == ("049 555 0199", [Focus("target")])


def test_a_number_on_a_web_page_is_called_when_the_panels_own_question_is_answered() -> None:
    asking, then = press(scene(), "number", what="call", **WRITTEN)
    assert then == [Focus("question-no")]

    ui, then = press(scene(asking), "question-yes", number="+358495550199")
    assert (ui.asked, then) == ("", [Send("PlaceCall", {"number": "+358495550199"})])
    assert press(scene(ui), "question-yes", number="+358495550199") == (ui, [])


def test_an_answer_is_for_the_number_that_was_seen_and_no_is_no() -> None:
    asking = scene(Ui(asked="+358700123456"))

    assert press(asking, "question-yes", number="+358495550199") == (asking.ui, [])
    assert press(asking, "question-no") == (Ui(), [])


def test_typing_over_a_chosen_number_forgets_whose_it_was() -> None:
    ui, _ = press(scene(Ui(target="101", whose="Eero", refused="bad_number")), "target", value="102")

    assert (ui.target, ui.whose, ui.refused) == ("102", "", "")


def test_enter_in_the_search_takes_the_best_match_and_goes_to_the_field() -> None:
    first = scene(Ui(search="k"), found=found(person("Ilman Numeroa") | {"numbers": []}, person()))
    ui, then = press(first, "take")

    assert (ui.target, ui.whose) == ("09 9245 1113", "Kerttu Saarinen")
    assert then == [Focus("target")]


def test_r11_enter_on_a_queue_fills_its_name() -> None:
    assert press(scene(Ui(search="l"), found=found(found_queue())), "take")[0].target == "Laskutus"


def test_enter_without_matches_does_nothing() -> None:
    assert press(scene(), "take") == (scene().ui, [])


def test_a_search_is_asked_without_the_blanks_around_it() -> None:
    assert press(scene(), "search", value=" virtanen ")[0].search == "virtanen"


def test_choosing_a_language_speaks_it_and_keeps_it() -> None:
    ui, kept = press(scene(), "language", value="sv")

    assert (ui.language, kept) == ("sv", [SaveLanguage("sv")])


def test_a_supervisor_opens_and_closes_a_queue() -> None:
    seen = scene(queues=[queue("myynti", open=True)])

    assert orders(seen, "door", queue="myynti") == [Send("SetQueueOpen", {"queue": "myynti", "open": False})]
    assert orders(seen, "door", queue="gone") == []


def test_signing_in_is_asked_once() -> None:
    fields = {"user": " aino ", "password": " p w "}
    ui, asked = press(scene(), "sign-in", fields=fields)

    assert asked == [SignIn("aino", " p w ")]
    assert orders(scene(ui), "sign-in", fields=fields) == []


def test_an_act_that_this_panel_does_not_know_does_nothing() -> None:
    assert press(scene(), "brand-new") == (scene().ui, [])


def every_command() -> list[Send]:
    log = {"calls": [diary_entry()]}
    ui = Ui(target="101", noting="c1", asked="101", draft=Draft("c1", "x", ""))
    seen = scene(ui, call=call(), queues=[queue("myynti")], diary=log)
    fields = {"text": "Soittaa", "note": "", "user": "", "password": ""}
    data = {
        "queue": "myynti",
        "value": "busy",
        "text": "101",
        "number": "101",
        "what": "call",
        "call": "c1",
        "fields": fields,
    }
    given = [order for act in pressed.ACTS for order in orders(seen, act, **data)]
    return [order for order in given if isinstance(order, Send)]


@pytest.mark.parametrize("send", every_command(), ids=lambda send: send.name)
def test_every_command_has_the_form_that_the_desk_expects(send: Send) -> None:
    assert isinstance(command_input("aino", Message("1", send.name, send.args)), AgentCommand)


def test_every_command_of_the_desk_can_be_given() -> None:
    assert {send.name for send in every_command()} == set(COMMANDS)


# -- what comes of it ------------------------------------------------------------------------------


def test_a_transfer_that_was_taken_empties_the_field_and_is_remembered() -> None:
    ui = news.answered(
        news.sent(
            Ui(target="09 9245 1113", trying=Target("09 9245 1113", "Kerttu Saarinen")), "TransferCall"
        ),
        "TransferCall",
        "",
    )

    assert (ui.target, ui.sent, ui.busy) == ("", "Kerttu Saarinen", frozenset())


def test_a_refused_transfer_keeps_the_field_and_says_why() -> None:
    ui = news.answered(news.sent(Ui(target="12ab"), "TransferCall"), "TransferCall", "bad_number")

    assert (ui.target, ui.refused, ui.busy) == ("12ab", "bad_number", frozenset())


def test_a_refused_command_is_told_until_the_next_one_is_done() -> None:
    ui = news.answered(news.sent(Ui(), "HoldCall"), "HoldCall", "unavailable")

    assert ui.notice == Notice("HoldCall", "unavailable")
    assert news.answered(news.sent(ui, "HoldCall"), "HoldCall", "").notice is None


@pytest.mark.parametrize(("command", "code"), news.DONE_ELSEWHERE.items())
def test_what_another_window_has_done_a_moment_before_is_no_failure(command: str, code: str) -> None:
    assert news.answered(news.sent(Ui(), command), command, code) == Ui()


def test_a_command_that_cannot_be_sent_is_told() -> None:
    assert news.not_sent(Ui(), "HangUpCall").notice == Notice("HangUpCall")


def test_what_was_typed_for_one_caller_is_gone_before_the_next() -> None:
    ui = Ui(target="101", filled="101", fills=1)
    before, after = scene(ui, call=call()), scene(ui)

    assert news.followed(ui, before, after).target == ""
    assert news.followed(ui, before, replace(before, call=call(state="held"))).target == "101"


def test_what_is_typed_before_the_call_is_kept_for_it() -> None:
    ui = Ui(target="101", sent="Myynti")
    followed = news.followed(ui, scene(ui), scene(ui, call=offered()))

    assert (followed.target, followed.sent) == ("101", "")


def test_what_is_open_stays_open_when_the_panel_is_opened_again() -> None:
    ui = Ui(diary_open=True, settings_open=True)

    assert with_open_parts(Ui(), open_parts(ui)) == ui
    assert with_open_parts(Ui(), "") == Ui()
    assert with_open_parts(Ui(), "something of a newer panel") == Ui()


def test_a_second_press_sends_to_a_colleague_who_is_not_to_be_disturbed() -> None:
    asked = scene(Ui(target="102", refused="target_unavailable"), call=call())
    [sent] = orders(asked, "transfer")
    assert sent == Send("TransferCall", {"call": "c1", "target": "102", "label": "", "anyway": True})


def test_another_target_is_asked_for_anew() -> None:
    ui, _ = press(scene(Ui(target="102", refused="target_unavailable"), call=call()), "target", value="103")
    [sent] = orders(scene(ui, call=call()), "transfer")
    assert isinstance(sent, Send) and "anyway" not in sent.args


@pytest.mark.parametrize(
    ("act", "more"),
    [("hang-up", {}), ("hold", {}), ("transfer", {"target": "101"}), ("question-yes", {"asked": "101"})],
)
def test_a_press_that_was_meant_for_the_call_before_does_nothing_to_the_next(
    act: str, more: dict[str, str]
) -> None:
    pressing = {"act": act, "number": "101", "value": "", "fields": {}, "instants": {}}
    moment_after = scene(Ui(**more), call=call(), just_over=True)  # type: ignore[arg-type]

    assert pressed.acted(replace(moment_after, just_over=False), pressing)[1] != []
    assert pressed.acted(moment_after, pressing) == (moment_after.ui, [])
