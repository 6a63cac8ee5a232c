"""The call card in every state that a call, or its absence, can be in."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core.model import Gate
from benedesk.panel.acts import pressed
from benedesk.panel.acts.orders import Send
from benedesk.panel.state.scene import LinkState, Scene
from benedesk.panel.state.ui import Ui
from benedesk.panel.text.words import LANGUAGES
from benedesk.panel.view import card
from benedesk.panel.view.transfer import transfer

from tests.lab.panel.documents import NOW, RETURNED, agent, call, found, offered, person, queue, scene
from tests.lab.panel.page import Element, read


def drawn(seen: Scene) -> Element:
    return read(card.call(seen) + card.actions(seen) + transfer(seen))


def test_r08_an_offered_call_shows_queue_state_caller_and_original_target() -> None:
    facts = drawn(scene(call=offered())).facts()

    assert facts["Palvelusarja"] == "Asiakaspalvelu"
    assert facts["Tila"].startswith("Soi")
    assert facts["Soittaja"] == "049 812 4401 Rauha Pelkonen"
    assert facts["Alkuperäinen kohde"] == "09 9245 1000"


def test_a_call_that_came_through_another_queue_says_so_beside_its_target() -> None:
    moved = call(queue="laskutus", queue_name="Laskutus")

    assert drawn(scene(call=moved)).facts()["Alkuperäinen kohde"] == "09 9245 1000 · Asiakaspalvelu"


def test_a_call_that_the_agent_placed_names_whom_he_calls_and_what_they_see() -> None:
    page = drawn(scene(call=call(state="dialling", outgoing=True, caller_name="")))
    facts = page.facts()

    assert (facts["Vastaanottaja"], facts["Näkyvä numero"]) == ("049 812 4401", "09 9245 1000")
    assert facts["Tila"] == "Soitetaan"
    assert not page.button("Katkaise").disabled()
    assert page.button("Pito").disabled()


def test_a_withheld_number_is_named_as_such() -> None:
    assert drawn(scene(call=call(caller="", caller_name=""))).facts()["Soittaja"] == "Numero salattu"


@pytest.mark.parametrize(
    ("state", "hold", "able"),
    [
        ("offered", "Pito", False),
        ("connected", "Pito", True),
        ("held", "Pois pidosta", True),
        ("transferring", "Pito", False),
    ],
)
def test_r09_hold_and_hang_up_are_always_there_and_can_be_pressed_when_the_desk_allows(
    state: str, hold: str, able: bool
) -> None:
    page = drawn(scene(call=call(state=state, deadline=NOW + 20)))

    assert page.button(hold).disabled() is not able
    assert page.button("Katkaise").disabled() is not able


def test_without_a_call_the_buttons_wait_in_their_places() -> None:
    page = drawn(scene())

    assert [page.button(name).disabled() for name in ("Pito", "Katkaise", "Siirrä")] == [True, True, True]


def test_a_button_that_was_pressed_is_busy_until_the_desk_answers() -> None:
    page = drawn(scene(Ui(busy=frozenset({"HoldCall"})), call=call()))

    assert page.button("Pito").attributes["aria-busy"] == "true"
    assert page.button("Pito").disabled()
    assert not page.button("Katkaise").disabled()


def test_r15_a_returned_call_carries_the_double_arrow_and_its_story() -> None:
    page = drawn(scene(call=offered(returned=RETURNED)))

    assert page.one("svg", role="img").attributes["aria-label"] == "Palautunut puhelu"
    assert "Eero Korhonen siirsi: Kerttu Saarinen" in page.text
    assert "Ei vastannut" in page.text
    assert page.one("bene-ago", at=str(NOW - 30))


def test_a_returned_call_sent_to_a_bare_number_names_the_number() -> None:
    page = drawn(scene(call=offered(returned=RETURNED | {"label": "", "target": "+358495550199"})))

    assert "Eero Korhonen siirsi: 049 555 0199" in page.text


def test_a_call_that_has_not_returned_has_no_double_arrow() -> None:
    assert not drawn(scene(call=call())).all("svg", role="img")


def test_colleagues_who_have_talked_with_the_caller_are_named_but_not_oneself() -> None:
    page = drawn(scene(call=call(handled_by=["Eero Korhonen", "Aino Virtanen"])))

    assert "Aiemmin: Eero Korhonen" in page.text
    assert "Aiemmin" not in drawn(scene(call=call())).text


def test_a_colleagues_transfer_rings_with_his_name() -> None:
    sent = {"by": "eero", "by_name": "Eero Korhonen", "target": "+358992451101", "label": "Aino Virtanen"}
    page = drawn(scene(call=call(state="transferring", deadline=NOW + 9, transfer=sent)))

    assert "Eero Korhonen siirtää puhelun sinulle" in page.text
    assert page.one("bene-clock", until=str(NOW + 9))


@pytest.mark.parametrize(
    ("gate", "mend", "act"),
    [
        ("receiving_off", "Ota puheluita vastaan", "receiving"),
        ("no_queue", "Valitse palvelusarjat", "section-open"),
        ("availability", "Aseta tavoitettavissa", "availability"),
    ],
)
def test_what_keeps_calls_away_is_named_with_the_one_click_that_mends_it(
    gate: str, mend: str, act: str
) -> None:
    page = drawn(scene(agent=agent(gate=gate, availability="busy")))

    assert "Puheluita ei tule" in page.text
    assert page.button(mend).attributes["data-act"] == act


def test_a_phone_that_cannot_be_reached_is_named_and_no_button_pretends_to_mend_it() -> None:
    page = drawn(scene(agent=agent(gate="phone_unreachable", reachable=False)))

    assert "puhelimeesi ei saada yhteyttä" in page.text
    assert not [b for b in page.all("button") if b.attributes.get("id") == "mend"]


GATES = {
    Gate.PBX_AWAY: None,
    Gate.RECEIVING_OFF: "receiving",
    Gate.NO_QUEUE: "section-open",
    Gate.AVAILABILITY: "availability",
    Gate.PHONE_UNREACHABLE: None,
    Gate.SET_ASIDE: "come-back",
    Gate.ON_CALL: "hang-up",
    Gate.WRAP_UP: "end-wrap-up",
}


def test_whom_a_colleague_calls_is_not_told_that_they_are_ready() -> None:
    called = drawn(scene(agent=agent(gate="on_call", call=None)))

    assert "kollega soittaa" in called.text
    assert called.text != drawn(scene()).text


def test_while_a_call_of_their_own_is_on_its_way_to_the_panel_nothing_else_is_said() -> None:
    assert drawn(scene(agent=agent(gate="on_call", call="c1"))).text == drawn(scene()).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gate", Gate)
def test_every_gate_has_its_line_and_where_a_click_can_mend_it_its_click(gate: Gate, language: str) -> None:
    missed = {"queue": "myynti", "queue_name": "Myynti", "caller": "+358498124401", "at": NOW - 60}
    me = agent(
        gate=gate.value,
        availability="busy" if gate is Gate.AVAILABILITY else "available",
        set_aside=missed if gate is Gate.SET_ASIDE else None,
        wrap_up_until=NOW + 30 if gate is Gate.WRAP_UP else None,
    )
    seen = scene(agent=me, call=call() if gate is Gate.ON_CALL else None, language=language)
    page = drawn(seen)
    free = drawn(scene(language=language))
    acts = {button.attributes["data-act"] for button in page.all("button") if not button.disabled()}

    assert page.text != free.text and len(page.one("div", data_key="call").text) > 20
    assert GATES[gate] in acts if GATES[gate] else not acts


def test_a_missed_offer_is_told_with_the_way_back() -> None:
    missed = {"queue": "myynti", "queue_name": "Myynti", "caller": "+358498124401", "at": NOW - 60}
    page = drawn(scene(agent=agent(set_aside=missed, gate="set_aside")))

    assert "Et vastannut: Myynti, 049 812 4401" in page.text
    assert page.button("Olen paikalla").attributes["data-act"] == "come-back"


def test_wrap_up_counts_down_and_can_be_ended() -> None:
    page = drawn(scene(agent=agent(wrap_up_until=NOW + 30, gate="wrap_up")))

    assert page.one("bene-clock", until=str(NOW + 30))
    assert page.button("Valmis").attributes["data-act"] == "end-wrap-up"


def test_after_a_transfer_the_empty_card_says_where_the_call_went() -> None:
    assert "Siirretty: Myynti" in drawn(scene(Ui(sent="Myynti"))).text


def test_before_anything_is_known_the_card_says_what_is_waited_for() -> None:
    page = drawn(scene(agent=None, link=LinkState()))

    assert "Käynnistyy…" in page.text


# -- the transfer field ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["connected", "held"])
def test_r13_a_typed_number_can_be_sent_to_during_a_call(state: str) -> None:
    assert not drawn(scene(Ui(target="049 555 0199"), call=call(state=state))).button("Siirrä").disabled()


@pytest.mark.parametrize(
    ("ui", "seen", "reason"),
    [
        (Ui(target="101"), {}, "Puhelun voi siirtää, kun se on yhdistetty tai pidossa."),
        (Ui(), {"call": call()}, "Valitse numero hakemistosta tai kirjoita se."),
        (Ui(target="101"), {"call": offered()}, "Puhelun voi siirtää, kun se on yhdistetty tai pidossa."),
    ],
)
def test_a_transfer_that_cannot_be_made_says_why(ui: Ui, seen: dict[str, Any], reason: str) -> None:
    page = drawn(scene(ui, **seen))

    assert page.button("Siirrä").disabled()
    assert page.one("p", id="target-hint").text == reason
    assert page.button("Siirrä").attributes["aria-describedby"] == "target-hint"


@pytest.mark.parametrize("typed", ["Laskutus", " laskutus ", "09 9245 1003", "+358 9 9245 1003"])
def test_r11_a_queues_name_or_number_is_recognised(typed: str) -> None:
    laskutus = queue("laskutus", number="+358992451003")
    page = drawn(scene(Ui(target=typed), call=call(), queues=[laskutus]))

    assert page.one("p", id="target-hint").text == "Palvelusarja Laskutus 0 jonossa · 1 vapaana"


def test_r13_a_typed_number_of_somebody_on_screen_is_recognised() -> None:
    seen = scene(
        Ui(target="0992451113"), call=call(), found=found(person("Kerttu Saarinen", "+358992451113"))
    )

    assert drawn(seen).one("p", id="target-hint").text == "Kerttu Saarinen Tavoitettavissa"


def test_a_refused_transfer_says_why_where_the_eyes_are() -> None:
    page = drawn(scene(Ui(target="12ab", refused="bad_number"), call=call()))

    assert page.one("p", id="target-hint").attributes["data-kind"] == "error"
    assert "Numeroon ei voi soittaa" in page.text


def test_a_code_that_this_panel_does_not_know_still_has_words() -> None:
    assert (
        "Palvelin ei voinut tehdä tätä."
        in drawn(scene(Ui(target="1", refused="brand_new"), call=call())).text
    )


def test_while_the_exchange_is_away_nothing_can_be_pressed_that_only_it_could_do() -> None:
    away = scene(Ui(target="102"), agent=agent(gate="pbx_away"), call=call())
    buttons = read(card.actions(away)).all("button") + read(transfer(away)).all("button", type="submit")
    assert len(buttons) == 3 and all(button.disabled() for button in buttons)
    assert "Vaihteeseen ei saada yhteyttä" in read(transfer(away)).text


def test_a_declined_call_says_when_it_rings_again_and_can_be_taken_now() -> None:
    told = {
        "call": "c7",
        "queue_name": "Myynti",
        "caller": "+358498124401",
        "caller_name": "",
        "at": NOW + 22,
    }
    seen = scene(agent=agent(declined=told))
    page = read(card.call(seen))

    assert "Myynti, 049 812 4401" in page.text
    assert page.one("bene-clock").attributes == {"until": str(NOW + 22)}
    button = page.button("Ota nyt").attributes
    act = {"act": button["data-act"], "call": button["data-call"], "value": "", "fields": {}, "instants": {}}
    assert pressed.acted(seen, act)[1] == [Send("AskNow", {"call": "c7"})]


def test_a_held_call_that_rings_again_is_told_from_a_new_one() -> None:
    again = drawn(scene(call=offered(off_hold=True)))

    assert "Pidosta: nosta luuri" in again.text
    assert "Soi puhelimessasi" not in again.text
    assert "Soi puhelimessasi" in drawn(scene(call=offered())).text
