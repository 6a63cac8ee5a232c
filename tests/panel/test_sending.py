"""From a few letters to a transfer: one search in two fields, its hits, and what Enter means where."""

from __future__ import annotations

from typing import Any

import pytest
from benedesk.core.record import replace
from benedesk.panel.acts import pressed
from benedesk.panel.acts.keys import begins_search, meant
from benedesk.panel.acts.orders import Focus, Order, Send
from benedesk.panel.state import news, targets
from benedesk.panel.state.aim import aim
from benedesk.panel.state.hits import chosen, hits
from benedesk.panel.state.preferences import Preferences
from benedesk.panel.state.scene import Scene, pick
from benedesk.panel.state.targets import Target, Targets
from benedesk.panel.state.ui import Ui
from benedesk.panel.view.transfer import transfer

from tests.lab.panel.documents import agent, call, found, found_queue, person, queue, scene
from tests.lab.panel.page import read

from .test_keys import stroke

KERTTU = person("Kerttu Saarinen", "+358992451113")
KERKKO = person("Kerkko Aho", "+358992451114")
SENT = {"call": "c1", "target": "09 9245 1113", "label": "Kerttu Saarinen"}


def press(seen: Scene, act: str, **data: Any) -> tuple[Ui, list[Order]]:
    return pressed.acted(seen, {"act": act, "value": "", "fields": {}, "instants": {}, **data})


def then(seen: Scene, act: str, **data: Any) -> Scene:
    """What is seen after an act."""
    return replace(seen, ui=press(seen, act, **data)[0])


def names(seen: Scene) -> list[str]:
    return [entry["name"] for entry in hits(seen)]


def typed(text: str, *entries: Any, **changed: Any) -> Scene:
    """A talk, with this typed into the transfer field, and its hits."""
    ui = Ui(target=text, search=text, **changed)
    return scene(ui, call=call(), found=found(*(entries or (KERTTU, KERKKO))))


def hint(seen: Scene) -> str:
    return read(transfer(seen)).one("p", id="target-hint").text


# -- the order of hits -----------------------------------------------------------------------------


def test_own_queues_come_first_then_those_where_somebody_waits_then_by_name_as_people_count() -> None:
    every = found(
        KERTTU,
        found_queue("ryhmä 10", length=0),
        found_queue("ryhmä 2", length=0),
        found_queue("ryhmä 30", length=2),
        found_queue("asiakaspalvelu", length=0),
    )

    assert names(scene(Ui(search="r"), found=every)) == [
        "Asiakaspalvelu", "Ryhmä 30", "Ryhmä 2", "Ryhmä 10", "Kerttu Saarinen",
    ]  # fmt: skip


def test_people_come_by_how_often_calls_were_sent_to_them_and_else_as_the_directory_has_them() -> None:
    often = Targets().used(Target("09 9245 1114", "Kerkko Aho"))

    assert names(typed("ke")) == ["Kerttu Saarinen", "Kerkko Aho"]
    assert names(typed("ke", targets=often)) == ["Kerkko Aho", "Kerttu Saarinen"]


def test_a_hit_does_not_move_when_somebody_begins_to_wait() -> None:
    calm = [found_queue("a", length=0), found_queue("b", length=0)]
    before = scene(Ui(search="x"), found=found(*calm))
    ui = news.followed(before.ui, before, before)
    busy = [found_queue("a", length=0), found_queue("b", length=3)]

    assert names(scene(ui, found=found(*busy))) == ["A", "B"]
    assert names(scene(Ui(search="x"), found=found(*busy))) == ["B", "A"]


def test_the_agents_own_name_is_the_last_for_nobody_sends_a_call_to_themself() -> None:
    entries = (person("Aino Virtanen", "+358992451101"), person("Antti Salonen", "120"))
    seen = scene(Ui(search="a"), found=found(*entries))

    assert names(seen) == ["Antti Salonen", "Aino Virtanen"]


