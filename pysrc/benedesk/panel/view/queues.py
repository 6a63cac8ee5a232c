"""The list Palvelusarjat (R6): every queue's state now; a click on a name fills the transfer field (R11)."""

from __future__ import annotations

from .. import figures
from ..markup import Html, flag, h, join
from ..scene import Body
from ..words import Words
from .figure import figure, wait
from .icons import icon

COLUMNS = ("length", "longest_wait", "free", "serving", "active", "calls")
_ROW = (  # one template: in a rush, rows are what is drawn most
    '<tr data-key="{id}"{member}{shut}><th scope="row" class="col-name"><span class="named">'
    '<button type="button" class="queue-name" id="queue-{id}" data-act="fill" data-text="{name}" '
    'data-queue="{id}" title="{name}">{name}</button>{closed}</span></th>'
    + "".join(f'<td class="col-{key}">{{{key}}}</td>' for key in COLUMNS)
    + "{door}</tr>"
)


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


def row(words: Words, queue: Body, member: bool, supervisor: bool) -> Html:
    """One queue."""
    cells = {
        "length": figure(words, queue["length"], figures.length_level(queue["length"])),
        "longest_wait": wait(words, queue["oldest"]),
        "free": figure(words, queue["free"]),
        "serving": figure(words, queue["serving"], figures.serving_level(queue["serving"])),
        "active": figure(words, queue["active"]),
        "calls": figure(words, queue["calls"]),
    }
    shut = not queue["open"]
    return h(
        _ROW, id=queue["id"], name=queue["name"], member=flag("data-member", member),
        shut=flag("data-closed", shut), closed=_closed(words) if shut else "",
        door=_door(words, queue) if supervisor else "", **cells,
    )  # fmt: skip


def _closed(words: Words) -> Html:
    return h('<span class="closed">{}</span>', icon("closed", words("queue.closed")))


def _door(words: Words, queue: Body) -> Html:
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
        '<tr data-key="{}" aria-hidden="true"><td class="col-name"><span class="named">'
        '<i class="skeleton"></i></span></td>{}</tr>',
        key, cells,
    )  # fmt: skip


def foot(words: Words, empty: bool) -> Html:
    """What stands in place of rows when there are none."""
    text = words("queues.none") if empty else ""
    return h('<p class="hint" data-key="foot"{}>{}</p>', flag("hidden", not empty), text)
