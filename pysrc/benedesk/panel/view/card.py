"""The call card: one call, or why there is none. It keeps its height whatever it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ...core.states import CallState
from ..acts.keys import hint
from ..state.diary import Day, day_of
from ..state.scene import Scene, may, page_about
from ..text.markup import Html, h, join
from ..text.words import Words
from .caller import history, notes
from .figure import ago, hours, moment, since, until
from .icons import icon
from .named import named

if TYPE_CHECKING:
    from ...core.documents import AgentDocument, CallDocument, DeclinedOffer, MissedOffer, ReturnOfCall


def face(scene: Scene) -> str:
    """What the card shows: a call's state, or `wrap_up`, `set_aside`, `none`, `loading`."""
    if scene.call:
        return scene.call["state"]
    if scene.agent is None:
        return "loading"
    if scene.agent["set_aside"]:
        return "set_aside"
    return "wrap_up" if scene.agent["wrap_up_until"] else "none"


def _sign(scene: Scene) -> str:
    """The icon beside the state."""
    if scene.call:
        return "resume" if _off_hold(scene) else _call_sign(scene.call["state"])
    return {"wrap_up": "clock", "set_aside": "away"}.get(face(scene), "")


def _off_hold(scene: Scene) -> bool:
    """Whether it is the agent's own held call that rings, and no new one."""
    return bool(scene.call and scene.call["state"] == "offered" and scene.call.get("off_hold"))


def _call_sign(state: CallState) -> str:
    match state:
        case CallState.OFFERED | CallState.TRANSFERRING | CallState.DIALLING | CallState.CONNECTED:
            return "phone"
        case CallState.HELD:
            return "pause"
        case CallState.QUEUED | CallState.ENDED:
            return ""  # on nobody's card
        case _:
            assert_never(state)


def call(scene: Scene) -> Html:
    """The upper part of the region Puhelu: state, facts (R8), story (R15)."""
    words, shows = scene.words, face(scene)
    mark = icon("returned", words("returned")) if scene.call and scene.call["returned"] else ""
    return h(
        '<div class="call" data-key="call" data-face="{shows}"><div class="call-head">'
        '<h2 id="card-title">{title}</h2>{mark}<p class="call-state">{sign}{state}</p>{clock}</div>'
        "{body}</div>",
        shows=shows, title=words("call"), mark=mark, sign=icon(sign) if (sign := _sign(scene)) else "",
        state=words("face.off_hold" if _off_hold(scene) else f"face.{shows}"), clock=_clock(scene),
        body=_facts(scene, scene.call, scene.agent) if scene.call and scene.agent
        else _empty(scene, shows),
    )  # fmt: skip


def _clock(scene: Scene) -> Html:
    if scene.call and scene.call["state"] in ("offered", "transferring"):
        deadline = scene.call["deadline"]
        return until(deadline) if deadline else Html()
    if scene.call:
        return since(scene.call["since"])
    if scene.agent and scene.agent["wrap_up_until"]:
        return until(scene.agent["wrap_up_until"])
    return Html()


# -- with a call -----------------------------------------------------------------------------------


def _facts(scene: Scene, call: CallDocument, me: AgentDocument) -> Html:
    words = scene.words
    number = words.caller(call["caller"])
    dialled = h('<span class="number">{}</span>{}', words.number(call["dialled"]), _first_queue(call))
    facts = (
        _fact(
            words,
            "called" if call.get("outgoing") else "caller",
            h("<strong>{}</strong> <span>{}</span>{}", number, call["caller_name"], _page_link(scene)),
        ),
        _fact(words, "queue", h("{}", call["queue_name"])),
        _fact(words, "shown" if call.get("outgoing") else "dialled", dialled),
        _fact(words, "state", _state(words, call)),
    )
    return h(
        '<dl class="facts">{}</dl><div class="story">{}{}{}</div>',
        join(facts), _story(scene, call, me["name"]), history(words, call["visits"], scene.day),
        notes(words, call, me["id"], scene.day),
    )  # fmt: skip


def _page_link(scene: Scene) -> Html:
    """Opens the company's own page about the caller, in a tab of its own."""
    if not (where := page_about(scene)):
        return Html()
    name = scene.words("caller_link")
    return h(
        '<a class="page-link" id="page-about" href="{}" target="_blank" rel="noopener noreferrer" '
        'aria-label="{}" title="{}">{}</a>',
        where, name, name, icon("page"),
    )  # fmt: skip


def _fact(words: Words, key: str, value: Html) -> Html:
    name = named(words, "fact.dialled") if key == "dialled" else words(f"fact.{key}")
    return h('<div class="fact {}"><dt>{}</dt><dd>{}</dd></div>', key, name, value)


def _first_queue(call: CallDocument) -> Html:
    if call["first_queue"] == call["queue"]:
        return Html()
    return h(' <span class="muted">· {}</span>', call["first_queue_name"])


def _state(words: Words, call: CallDocument) -> Html:
    state = words(f"state.{call['state']}")
    if call["state"] in ("offered", "transferring"):
        return h(
            '<span>{}</span> <span class="waited">· {}</span> {}', state, words("state.waited"),
            since(call["queued_at"]),
        )  # fmt: skip
    return h("<span>{}</span>", state)


def _story(scene: Scene, call: CallDocument, me: str) -> Html:
    """What the agent should know before the first word: where the call has been."""
    words = scene.words
    if returned := call["returned"]:
        sent = words.html("returned.sent", by=returned["by_name"], to=_target(words, returned))
        failed = words.html(f"failed.{returned['reason']}", ago=ago(returned["at"]))
        return h(
            '<div class="returned">{}<p class="sent-by">{}</p><p>{}</p>{}</div>',
            icon("returned"), sent, failed, _again(words, returned) if may(scene, "TransferCall") else "",
        )  # fmt: skip
    if call["state"] == "transferring" and call["transfer"]:
        return h("<p>{}</p>", words("story.sent_by", by=call["transfer"]["by_name"]))
    if others := [name for name in call["handled_by"] if name != me]:
        return h("<p>{}</p>", words("story.handled_by", names=", ".join(others)))
    return Html()


