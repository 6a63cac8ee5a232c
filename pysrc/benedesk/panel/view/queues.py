"""The list Palvelusarjat (R6): every queue's state now; a click on a name fills the transfer field (R11)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..state.figures import length_level, levels_of, serving_level
from ..text.markup import Html, flag, h, join
from ..text.words import Words
from .figure import figure, wait
from .icons import icon

if TYPE_CHECKING:
    from ...core.documents import QueueDocument

COLUMNS = ("length", "longest_wait", "free", "serving", "active", "calls")


def head(words: Words, waiting: int) -> Html:
    """The list's title, and how many wait in all."""
    total = words.count("queues.waiting", waiting) if waiting else ""
    return h(
        '<div class="list-head" data-key="head"><h2 id="queues-title">{}</h2><p class="total">{}</p></div>',
        words("queues"), total,
    )  # fmt: skip


def columns(words: Words, supervisor: bool) -> Html:
    """The table's head."""
    cells = join(
        h('<th scope="col" class="col-{0}" title="{2}">{1}</th>', key, words(f"column.{key}"),
          words(f"column.{key}.meaning"))
        for key in COLUMNS
    )  # fmt: skip
    door = h('<th scope="col" class="col-door"><span class="vh">{}</span></th>', words("column.door"))
    return h(
        '<tr data-key="columns"><th scope="col" class="col-name"><span class="vh">{}</span></th>{}{}</tr>',
        words("fact.queue"), cells, door if supervisor else "",
    )  # fmt: skip


def row(words: Words, supervisor: bool, queue: QueueDocument, member: bool) -> Html:
    """One queue. In a rush, rows are what is drawn most: their parts are remembered."""
    start = _start(words, queue["id"], queue["name"], member, queue["open"])
    levels, waiting = levels_of(queue), queue["length"]
    length = figure(words, "length", waiting, length_level(waiting, levels["length"]))
    longest = wait(words, queue["oldest"], levels, "longest_wait")
    free = figure(words, "free", queue["free"])
    serving = figure(words, "serving", queue["serving"], serving_level(queue["serving"], waiting))
    active, calls = figure(words, "active", queue["active"]), figure(words, "calls", queue["calls"])
    door = _door(words, queue) if supervisor else ""
    return Html(f"{start}{length}{longest}{free}{serving}{active}{calls}{door}</tr>")


@lru_cache(4096)
def _start(words: Words, id_: str, name: str, member: bool, is_open: bool) -> Html:
    """The row as far as its figures. R11: a click on the name fills the transfer field."""
    return h(
        '<tr data-key="{id}"{member}{shut}><th scope="row" class="col-name"><button type="button" '
        'class="queue-name" id="queue-{id}" data-act="fill" data-text="{name}" title="{name}">{name}</button>'
        "{closed}</th>",
        id=id_, name=name, member=flag("data-member", member), shut=flag("data-closed", not is_open),
        closed="" if is_open else _closed(words),
    )  # fmt: skip


def _closed(words: Words) -> Html:
    return h('<span class="closed">{}</span>', icon("closed", words("queue.closed")))


def _door(words: Words, queue: QueueDocument) -> Html:
    """A supervisor opens and closes the queue here."""
    label = words("queue.close" if queue["open"] else "queue.reopen")
    return h(
        '<td class="col-door"><button type="button" class="door" data-act="door" data-queue="{}" '
        'aria-label="{}" title="{}">{}</button></td>',
        queue["id"], label, label, icon("open" if queue["open"] else "closed"),
    )  # fmt: skip


def skeleton(key: str) -> Html:
    """A row that stands in for a queue while nothing is known yet."""
    cells = join(h('<td class="col-{}"><i class="skeleton short"></i></td>', column) for column in COLUMNS)
    return h(
        '<tr data-key="{}" aria-hidden="true"><td class="col-name"><i class="skeleton"></i></td>{}</tr>',
        key, cells,
    )  # fmt: skip


def foot(words: Words, empty: bool) -> Html:
    """What stands in place of rows when there are none."""
    text = words("queues.none") if empty else ""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not empty), text)