def test_the_list_of_queues_has_the_agents_own_first_and_ten_after_two() -> None:
    documents = {
        f"queue/{name}": queue(name, name=name) for name in ("R 10", "R 2", "Myynti", "Asiakaspalvelu")
    }
    documents["queue/Asiakaspalvelu"]["id"] = "asiakaspalvelu"
    picked = pick({**documents, "agent/aino": agent()}, "aino", "")  # type: ignore[dict-item]

    assert [one["name"] for one in picked["queues"]] == ["Asiakaspalvelu", "Myynti", "R 2", "R 10"]


# -- by keyboard -----------------------------------------------------------------------------------


def test_what_is_typed_into_the_transfer_field_is_searched_for() -> None:
    after = then(scene(Ui(search="myy", clears=1), call=call()), "target", value="ke")

    assert (after.ui.search, after.ui.target) == ("ke", "ke")
    assert after.ui.clears == 2  # the other field is empty now


def test_enter_takes_the_best_hit_and_enter_again_sends() -> None:
    taken = then(typed("ke"), "transfer")
    assert (taken.ui.target, taken.ui.whose) == ("09 9245 1113", "Kerttu Saarinen")

    assert press(taken, "transfer")[1] == [Send("TransferCall", SENT)]


def test_control_enter_takes_and_sends_at_once() -> None:
    assert press(typed("ke"), "send-hit", at="target")[1] == [Send("TransferCall", SENT)]


def test_an_arrow_key_reaches_the_next_hit_and_enter_takes_that_one() -> None:
    down = then(typed("ke"), "hit-next")
    assert (reached := chosen(down)) and reached["name"] == "Kerkko Aho"

    assert then(down, "transfer").ui.whose == "Kerkko Aho"
    assert then(then(down, "hit-previous"), "transfer").ui.whose == "Kerttu Saarinen"
    assert then(then(down, "hit-next"), "transfer").ui.whose == "Kerkko Aho"  # the list has an end


def test_an_arrow_key_after_enter_puts_another_hit_into_the_field() -> None:
    other = then(then(typed("ke"), "transfer"), "hit-next")

    assert (other.ui.target, other.ui.whose) == ("09 9245 1114", "Kerkko Aho")
    assert press(other, "transfer")[1][0].args["label"] == "Kerkko Aho"  # type: ignore[union-attr]


def test_a_hits_own_arrow_sends_there() -> None:
    _, sent = press(typed("ke"), "send-hit", entry="person/Kerkko Aho")

    assert sent == [Send("TransferCall", {"call": "c1", "target": "09 9245 1114", "label": "Kerkko Aho"})]


def test_without_a_call_a_hits_arrow_only_fills_the_field() -> None:
    ui, sent = press(replace(typed("ke"), call=None), "send-hit", entry="person/Kerkko Aho")

    assert (ui.whose, sent) == ("Kerkko Aho", [])


def test_who_is_not_to_be_disturbed_is_rung_when_it_is_sent_again() -> None:
    first = then(typed("ke"), "send-hit", at="target")
    refused = replace(first, ui=news.answered(first.ui, "TransferCall", "target_unavailable"))

    assert press(refused, "send-hit", at="target")[1] == [Send("TransferCall", SENT | {"anyway": True})]


@pytest.mark.parametrize("act", ["take", "transfer", "send-hit"])
def test_enter_that_is_faster_than_the_hits_takes_the_best_one_when_it_comes_and_sends_nothing(
    act: str,
) -> None:
    early = replace(typed("kert"), found=found(KERKKO, query="ke"))
    ui, given = press(early, act, at="target")
    assert (ui.target, given) == ("kert", [Focus("target")])

    ui = news.followed(ui, early, replace(early, ui=ui, found=found(KERTTU, query="kert")))
    assert (ui.target, ui.whose) == ("09 9245 1113", "Kerttu Saarinen")


def test_typing_on_takes_back_an_enter_that_waits_for_hits() -> None:
    early = then(replace(typed("ker"), found=found(query="ke")), "transfer")
    on = then(early, "target", value="kerk")
    ui = news.followed(on.ui, on, replace(on, found=found(KERKKO, query="kerk")))

    assert ui.target == "kerk"