def _again(words: Words, returned: ReturnOfCall) -> Html:
    """Sends the call to the same target; not before there is a talk that can be sent."""
    return h(
        '<button type="button" class="again" id="again" data-act="again" data-single data-text="{}" '
        'data-whose="{}">{}</button>',
        words.number(returned["target"]), returned["label"], words("story.try_again"),
    )  # fmt: skip


def _target(words: Words, returned: ReturnOfCall) -> Html:
    return h('<b class="number">{}</b>', returned["label"] or words.number(returned["target"]))


# -- without one -----------------------------------------------------------------------------------


def _empty(scene: Scene, shows: str) -> Html:
    words, agent = scene.words, scene.agent
    if agent is None:
        return _say(h("{}", words(f"connection.{scene.link.state}")), Html())
    if missed := agent["set_aside"]:
        return _say(_missed(words, missed), _mend(words, "set_aside"))
    if shows == "wrap_up":
        return _say(h("{}", words("empty.wrap_up")), _mend(words, "wrap_up"))
    gate = agent["gate"]
    if (declined := agent.get("declined")) and gate is None:
        return _say(_declined(words, declined), _take_now(words, declined))
    sent = h('<span class="sent">{} {}</span>', icon("forward"), words("empty.sent", to=scene.ui.sent))
    sent = sent if scene.ui.sent else Html()
    if gate is None or agent["call"]:  # a call of their own is on its way here
        return _say(h("{}", words("empty.ready")), join((sent, _day(words, day_of(scene.diary, scene.day)))))
    reason = words(f"gate.{gate}", availability=words(f"availability.{agent['availability']}"))
    return _say(h("{}", reason), join((sent, _mend(words, gate))))


def _say(text: Html, below: Html) -> Html:
    return h('<div class="empty"><p>{}</p>{}</div>', text, below)


def _day(words: Words, day: Day) -> Html:
    """What the agent has done today; nothing before the first call."""
    if not (day.answered or day.missed):
        return Html()
    facts = {
        "answered": day.answered, "missed": day.missed, "sent": day.sent,
        "talk": hours(day.talk_s), "idle": hours(day.idle_s),
    }  # fmt: skip
    rows = (
        h("<li><span>{}</span> <b>{}</b></li>", words(f"day.{key}"), value) for key, value in facts.items()
    )
    return h('<ul class="day" aria-label="{}">{}</ul>', words("day"), join(rows))


def _missed(words: Words, missed: MissedOffer) -> Html:
    caller = words.caller(missed["caller"])
    return words.html(
        "empty.missed", queue=missed["queue_name"], at=moment(missed["at"]),
        caller=h('<span class="number">{}</span>', caller),
    )  # fmt: skip


def _declined(words: Words, declined: DeclinedOffer) -> Html:
    """What becomes of a call that the agent declined, and when it rings them again."""
    caller = declined["caller_name"] or words.caller(declined["caller"])
    return words.html(
        "empty.declined", queue=declined["queue_name"], caller=caller, again=until(declined["at"])
    )  # fmt: skip


def _take_now(words: Words, declined: DeclinedOffer) -> Html:
    return h(
        '<button type="button" class="mend" id="mend" data-act="ask-now" data-call="{}">{}</button>',
        declined["call"], words("mend.declined"),
    )  # fmt: skip


_MENDS = {
    "receiving_off": h('data-act="receiving"'),
    "no_queue": h('data-act="section-open"'),
    "availability": h('data-act="availability" data-value="available"'),
    "set_aside": h('data-act="come-back"'),
    "wrap_up": h('data-act="end-wrap-up"'),
}


def _mend(words: Words, gate: str) -> Html:
    """The one click that takes away what keeps calls from coming; some things no click can."""
    if gate not in _MENDS:
        return Html()
    name = words(f"mend.{gate}")
    return h('<button type="button" class="mend" id="mend" {}>{}</button>', _MENDS[gate], name)


# -- the lower part --------------------------------------------------------------------------------


def actions(scene: Scene) -> Html:
    """R9, R14: hold or off hold, and hang up; always in the same place."""
    words, busy, keys = scene.words, scene.ui.busy, scene.ui.preferences
    act, sign = ("unhold", "resume") if may(scene, "UnholdCall") else ("hold", "pause")
    able = may(scene, "HoldCall") or may(scene, "UnholdCall")
    tip = hint(keys, "hold", words(act))
    hold = _button(words(act), act, sign, "hold", able, bool(busy & {"HoldCall", "UnholdCall"}), tip)
    able = may(scene, "HangUpCall")
    tip = hint(keys, "hang_up", words("hang_up"))
    hang_up = _button(words("hang_up"), "hang-up", "down", "hang-up", able, "HangUpCall" in busy, tip)
    return h('<div class="actions" data-key="actions">{}{}</div>', hold, hang_up)


def _button(name: str, act: str, sign: str, element: str, able: bool, busy: bool, tip: Html) -> Html:
    off = Html() if able and not busy else Html(' aria-disabled="true"')
    return h(
        '<button type="button" class="action {element}" id="{element}" data-act="{act}" data-single'
        "{off}{busy}{tip}>{sign}<span>{name}</span></button>",
        element=element, act=act, off=off, busy=Html(' aria-busy="true"' if busy else ""), sign=icon(sign),
        name=name, tip=tip,
    )  # fmt: skip
