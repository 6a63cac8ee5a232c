"""Every face of the panel, as scenes: what has to be drawn well, in each language and at each width."""

from __future__ import annotations

from typing import Any

from benedesk.panel.state.scene import CONNECTING, LIVE, SIGNED_OUT, STALE, LinkState, Phone, Scene
from benedesk.panel.state.targets import Target, Targets
from benedesk.panel.state.ui import Draft, Notice, Ui

from .documents import (
    NOW,
    RETURNED,
    agent,
    call,
    diary_entry,
    found,
    found_queue,
    note,
    offered,
    person,
    queue,
    scene,
    visit,
)

LONG = "Hämäläinen-Kauppinen Maria-Kristiina"
QUEUES = [
    queue("asiakaspalvelu", length=3, oldest=NOW - 95, serving=4),
    queue("laskutus", length=1, oldest=NOW - 42, serving=2, free=0),
    queue("myynti"),
    queue("tekninen-tuki", name="Tekninen tuki", length=2, oldest=NOW - 31, serving=0, free=0),
    queue("vaihde", name="Vaihde ja neuvonta, pääkonttori", serving=12, free=10, active=14, calls=12),
    queue("viat", name="Vikailmoitukset", open=False, serving=0, free=0, active=0, calls=0),
]
FOUND = found(
    found_queue(),
    found_queue("lakiasiat", open=False, length=0, oldest=None),
    person("Aalto Veera", "+358497001121", "121"),
    person("Ahonen Timo", on_call=True, title="huoltoteknikko", department="Tekninen tuki"),
    person(
        LONG, "+358497001123", "123", availability="do_not_disturb", note="Kokouksessa", until=NOW + 900,
        title="yritysasiakkaiden asiakkuusvastaava", department="Myynti",
    ),
    person("Korhonen Pekka", availability="off_work", note="Lomalla 1.12. asti"),
    person("Mäkinen Johanna", availability="busy"),
    more=52,
)  # fmt: skip
WRITING = Draft("c1", "Lähetä tarjous", "")
LONG_RETURN = RETURNED | {"label": LONG, "by_name": "Anna-Liisa Öhman"}
LOG = [
    diary_entry(call="1", ended_at=None),
    diary_entry(call="2", result="transferred", to=LONG, note="Lähetä tarjous huomenna, soittaa ennen kahta"),
    diary_entry(call="3", result="missed", number="", name=""),
    diary_entry(call="4", result="returned", to=LONG, reason="no_answer", queue_name="Vaihde ja neuvonta"),
    diary_entry(call="5", outgoing=True, name=""),
    diary_entry(call="6", outgoing=True, result="not_reached", name=LONG, at=NOW - 90_000),
]  # fmt: skip
TARGETS = Targets(
    recent=(Target("Laskutus"), Target("049 700 1123", LONG), Target("101")),
    starred=(Target("Myynti"), Target("09 9245 1113", "Kerttu Saarinen")),
)
DECLINED = {
    "call": "c1", "queue_name": "Vaihde ja neuvonta", "caller": "+358498124401", "caller_name": LONG,
    "at": NOW + 22,
}  # fmt: skip
MISSED = {"queue": "vaihde", "queue_name": "Vaihde ja neuvonta", "caller": "+358498124401", "at": NOW - 60}


DAY = [
    {"at": NOW - 20_000, "answered": 87, "missed": 2, "sent": 41, "talk_s": 15_125.0, "idle_s": 190.0},
    {"at": NOW - 900, "answered": 4, "missed": 0, "sent": 1, "talk_s": 431.0, "idle_s": 12.0},
]
KNOWN = {
    "visits": [
        visit(notes=[note("Tilaus 4711 on yhä matkalla; luvattu soittaa takaisin ennen kahta tänään")]),
        visit(outcome="abandoned", at=NOW - 9000),
        visit(failed_to="Kerttu Saarinen", reason="no_answer", at=NOW - 90_000),
    ],
    "notes": [note(by_name=LONG)],
}  # fmt: skip


def _demo(state: str) -> dict[str, Any]:
    return {"scenario": "quiet", "phone": Phone(state, "+358992451101", "+358498124401")}


