"""What is heard: each thing once, the arriving call at once, everything else politely."""

from __future__ import annotations

from benedesk.core.record import replace
from benedesk.panel.state.scene import LIVE, STALE, LinkState, Scene
from benedesk.panel.state.ui import Notice, Ui
from benedesk.panel.view.announce import Said, said

from tests.lab.panel.documents import NOW, RETURNED, agent, call, offered, queue, scene

QUIET = Said()


def step(before: Scene, now: Scene) -> Said:
    return said(before, now)


def test_an_arriving_call_interrupts_with_all_that_is_known() -> None:
    heard = step(scene(), scene(call=offered()))

    assert heard.alert == (
        "Puhelu soi. Asiakaspalvelu. Soittaja 049 812 4401 Rauha Pelkonen. Soitettu numero 09 9245 1000."
    )
    assert heard.status == ""


def test_a_returned_call_says_that_it_is_one() -> None:
    heard = step(scene(), scene(call=offered(returned=RETURNED)))

    assert heard.alert.endswith("Palautunut puhelu: Kerttu Saarinen, ei vastannut.")


def test_a_ringing_call_is_announced_once() -> None:
    ringing = scene(call=offered())

    assert step(ringing, replace(ringing, call=offered(queued_at=NOW))) == QUIET


def test_r14_a_call_taken_off_hold_rings_again_aloud() -> None:
    assert step(scene(call=call(state="held")), scene(call=offered())).alert.startswith("Puhelu soi.")


def test_answering_holding_and_ending_are_told_politely() -> None:
    ringing, talking, held = scene(call=offered()), scene(call=call()), scene(call=call(state="held"))

    assert step(ringing, talking) == Said(status="Puhelu yhdistetty.")
    assert step(talking, held) == Said(status="Puhelu pidossa.")
    assert step(held, scene()) == Said(status="Puhelu päättyi.")


def test_a_declined_call_has_not_ended() -> None:
    told = {"call": "c1", "queue_name": "Myynti", "caller": "", "caller_name": "", "at": NOW + 22}
    heard = step(scene(call=offered()), scene(agent=agent(declined=told)))

    assert heard.status == "Hylkäsit puhelun. Soittaja on jonon kärjessä."


def test_a_transferred_call_is_not_called_ended() -> None:
    before = scene(Ui(busy=frozenset({"TransferCall"}), sending="Myynti"), call=call())

    assert step(before, scene(Ui(sending="Myynti", sent="Myynti"))).status == "Puhelu siirretään: Myynti."


def test_a_refused_transfer_and_a_refused_command_are_told() -> None:
    talking = scene(call=call())

    assert "Tarkista numero" in step(talking, replace(talking, ui=Ui(refused="bad_number"))).status
    assert "Pito" in step(talking, replace(talking, ui=Ui(notice=Notice("HoldCall", "wrong_state")))).status


def test_the_connection_lost_and_back_are_each_told_once() -> None:
    live, lost = scene(link=LinkState(LIVE)), scene(link=LinkState(STALE, NOW))

    assert step(live, lost).status == "Yhteys palvelimeen katkesi."
    assert step(lost, lost) == QUIET
    assert step(lost, live).status == "Yhteys palautui."


def test_a_missed_offer_is_told() -> None:
    missed = {"queue": "myynti", "queue_name": "Myynti", "caller": "", "at": NOW}

    assert "sivussa" in step(scene(), scene(agent=agent(set_aside=missed))).status


def test_a_filled_field_is_told_with_whose_number_it_is() -> None:
    filled = scene(Ui(fills=1, filled="101", target="101", whose="Eero Korhonen"))

    assert step(scene(), filled).status == "Siirtokentässä 101. Eero Korhonen"


def test_figures_and_typing_are_never_read_out() -> None:
    before = scene(queues=[queue(length=0)])

    assert step(before, replace(before, queues=[queue(length=9)])) == QUIET
    assert step(before, replace(before, ui=Ui(target="1", search="a"))) == QUIET
