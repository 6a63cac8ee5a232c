"""The directory: one search over people and queues; a click on a number fills the transfer field (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.limits import SEARCH_CHARS
from ..acts.keys import hint
from ..state.preferences import Preferences
from ..state.scene import Scene, target_of
from ..state.targets import Target
from ..text.markup import Html, flag, h, join, yes_no
from ..text.words import Words
from .figure import moment, wait
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import FoundEntry, FoundQueue, QueueDocument


def head(words: Words, preferences: Preferences) -> Html:
    """The title and the search field."""
    return h(
        '<form class="list-head search" role="search" data-key="head" data-act="first" autocomplete="off">'
        '<h2 id="directory-title"><label for="search">{}</label></h2><span class="field">{}'
        '<input id="search" type="search" data-act="search" maxlength="{}" placeholder="{}" '
        'spellcheck="false"{}></span></form>',
        words("directory"), icon("search"), SEARCH_CHARS, words("directory.placeholder"),
        hint(preferences, "search", words("directory")),
    )  # fmt: skip


def entry(words: Words, found: FoundEntry, starred: bool = False) -> Html:
    """One person or queue, with what is worth knowing before a transfer."""
    queue = found["queue"]
    name = _queue_name(found, queue) if queue else h('<span class="name">{}</span>', found["name"])
    numbers = join(_number(words, found, number) for number in found["numbers"])
    return h(
        '<li class="entry" data-key="{id}" data-kind="{kind}">{sign}<div class="whom">{name}{about}'
        '{state}</div><div class="numbers">{numbers}</div>{star}</li>',
        star=_star(words, Target(*spot), found["name"], starred) if (spot := target_of(words, found)) else "",
        id=found["id"], kind=found["kind"], sign=_sign(words, found), name=name, about=_about(found),
        state=_load(words, queue) if queue else _presence(words, found), numbers=numbers,
    )  # fmt: skip


def target(
    words: Words, one: Target, starred: bool, queue: QueueDocument | None, person: FoundEntry | None = None
) -> Html:
    """A favourite, or one of the last targets; with a queue's load or a person's availability if known."""
    name = one.whose or one.text
    sign = icon("queue" if queue else "person") if starred else icon("clock", words("directory.recent"))
    sign = _sign(words, person) if person else h('<span class="entry-sign">{}</span>', sign)
    state = _load(words, queue) if queue else _presence(words, person) if person else ""
    button = h(
        '<button type="button" class="{}" data-act="fill" data-text="{}" data-whose="{}" '
        'title="{}">{}</button>',
        "number" if one.whose else "name queue-name", one.text, one.whose,
        words("directory.fill", name=name), one.text,
    )  # fmt: skip
    whom = h('<span class="name">{}</span>', one.whose) if one.whose else button
    return h(
        '<li class="entry" data-key="target/{}">{}<div class="whom">{}{}</div>'
        '<div class="numbers">{}</div>{}</li>',
        one.key, sign, whom, state, button if one.whose else "", _star(words, one, name, starred),
    )  # fmt: skip


def _star(words: Words, one: Target, name: str, starred: bool) -> Html:
    label = words("directory.star", name=name)
    return h(
        '<button type="button" class="star" data-act="star" data-text="{}" data-whose="{}" '
        'aria-pressed="{}" aria-label="{}" title="{}">{}</button>',
        one.text, one.whose, yes_no(starred), label, label, icon("star"),
    )  # fmt: skip


def _sign(words: Words, found: FoundEntry) -> Html:
    if found["queue"]:
        return h('<span class="entry-sign">{}</span>', icon("queue"))
    state = "on_call" if found["on_call"] else found["availability"] or "unknown"
    return h('<span class="entry-sign"><span class="dot" data-availability="{}"></span></span>', state)


def _queue_name(found: FoundEntry, queue: FoundQueue) -> Html:
    return h(
        '<button type="button" class="name queue-name" data-act="fill" data-text="{name}" '
        'data-queue="{id}">{name}</button>',
        name=found["name"], id=queue["id"],
    )  # fmt: skip


def _number(words: Words, found: FoundEntry, number: str) -> Html:
    whose = words("transfer.queue", name=found["name"]) if found["queue"] else found["name"]
    return h(
        '<button type="button" class="number" data-act="fill" data-text="{text}" data-whose="{whose}" '
        'title="{title}">{text}</button>',
        text=words.number(number), whose=whose, title=words("directory.fill", name=found["name"]),
    )  # fmt: skip


def _about(found: FoundEntry) -> Html:
    about = " · ".join(filter(None, (found["title"], found["department"])))
    return h('<span class="about">{}</span>', about) if about else Html()


def _presence(words: Words, found: FoundEntry) -> Html:
    """Availability in words; note and end when there are any."""
    if found["on_call"]:
        return h('<span class="presence-word">{}</span>', words("directory.on_call"))
    state = found["availability"]
    if state is None or (state == "available" and not found["note"]):
        return h('<span class="vh">{}</span>', words(f"availability.{state}")) if state else Html()
    ends = h(" → {}", moment(found["until"])) if found["until"] else ""
    note = h(" · {}", found["note"]) if found["note"] else ""
    return h('<span class="presence-word">{}{}{}</span>', words(f"availability.{state}"), ends, note)


def _load(words: Words, queue: FoundQueue | QueueDocument) -> Html:
    if not queue["open"]:
        return h('<span class="load closed">{}{}</span>', icon("closed"), words("queue.closed"))
    longest = h(" · {}", wait(words, queue["oldest"])) if queue["oldest"] is not None else ""
    return h(
        '<span class="load">{}{} · {}</span>', words.count("queues.waiting", queue["length"]), longest,
        words.count("queue.free", queue["free"]),
    )  # fmt: skip


def foot(scene: Scene) -> Html:
    """What is not on screen: nothing asked, nothing found, or how many more there are."""
    words, found, query = scene.words, scene.found, scene.ui.search
    if not query:
        text = "" if scene.ui.targets.listed() else words("directory.hint")
    elif found is None:
        text = words("directory.searching")
    elif not found["entries"]:
        text = words("directory.none", query=query)
    else:
        text = words.count("directory.more", found["more"]) if found["more"] else ""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not text), text)