def states(language: str) -> dict[str, Scene]:
    """Name of a state -> how it is seen in this language."""

    def seen(ui: Ui | None = None, **changed: Any) -> Scene:
        changed = {"queues": QUEUES, "found": FOUND, "link": LinkState(LIVE)} | changed
        usual = {"language": language, "search": "" if ui and ui.targets.listed() else "a"}
        given = vars(ui) if ui else {}
        return scene(Ui(**given | usual), language=language, **changed)

    people = {"+358992451113": person(availability="busy", note="Palaverissa", until=NOW + 900)}
    kept: dict[str, Any] = {"diary": {"calls": LOG}, "day": NOW - 80_000, "found": None, "people": people}
    nothing: dict[str, Any] = {"agent": None, "queues": [], "found": None}
    return {
        "loading": seen(link=LinkState(), **nothing),
        "connecting": seen(link=LinkState(CONNECTING, failed=True), **nothing),
        "signed out": seen(Ui(sign_in="bad_credentials"), link=LinkState(SIGNED_OUT), **nothing),
        "ready": seen(**_demo("idle")),
        "just sent": seen(Ui(sent=LONG)),
        "my day": seen(Ui(sent=LONG), diary={"calls": LOG, "day": DAY}, day=NOW - 80_000),
        "settings": seen(Ui(settings_open=True)),
        "receiving off": seen(Ui(section_open=True), agent=agent(receiving=False, gate="receiving_off")),
        "no queue": seen(agent=agent(gate="no_queue")),
        "away": seen(
            agent=agent(availability="do_not_disturb", note="Lounaalla", until=NOW + 900, gate="availability")
        ),
        "unreachable": seen(agent=agent(reachable=False, gate="phone_unreachable")),
        "called by a colleague": seen(agent=agent(gate="on_call", on_call=True)),
        "offered": seen(call=offered(), **_demo("ringing")),
        "returned": seen(call=offered(returned=LONG_RETURN, queue="laskutus", queue_name="Laskutus")),
        "transferred to me": seen(
            call=offered(state="transferring", transfer=RETURNED | {"by_name": "Eero Korhonen"})
        ),
        "dialling": seen(call=call(state="dialling", outgoing=True)),
        "connected": seen(
            Ui(target="Myynti", filled="Myynti", fills=1),
            call=call(handled_by=[LONG]),
            **_demo("talking"),
            diary={"calls": [diary_entry(ended_at=None)]},
        ),
        "known caller": seen(call=offered(**KNOWN), day=NOW - 80_000),
        "known caller connected": seen(
            call=call(**KNOWN), day=NOW - 80_000, diary={"calls": [diary_entry(ended_at=None)]}
        ),
        "known caller returned": seen(
            call=offered(**KNOWN, returned=LONG_RETURN), day=NOW - 80_000, **_demo("ringing")
        ),
        "noted": seen(
            call=call(), diary={"calls": [diary_entry(note="Lähetä tarjous huomenna, soittaa kahdelta")]}
        ),
        "noting": seen(Ui(draft=WRITING), call=call(), diary={"calls": [diary_entry()]}),
        "noting after the call": seen(
            Ui(draft=WRITING),
            diary={"calls": [diary_entry()]},
            agent=agent(wrap_up_until=NOW + 30, gate="wrap_up"),
        ),
        "noting while the next rings": seen(
            Ui(draft=WRITING),
            call=offered(id="c2"),
            diary={"calls": [diary_entry(name=LONG)]},
        ),
        "held": seen(call=call(state="held", caller="", caller_name="")),
        "refused": seen(Ui(target="12ab", filled="12ab", fills=1, refused="bad_number"), call=call()),
        "wrap-up": seen(agent=agent(wrap_up_until=NOW + 30, gate="wrap_up")),
        "set aside": seen(agent=agent(set_aside=MISSED, gate="set_aside")),
        "declined": seen(agent=agent(declined=DECLINED)),
        "stale": seen(call=call(), link=LinkState(STALE, NOW - 40, failed=True)),
        "notice": seen(Ui(notice=Notice("HoldCall", "wrong_state")), call=call()),
        "exchange away": seen(agent=agent(gate="pbx_away")),
        "exchange away in a call": seen(agent=agent(gate="pbx_away"), call=call(state="held")),
        "not to be disturbed": seen(
            Ui(target="09 9245 1102", filled="09 9245 1102", fills=1, refused="target_unavailable"),
            call=call(),
        ),
        "asking": seen(Ui(asked="+358498124401")),
        "nothing found": seen(found=found()),
        "my calls": seen(Ui(diary_open=True, targets=TARGETS), **kept),
        "a note": seen(
            Ui(diary_open=True, noting="2", targets=TARGETS), call=call(returned=RETURNED), **kept
        ),
        "missed calls": seen(diary={"calls": LOG}),
        "no calls": seen(Ui(diary_open=True)),
        "supervisor": seen(agent=agent(supervisor=True)),
    }