def test_a_number_that_nobody_has_is_taken_from_the_search_as_it_is() -> None:
    searching = scene(Ui(search="0495550199"), call=call(), found=found())

    assert then(searching, "take").ui.target == "049 555 0199"
    (sent,) = press(searching, "send-hit", at="search")[1]
    assert sent == Send("TransferCall", {"call": "c1", "target": "049 555 0199", "label": ""})


def test_escape_ends_the_search_and_empties_both_fields() -> None:
    assert then(scene(Ui(search="ke")), "search-end").ui.search == ""

    ui = then(typed("ke"), "clear").ui
    assert (ui.search, ui.target) == ("", "")


def test_what_was_searched_for_one_caller_is_not_there_for_the_next() -> None:
    before = typed("ke")
    ui = news.followed(before.ui, before, replace(before, call=call(id="c2")))

    assert (ui.search, ui.target) == ("", "")


@pytest.mark.parametrize("at", ["search", "target"])
def test_the_arrows_and_control_enter_mean_hits_in_the_fields_of_the_search_only(at: str) -> None:
    down, go = stroke("ArrowDown", typing=True), stroke("Enter", "ctrl", typing=True)

    assert meant(scene(), down | {"at": at}) == {"act": "hit-next", "at": at}
    assert meant(scene(), go | {"at": at}) == {"act": "send-hit", "at": at}
    assert meant(scene(), down | {"at": "note"}) is None


def test_a_letter_typed_where_no_field_is_begins_a_search_unless_that_is_off() -> None:
    off = scene(Ui(preferences=Preferences(type_to_search=False)))

    assert begins_search(scene(), stroke("k"))
    assert begins_search(scene(), stroke("ä"))
    assert not begins_search(scene(), stroke("k", typing=True))
    assert not begins_search(scene(), stroke("k", "ctrl"))
    assert not begins_search(scene(), stroke("Enter"))
    assert not begins_search(scene(), stroke(" "))  # presses a button
    assert not begins_search(off, stroke("k"))


# -- what stands in the field, recognised ----------------------------------------------------------


def test_what_is_no_target_says_so_and_siirra_is_off() -> None:
    seen = typed("xyzzy")
    seen = replace(seen, found=found(query="xyzzy"))

    assert hint(seen) == "Ei ole numero, nimi eikä palvelusarja"
    assert read(transfer(seen)).button("Siirrä").disabled()
    assert press(seen, "transfer")[1] == []


def test_the_beginning_of_a_name_says_whom_enter_takes() -> None:
    assert hint(typed("ke")) == "Enter valitsee: Kerttu Saarinen"
    assert hint(replace(typed("ke"), found=None)) == "Haetaan…"
    assert read(transfer(typed("ke"))).button("Siirrä").disabled()


def test_a_whole_name_is_a_target() -> None:
    assert press(typed("kerttu saarinen"), "transfer")[1] == [Send("TransferCall", SENT)]


def test_a_name_that_two_people_bear_is_none() -> None:
    both = typed("Kerttu Saarinen", KERTTU, person("Kerttu Saarinen", "+358992451199", id="other"))

    assert aim(both) is None


def test_a_known_number_shows_its_person_and_availability_before_it_is_sent() -> None:
    busy = person("Kerttu Saarinen", "+358992451113", availability="busy", note="Palaverissa")
    seen = replace(typed("0992451113"), found=None, people={"+358992451113": busy})

    assert hint(seen) == "Kerttu Saarinen Varattu · Palaverissa"


def test_a_queue_that_is_not_in_the_agents_list_is_recognised_among_the_hits() -> None:
    seen = typed("laskutus", found_queue())

    assert hint(seen).startswith("Palvelusarja Laskutus")
    assert press(seen, "transfer")[1][0].args["target"] == "Laskutus"  # type: ignore[union-attr]


def test_how_often_a_target_was_used_is_kept_as_text() -> None:
    kerttu = Target("09 9245 1113", "Kerttu Saarinen")
    kept = targets.read(targets.written(Targets().used(kerttu).used(kerttu)))

    assert kept.times_used(Target("0992451113")) == 2
