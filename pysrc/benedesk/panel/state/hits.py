"""The hits of a search, in the order in which this agent wants them, and the one that Enter takes. Pure."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any

from .scene import Scene, natural, target_of
from .targets import Target

if TYPE_CHECKING:
    from ...core.documents import FoundEntry


def current(scene: Scene) -> bool:
    """Whether the hits on screen are those of what is typed; an older answer may be shown meanwhile."""
    return scene.found is not None and scene.found["query"] == scene.ui.search


def ranked(scene: Scene) -> list[FoundEntry]:
    """Queues first: the agent's own, then those with callers waiting, then by name; then people, by how often
    this agent sends calls to them, and else as the directory has them; the agent themself last of all."""
    mine = {queue["id"] for queue in scene.agent["queues"] if queue["member"]} if scene.agent else set()
    entries = scene.found["entries"] if scene.found else ()
    return sorted(entries, key=lambda entry: _rank(scene, entry, mine))


def _rank(scene: Scene, entry: FoundEntry, mine: Container[str]) -> tuple[Any, ...]:
    if queue := entry["queue"]:
        return 0, queue["id"] not in mine, not queue["length"], natural(entry["name"])
    spot = target_of(scene.words, entry)
    if scene.agent and scene.agent["number"] in entry["numbers"]:
        return 2, 0, 0, ()
    return 1, -(scene.ui.targets.times_used(Target(*spot)) if spot else 0), 0, ()


def hits(scene: Scene) -> Sequence[FoundEntry]:
    """The hits as they stand on screen."""
    if scene.ui.ordered != scene.ui.search:
        return ranked(scene)
    place = {id_: n for n, id_ in enumerate(scene.ui.order)}
    entries = scene.found["entries"] if scene.found else ()
    return sorted(entries, key=lambda entry: place.get(entry["id"], len(place)))


def chosen(scene: Scene) -> FoundEntry | None:
    """The hit that Enter takes: the one that the arrow keys have reached, else the best that has a number."""
    usable = [entry for entry in hits(scene) if target_of(scene.words, entry)]
    reached = (entry for entry in usable if entry["id"] == scene.ui.chosen)
    return next(reached, usable[0] if usable else None)


def best(scene: Scene) -> tuple[str, str] | None:
    """What Enter puts into the transfer field, and whose it is; a number that nobody has will do."""
    if hit := chosen(scene):
        return target_of(scene.words, hit)
    typed, words = scene.ui.search, scene.words
    return (words.number(words.dialled(typed)), "") if words.is_number(typed) else None


def stepped(scene: Scene, step: int) -> FoundEntry | None:
    """The hit so many further down; the list ends at its ends."""
    usable = [entry for entry in hits(scene) if target_of(scene.words, entry)]
    if not usable:
        return None
    now = next((place for place, entry in enumerate(usable) if entry["id"] == scene.ui.chosen), 0)
    return usable[max(0, min(len(usable) - 1, now + step))]
