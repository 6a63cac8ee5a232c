"""One person or queue as the directory tells of them: a hit of the search, and the pieces of a favourite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.figures import levels_of
from ..state.scene import target_of
from ..state.targets import Target
from ..text.markup import Html, flag, h, join, yes_no
from ..text.words import Words
from .figure import moment, wait
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import FoundEntry, FoundQueue, QueueDocument


def hit(words: Words, able: bool, found: FoundEntry, starred: bool, chosen: bool) -> Html:
    """What is worth knowing before a transfer; `able`: a call can be sent there by the arrow, at once."""
    spot, queue = target_of(words, found), found["queue"]
    about = found["title"] and h('<span class="about">{}</span>', _about(found))
    return h(
        '<li class="entry hit" data-key="{id}" data-kind="{kind}"{current}>{sign}<div class="whom">{name}'
        "{state}{about}{star}</div>"
        '<div class="numbers">{numbers}</div>{send}</li>',
        id=found["id"], kind=found["kind"], current=Html(' aria-current="true"' if chosen else ""),
        sign=sign(found), name=_name(found, spot), about=about or "",
        star=star(words, Target(*spot), found["name"], starred) if spot else "",
        state=load(words, queue) if queue else presence(words, found),
        numbers=_numbers(words, found),
        send=_send(words, found, able) if spot else "",
    )  # fmt: skip


def _about(found: FoundEntry) -> str:
    return " · ".join(filter(None, (found["title"], found["department"])))


def _name(found: FoundEntry, spot: tuple[str, str] | None) -> Html:
    title = " · ".join(filter(None, (found["name"], _about(found))))
    if not spot:
        return h('<span class="name" title="{}">{}</span>', title, found["name"])
    text, whose = spot
    kind = "name queue-name" if found["queue"] else "name"
    return h(
        '<button type="button" class="{kind}" data-act="fill" data-text="{text}" data-whose="{whose}" '
        'title="{title}">{name}</button>',
        kind=kind, text=text, whose=whose, title=title, name=found["name"],
    )  # fmt: skip


def _numbers(words: Words, found: FoundEntry) -> Html:
    """All of them; with little room the first and how many more, but all in the hit that is chosen."""
    numbers = join(_number(words, found, number) for number in found["numbers"])
    rest = found["numbers"][1:]
    written = ", ".join(map(words.number, rest))
    return h('{}<span class="rest" title="{}">+{}</span>', numbers, written, len(rest)) if rest else numbers


def _number(words: Words, found: FoundEntry, number: str) -> Html:
    whose = words("transfer.queue", name=found["name"]) if found["queue"] else found["name"]
    return h(
        '<button type="button" class="number" data-act="fill" data-text="{text}" data-whose="{whose}" '
        'title="{title}">{text}</button>',
        text=words.number(number), whose=whose, title=words("directory.fill", name=found["name"]),
    )  # fmt: skip


def _send(words: Words, found: FoundEntry, able: bool) -> Html:
    return h(
        '<button type="button" class="send-hit" data-act="send-hit" data-entry="{}" data-single '
        'aria-label="{}" title="{}"{}>{}</button>',
        found["id"], label := words("directory.send", name=found["name"]), label, flag("hidden", not able),
        icon("forward"),
    )  # fmt: skip


def star(words: Words, one: Target, name: str, starred: bool) -> Html:
    """The button that makes a favourite of this target, or none."""
    label = words("directory.star", name=name)
    return h(
        '<button type="button" class="star" data-act="star" data-text="{}" data-whose="{}" '
        'aria-pressed="{}" aria-label="{}" title="{}">{}</button>',
        one.text, one.whose, yes_no(starred), label, label, icon("star"),
    )  # fmt: skip


def sign(found: FoundEntry) -> Html:
    """A queue's picture, or the dot of a person's availability; what it means stands beside it in words."""
    if found["queue"]:
        return h('<span class="entry-sign">{}</span>', icon("queue"))
    state = "on_call" if found["on_call"] else found["availability"]
    if not state:
        return h('<span class="entry-sign">{}</span>', icon("person"))
    return h('<span class="entry-sign"><span class="dot" data-availability="{}"></span></span>', state)


def presence(words: Words, found: FoundEntry, *, told: bool = False) -> Html:
    """Availability in words, note and end; of who is just available only heard, unless it is `told`."""
    if found["on_call"]:
        return h('<span class="presence-word">{}</span>', words("directory.on_call"))
    state = found["availability"]
    if state is None or (state == "available" and not found["note"] and not told):
        return h('<span class="vh">{}</span>', words(f"availability.{state}")) if state else Html()
    ends = h(" → {}", moment(found["until"])) if found["until"] else ""
    note = h(" · {}", found["note"]) if found["note"] else ""
    return h('<span class="presence-word">{}{}{}</span>', words(f"availability.{state}"), ends, note)


def load(words: Words, queue: FoundQueue | QueueDocument) -> Html:
    """How a queue stands: who waits, how long, who is free; or that it is closed."""
    if not queue["open"]:
        return h('<span class="load closed">{}{}</span>', icon("closed"), words("queue.closed"))
    longest = (
        h(" · {}", wait(words, queue["oldest"], levels_of(queue))) if queue["oldest"] is not None else ""
    )
    return h(
        '<span class="load">{}{} · {}</span>', words.count("queues.waiting", queue["length"]), longest,
        words.count("queue.free", queue["free"]),
    )  # fmt: skip
