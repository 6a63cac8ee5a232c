"""The parts around the card: Sarjassa, Palvelusarjat, Hakemisto, the demo's telephone, notices."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.panel.state import figures, news
from benedesk.panel.state.preferences import Preferences
from benedesk.panel.state.scene import CONNECTING, OUTDATED, SIGNED_OUT, STALE, LinkState, Phone
from benedesk.panel.state.ui import Notice, Ui
from benedesk.panel.text.words import words
from benedesk.panel.view import directory, header, login, notices, queues
from benedesk.panel.view.hit import hit
from benedesk.panel.view.phone import phone

from tests.lab.panel.documents import LEVELS, NOW, agent, found, found_queue, person, queue, scene
from tests.lab.panel.page import Element, read

FI = words("fi")


def section(ui: Ui, **changed: Any) -> Element:
    return read(header.section(scene(ui, agent=agent(**changed))))


def test_r01_sarjassa_is_closed_at_first_and_still_tells_what_matters() -> None:
    page = section(Ui())

    assert page.button("Sarjassa").attributes["aria-expanded"] == "false"
    assert "hidden" in page.one("div", id="section-body").attributes
    assert "Vastaanotto: Kyllä" in page.text
    assert "1/2 sarjaa" in page.text


def test_r02_r03_open_it_has_the_master_switch_and_one_for_each_queue() -> None:
    page = section(Ui(section_open=True), receiving=False)
    switches = page.all("button", role="switch")
    names = {label.attributes["id"]: label.text for label in page.all("label")}

    assert page.button("Sarjassa").attributes["aria-expanded"] == "true"
    assert [
        (names[s.attributes["aria-labelledby"]], s.attributes["aria-checked"], s.text) for s in switches
    ] == [
        ("Vastaanota palvelusarjapuheluita", "false", "Ei"),
        ("Asiakaspalvelu", "true", "Kyllä"),
        ("Myynti", "false", "Ei"),
    ]


def test_r04_a_member_who_does_not_receive_is_told_that_membership_is_not_enough() -> None:
    assert "Pelkkä jäsenyys ei tuo puheluita" in section(Ui(section_open=True), receiving=False).text
    assert "Pelkkä jäsenyys" not in section(Ui(section_open=True)).text


def test_an_agent_without_queues_is_told_so() -> None:
    assert "ei ole määritelty palvelusarjoja" in section(Ui(section_open=True), queues=[]).text


def test_r05_availability_is_a_choice_of_four() -> None:
    page = read(header.availability(scene(agent=agent(availability="busy"))))
    options = page.all("option")

    assert page.one("label", for_="availability").text == "Tavoitettavuus"
    assert [o.text for o in options] == ["Tavoitettavissa", "Varattu", "Älä häiritse", "Poissa töistä"]
    assert [o.text for o in options if "selected" in o.attributes] == ["Varattu"]


def test_a_note_and_an_end_stand_beside_an_absence_only() -> None:
    away = read(
        header.availability(scene(agent=agent(availability="off_work", note="Lomalla", until=NOW + 60)))
    )

    assert away.one("input", name="note").attributes["value"] == "Lomalla"
    assert away.one("bene-time", at=str(NOW + 60))
    assert not read(header.availability(scene())).all("input")


def test_the_header_says_who_it_is_how_true_it_is_and_where_help_is() -> None:
    page = read(header.header(scene(scenario="quiet")))

    assert page.one("h1").text == "BeneDesk"
    assert "Demo Aino Virtanen 09 9245 1101 Yhteydessä" in page.text
    assert page.one("a").attributes["href"] == "help/fi.html"
    assert page.one("a").attributes["aria-label"] == "Ohje"


# -- Palvelusarjat ---------------------------------------------------------------------------------


def row(supervisor: bool = False, **changed: Any) -> Element:
    return read(queues.row(FI, supervisor, queue(**changed), False))


def test_r06_a_row_has_every_figure_of_the_queue() -> None:
    page = row(length=3, oldest=NOW - 20, free=1, serving=4, active=5, calls=2)

    assert page.one("th").text == "Myynti"
    assert [cell.text for cell in page.all("td")] == ["3", "", "1", "4", "5", "2"]
    assert page.one("bene-clock").attributes == {"since": str(NOW - 20), "levels": "30 60"}


@pytest.mark.parametrize(("length", "level"), [(0, 0), (1, 1), (2, 1), (3, 2), (40, 2)])
def test_the_length_has_the_originals_thresholds_unless_the_queue_has_its_own(
    length: int, level: int
) -> None:
    assert figures.length_level(length, LEVELS["length"]) == level
    assert figures.length_level(length, [100, 200]) == 0


def test_a_queues_own_thresholds_reach_its_clock() -> None:
    page = row(oldest=NOW - 20, levels={"length": [5, 9], "wait_s": [90.0, 180.0]})

    assert page.one("bene-clock").attributes["levels"] == "90 180"


def test_nobody_who_serves_is_an_alarm_only_for_somebody_who_waits() -> None:
    assert figures.serving_level(0, length=0) == 0
    assert figures.serving_level(0, length=1) == 2
    assert figures.serving_level(1, length=40) == 0
    assert not row(serving=0).all("svg", aria_label="hälytys")


def test_a_server_of_yesterday_has_the_originals_thresholds() -> None:
    of_yesterday = queue(length=3)
    del of_yesterday["levels"]

    assert read(queues.row(FI, False, of_yesterday, False)).one(
        "td", class_="figure col-length", data_level="2"
    )


def test_a_figure_that_deserves_attention_says_so_without_colour_too() -> None:
    page = row(length=1, serving=0)
    signs = [svg.attributes["aria-label"] for svg in page.all("svg", role="img")]

    assert signs == ["huomio", "hälytys"]
    assert not row(length=0, serving=9).all("svg")


def test_r11_a_queues_name_is_a_button_that_fills_the_transfer_field() -> None:
    name = row().button("Myynti")

    assert (name.attributes["data-act"], name.attributes["data-text"]) == ("fill", "Myynti")


def test_a_closed_queue_shows_a_padlock_with_a_word() -> None:
    assert row(open=False).one("svg", aria_label="Suljettu")
    assert not row(open=True).all("svg", aria_label="Suljettu")


def test_only_a_supervisor_can_open_and_close() -> None:
    assert row(supervisor=True).button("Avoinna, sulje").attributes["data-act"] == "door"
    assert not row().all("button", data_act="door")


def test_an_agent_who_sees_no_queue_is_told_where_they_are() -> None:
    assert "hakemistosta" in read(queues.foot(FI, True)).text


# -- Hakemisto -------------------------------------------------------------------------------------


def test_r10_a_persons_number_is_a_button_that_fills_the_transfer_field() -> None:
    page = read(hit(FI, True, person("Kerttu Saarinen", "+358992451113", "+358497001113"), False, False))
    name, first, second = page.all("button", data_act="fill")

    assert name.attributes["data-text"] == first.text == "09 9245 1113"
    assert second.text == "049 700 1113"
    assert (first.attributes["data-act"], first.attributes["data-whose"]) == ("fill", "Kerttu Saarinen")


def test_availability_is_seen_before_the_transfer_in_words() -> None:
    away = person(availability="off_work", note="Lomalla", until=NOW)

    assert "Poissa töistä → · Lomalla" in read(hit(FI, True, away, False, False)).text
    assert "Puhelussa" in read(hit(FI, True, person(on_call=True), False, False)).text
    assert "Tavoitettavissa" in read(hit(FI, True, person(), False, False)).text


def test_r12_a_queue_in_the_directory_shows_its_load_and_fills_its_name() -> None:
    page = read(hit(FI, True, found_queue(), False, False))

    assert "2 jonossa" in page.text
    assert "1 vapaana" in page.text
    assert page.button("Laskutus").attributes["data-text"] == "Laskutus"


def test_a_closed_queue_is_told_before_the_transfer() -> None:
    assert "Suljettu" in read(hit(FI, True, found_queue(open=False), False, False)).text


@pytest.mark.parametrize(
    ("search", "result", "text"),
    [
        ("xyz", None, "Haetaan…"),
        ("xyz", found(), "Ei osumia: xyz"),
        ("a", found(person(), more=12), "ja 12 muuta; tarkenna hakua"),
    ],
)
def test_the_directory_says_what_is_not_on_screen(search: str, result: Any, text: str) -> None:
    assert text in read(directory.foot(scene(Ui(search=search), found=result))).text


# -- the rest --------------------------------------------------------------------------------------


def test_what_a_caller_calls_himself_is_never_markup() -> None:
    page = read(hit(FI, True, person('<img src=x onerror="alert(1)">'), False, False))

    assert not page.all("img")
    assert "<img" in page.text


@pytest.mark.parametrize(
    ("state", "display", "able"),
    [("idle", "Hiljaa", False), ("ringing", "Soi: 049 812 4401", True)],
)
def test_the_demo_phone_is_answered_and_declined_while_it_rings(state: str, display: str, able: bool) -> None:
    page = read(phone(FI, Phone(state, "+358992451101", "+358498124401"), Preferences()))

    assert display in page.text
    assert page.button("Vastaa").disabled() is not able
    assert page.button("Hylkää").disabled() is not able


def test_the_demo_phone_is_put_down_during_a_talk() -> None:
    page = read(phone(FI, Phone("talking", "101", "+358498124401"), Preferences()))

    assert page.button("Laske luuri").attributes["data-act"] == "phone-put-down"


def test_a_refused_command_and_one_that_could_not_be_sent_are_told_apart() -> None:
    refused = read(notices.notice(scene(Ui(notice=Notice("HoldCall", "wrong_state")))))
    unsent = read(notices.notice(scene(Ui(notice=Notice("HoldCall")))))

    assert "Pito: Ei onnistu puhelun tässä tilassa." in refused.text
    assert "Ei yhteyttä. Tätä ei tehty: Pito" in unsent.text


def test_a_lost_connection_says_since_when_and_offers_to_try_now() -> None:
    page = read(notices.notice(scene(link=LinkState(STALE, NOW, failed=True))))

    assert page.one("bene-time", at=str(NOW))
    assert page.button("Yhdistä nyt").attributes["data-act"] == "reconnect"


def test_a_server_that_was_never_reached_is_named() -> None:
    lost = scene(agent=None, link=LinkState(CONNECTING, failed=True))

    assert "Palvelimeen ei saada yhteyttä." in read(notices.notice(lost)).text
    assert "hidden" in read(notices.notice(scene())).one("p").attributes


def test_a_panel_that_is_too_old_says_what_to_do() -> None:
    assert "päivitä laajennus" in read(notices.notice(scene(link=LinkState(OUTDATED)))).text


def test_signing_in_is_a_form_on_the_site_and_a_button_in_the_extension() -> None:
    out = LinkState(SIGNED_OUT)
    site = read(login.login(scene(Ui(sign_in="bad_credentials"), agent=None, link=out)))
    extension = read(login.login(scene(agent=None, link=out, sign_in_elsewhere=True)))

    assert [label.text for label in site.all("label")] == ["Käyttäjätunnus", "Salasana"]
    assert "Tunnus tai salasana on väärä." in site.text
    assert extension.button("Kirjaudu").attributes["data-act"] == "open-sign-in"
    assert "Puhelimesi soi, jos vastaanotto jäi päälle" in site.text and "Puhelimesi soi" in extension.text
    assert "hidden" in read(login.login(scene())).one("form").attributes


def test_what_could_not_be_sent_is_told_beside_the_way_to_reconnect() -> None:
    lost = scene(Ui(notice=Notice("HoldCall")), link=LinkState(STALE, NOW, failed=True))
    page = read(notices.notice(lost))
    assert "Tätä ei tehty: Pito" in page.text
    assert page.one("button", data_act="reconnect")


def test_it_goes_when_the_link_is_back_and_a_refusal_stays() -> None:
    assert news.connected(Ui(notice=Notice("HoldCall"))).notice is None
    assert news.connected(Ui(notice=Notice("HoldCall", "wrong_state"))).notice
