"""The top of the panel: whose it is, how true it is, language and help; availability; Sarjassa (R1-R5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.limits import AVAILABILITY_NOTE_CHARS
from ..state.scene import Scene
from ..text.markup import Html, flag, h, join, yes_no
from ..text.words import LANGUAGES, Words
from .figure import moment
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import AgentDocument

# What keeps calls away whatever the availability: it is not shown as if it brought any.
MOOT = ("receiving_off", "no_queue", "phone_unreachable", "set_aside", "pbx_away")
AVAILABILITIES = ("available", "busy", "do_not_disturb", "off_work")


def header(scene: Scene) -> Html:
    """Title, agent, connection, language, help."""
    words = scene.words
    languages = join(
        h('<option value="{}" lang="{}"{}>{}</option>', code, code, flag("selected", code == words.language),
          words(f"language.{code}"))
        for code in LANGUAGES
    )  # fmt: skip
    return h(
        '<header class="header" data-key="header">'
        '<div class="title"><div class="name"><h1>BeneDesk</h1>{tag}</div><p class="who">{who}</p></div>'
        '<p class="connection" data-state="{state}"><span class="dot"></span>{connection}</p>'
        '<select class="language" aria-label="{language}" data-act="language">{languages}</select>'
        '<a class="help" href="help/{code}.html" target="_blank" rel="noopener" aria-label="{help}" '
        'title="{help}"><span aria-hidden="true">?</span></a></header>',
        tag=h('<span class="tag">{}</span>', words("demo.tag")) if scene.demo else "",
        who=_who(words, scene.agent), state=(state := scene.link.state),
        connection=words(f"connection.{state}"),
        language=words("language"), languages=languages, code=words.language, help=words("help"),
    )  # fmt: skip


def _who(words: Words, agent: AgentDocument | None) -> Html:
    if agent is None:
        return Html()
    return h('{} <span class="number">{}</span>', agent["name"], words.number(agent["number"]))


def availability(scene: Scene) -> Html:
    """R5: the agent's availability; what is said beside it when they are away."""
    words, agent = scene.words, scene.agent
    chosen = agent["availability"] if agent else ""
    options = join(
        h('<option value="{}"{}>{}</option>', value, flag("selected", value == chosen),
          words(f"availability.{value}"))
        for value in AVAILABILITIES
    )  # fmt: skip
    return h(
        '<div class="presence" data-key="availability" data-availability="{chosen}" data-moot="{moot}">'
        '<label for="availability">{label}</label><span class="choice"><span class="dot"></span>'
        '<select id="availability" data-act="availability"{off}>{options}</select></span>{note}</div>',
        chosen=chosen, moot=yes_no(bool(agent and agent["gate"] in MOOT)), label=words("availability"),
        options=options, off=flag("disabled", agent is None),
        note=_note(words, agent) if agent and chosen != "available" else "",
    )  # fmt: skip


def _note(words: Words, agent: AgentDocument) -> Html:
    ends = words.html("availability.until", at=moment(agent["until"])) if agent["until"] else Html()
    return h(
        '<form class="note" data-act="note"><input name="note" id="note" type="text" maxlength="{most}" '
        'value="{note}" aria-label="{note_label}" placeholder="{note_label}" data-act="note" '
        'data-on="change">'
        '<span class="ends-at">{ends}</span><label class="ends"><span>{until_label}</span>'
        '<input name="until" id="until" type="time" data-act="until" data-on="change"></label></form>',
        most=AVAILABILITY_NOTE_CHARS, note=agent["note"], note_label=words("availability.note"),
        until_label=words("availability.ends"),
        ends=ends,
    )  # fmt: skip


def section(scene: Scene) -> Html:
    """R1-R3: the section BeneCC and its part Sarjassa, which tells what matters while it is closed too."""
    words, agent, is_open = scene.words, scene.agent, scene.ui.section_open
    return h(
        '<section class="section" data-key="section" aria-labelledby="section-name">'
        '<div class="section-head"><span class="section-name" id="section-name">BeneCC</span>'
        '<button type="button" class="disclosure" id="section-button" data-act="section" '
        'aria-expanded="{is_open}" aria-controls="section-body">{chevron}{title}</button>'
        '<p class="summary">{summary}</p></div>'
        '<div id="section-body" class="section-body"{hidden}>{body}</div></section>',
        is_open=yes_no(is_open), chevron=icon("chevron"), title=words("section"),
        summary=_summary(words, agent) if agent else "", hidden=flag("hidden", not is_open),
        body=_switches(words, agent) if agent else "",
    )  # fmt: skip


def _summary(words: Words, agent: AgentDocument) -> Html:
    mine = sum(queue["member"] for queue in agent["queues"])
    return h(
        '<span class="on-off" data-on="{on}" data-keeps="{off}">{receiving}</span> '
        '<span class="of" data-keeps="{none}" title="{of}">{of}</span>',
        on=yes_no(agent["receiving"]),
        off=yes_no(agent["gate"] == "receiving_off"),
        none=yes_no(agent["gate"] == "no_queue"),
        receiving=words("section.receiving", state=words("yes" if agent["receiving"] else "no")),
        of=words("section.member_of", n=mine, all=len(agent["queues"])),
    )


def _switches(words: Words, agent: AgentDocument) -> Html:
    rows = [_switch(words, "receiving", words("receiving"), agent["receiving"], "master")]
    rows += [_switch(words, "membership", q["name"], q["member"], "", q["id"]) for q in agent["queues"]]
    if not agent["queues"]:
        rows.append(h('<p class="hint">{}</p>', words("section.no_queues")))
    elif not agent["receiving"] and any(queue["member"] for queue in agent["queues"]):
        rows.append(h('<p class="hint">{}</p>', words("section.member_only")))
    return join(rows)


def _switch(words: Words, act: str, name: str, on: bool, kind: str, queue: str = "") -> Html:
    element = f"{act}-{queue}" if queue else act
    return h(
        '<div class="switch-row {kind}"><label for="{id}" id="{id}-name">{name}</label>'
        '<button type="button" role="switch" class="switch" id="{id}" aria-labelledby="{id}-name" '
        'aria-checked="{on}" data-act="{act}" data-queue="{queue}"><span>{state}</span></button></div>',
        kind=kind, id=element, name=name, on=yes_no(on), act=act, queue=queue,
        state=words("yes" if on else "no"),
    )  # fmt: skip
