"""The page's fixed skeleton: its containers, each filled with keyed parts.

`parts` says what stands in them; the containers themselves never change, so nothing that is on
screen loses focus or scrolling when a part does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from ..painter import Part, Rows
from ..state.aim import aim
from ..state.diary import day_of, missed
from ..state.guide import step
from ..state.hits import chosen, current, hits
from ..state.scene import LOADING, Scene, may, pbx_away, target_of
from ..state.targets import Target, Targets
from ..text.markup import Html, h, join
from ..text.words import Words
from . import card, diary, directory, header, login, note, notices, phone, queues, settings, targets
from .guide import guide
from .hit import hit
from .transfer import transfer

if TYPE_CHECKING:
    from ...core.documents import FoundEntry

CONTAINERS = (
    "top", "own", "card", "demo", "directory-head", "entries", "directory-foot", "queues-head",
    "queue-columns", "queue-rows", "queues-foot", "targets-head", "target-rows", "diary-head", "diary-rows",
    "diary-foot", "settings", "sign-in", "notices",
)  # fmt: skip

_SKELETONS = tuple(f"skeleton-{place}" for place in range(5))
_SHELL = h(
    '<div id="app" class="app" aria-busy="true">'
    '<div id="top" data-rows></div>'
    '<main class="desk"><div class="deck"><div id="own" data-rows></div>'
    '<section id="card" class="card" aria-labelledby="card-title" tabindex="-1" data-rows></section>'
    '<div id="demo" data-rows></div></div>'
    '<div class="board"><section id="directory" aria-labelledby="directory-title">'
    '<div id="directory-head" data-rows></div><ul id="entries" class="entries" data-rows></ul>'
    '<div id="directory-foot" data-rows></div></section>'
    '<section id="queues" aria-labelledby="queues-title">'
    '<div id="queues-head" data-rows></div>'
    '<table aria-labelledby="queues-title"><thead id="queue-columns" data-rows></thead>'
    '<tbody id="queue-rows" data-rows></tbody></table><div id="queues-foot" data-rows></div></section>'
    '<section id="targets" aria-labelledby="targets-title"><div id="targets-head" data-rows></div>'
    '<ul id="target-rows" class="entries" data-rows></ul></section>'
    '<section id="diary" aria-labelledby="diary-title"><div id="diary-head" data-rows></div>'
    '<ul id="diary-rows" class="entries" data-rows></ul><div id="diary-foot" data-rows></div></section>'
    '<section id="settings" aria-labelledby="settings-title" data-rows></section>'
    '</div><div id="sign-in" data-rows></div><div id="notices" data-rows></div></main>'
    '<div id="alert" class="vh" role="alert"></div><div id="status" class="vh" role="status"></div></div>'
)


def shell(rows: Mapping[str, Iterable[str]]) -> Html:
    """The skeleton with its containers filled."""
    page = str(_SHELL)
    for name in CONTAINERS:
        opening, found, rest = page.partition(f'id="{name}"')
        tag, _, after = rest.partition(">")
        assert found, name
        page = f"{opening}{found}{tag}>{join(Html(row) for row in rows.get(name, ()))}{after}"
    return Html(page)


def parts(scene: Scene) -> Iterable[Part | Rows]:
    """Everything on screen, in order, with what each part looks at; the narrower, the seldomer drawn."""
    yield from _own(scene)
    yield from _card(scene)
    yield from _directory(scene)
    yield from _queues(scene)
    yield from _targets(scene)
    yield from _calls(scene)
    words, ui, link = scene.words, scene.ui, scene.link
    chosen = (words, ui.settings_open, ui.preferences, ui.sound, scene.demo)
    yield Part("settings", "settings", chosen, lambda: settings.settings(scene))
    seen = (words, link.state, ui.sign_in, scene.sign_in_elsewhere)
    yield Part("sign-in", "login", seen, lambda: login.login(scene))
    silent = (words, ui.sound.allowed, scene.agent is None)
    if ui.asked:
        yield Part("notices", "question", (words, ui.asked), lambda: notices.question(words, ui.asked))
    yield Part("notices", "silent", silent, lambda: settings.silent(scene))
    told = (words, link, ui.notice, scene.agent and scene.agent["gate"])
    yield Part("notices", "notice", told, lambda: notices.notice(scene))


def _own(scene: Scene) -> Iterable[Part]:
    words, agent, link = scene.words, scene.agent, scene.link
    yield Part("top", "header", (words, agent, link.state, scene.demo), lambda: header.header(scene))
    yield Part("own", "availability", (words, agent), lambda: header.availability(scene))
    yield Part("own", "section", (words, agent, scene.ui.section_open), lambda: header.section(scene))


def _card(scene: Scene) -> Iterable[Part]:
    words, ui, call, agent = scene.words, scene.ui, scene.call, scene.agent
    state, away = call and call["state"], pbx_away(scene)
    today = None if call else day_of(scene.diary, scene.day)
    above = (words, agent, call, ui.sent, scene.link, scene.day, today)
    yield Part("card", "call", above, lambda: card.call(scene))
    noting = (words, note.on_card(scene), ui.draft and ui.draft.base, call and call["id"], ui.preferences)
    yield Part("card", "note", noting, lambda: note.on_the_card(scene))
    shown = (words, state, away, ui.busy, ui.preferences)
    yield Part("card", "actions", shown, lambda: card.actions(scene))
    there = chosen(scene) if ui.search and current(scene) else None
    field = (
        words, state, away, ui.target, ui.fills, ui.filled, aim(scene), ui.search, there, ui.refused, ui.busy,
        ui.preferences,
    )  # fmt: skip
    yield Part("card", "transfer", field, lambda: transfer(scene))
    if telephone := scene.phone:
        seen = (words, telephone, ui.preferences)
        yield Part("demo", "phone", seen, lambda: phone.phone(*seen))
        plays = (words, scene.scenario, step(ui))
        yield Part("demo", "guide", plays, lambda: guide(*plays))


def _queues(scene: Scene) -> Iterable[Part | Rows]:
    words, agent = scene.words, scene.agent
    supervisor = bool(agent and agent["supervisor"])
    mine = {queue["id"] for queue in agent["queues"] if queue["member"]} if agent else set()
    waiting = sum(queue["length"] for queue in scene.queues)
    yield Part("queues-head", "head", (words, waiting), lambda: queues.head(words, waiting))
    yield Part("queue-columns", "columns", (words, supervisor), lambda: queues.columns(words, supervisor))
    for key in _SKELETONS if scene.link.state == LOADING else ():
        yield Part("queue-rows", key, (), partial(queues.skeleton, key))
    rows = {queue["id"]: (queue, queue["id"] in mine) for queue in scene.queues}
    yield Rows("queue-rows", (words, supervisor), rows, queues.row)
    empty = bool(agent) and not scene.queues
    yield Part("queues-foot", "foot", (words, empty), lambda: queues.foot(words, empty))


def _calls(scene: Scene) -> Iterable[Part | Rows]:
    words, ui = scene.words, scene.ui
    entries = scene.diary["calls"] if scene.diary else ()
    seen = (words, ui.diary_open, missed(entries, scene.day))
    yield Part("diary-head", "head", seen, partial(diary.head, *seen))
    rows = {
        entry["call"]: (entry, entry["at"] >= scene.day, ui.noting == entry["call"])
        for entry in (entries if ui.diary_open else ())
    }
    yield Rows("diary-rows", (words, bool(scene.call)), rows, diary.row)
    empty = ui.diary_open and not entries
    yield Part("diary-foot", "foot", (words, empty), partial(diary.foot, words, empty))


def _directory(scene: Scene) -> Iterable[Part | Rows]:
    words, keys, ui = scene.words, scene.ui.preferences, scene.ui
    seen = (words, keys, ui.clears)
    yield Part("directory-head", "head", seen, lambda: directory.head(*seen))
    first = chosen(scene) if ui.search else None
    rows = {
        entry["id"]: (entry, _starred(words, ui.targets, entry), entry is first)
        for entry in (hits(scene) if ui.search else ())
    }
    yield Rows("entries", (words, may(scene, "TransferCall")), rows, hit)
    searched = (words, scene.found, ui.search)
    yield Part("directory-foot", "foot", searched, lambda: directory.foot(scene))


def _targets(scene: Scene) -> Iterable[Part]:
    words, listed = scene.words, () if scene.ui.search else scene.ui.targets.listed()
    yield Part("targets-head", "head", (words, not listed), lambda: targets.head(words, not listed))
    for one, starred in listed:
        queue = next((queue for queue in scene.queues if queue["name"] == one.text), None)
        seen = (words, one, starred, queue, scene.people.get(words.dialled(one.text)))
        yield Part("target-rows", f"target/{one.key}", seen, partial(targets.target, *seen))


def _starred(words: Words, targets: Targets, entry: FoundEntry) -> bool:
    spot = target_of(words, entry)
    return spot is not None and targets.is_starred(Target(*spot))
