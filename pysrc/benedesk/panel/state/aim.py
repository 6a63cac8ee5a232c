"""What stands in the transfer field, recognised: a queue, a person, a number, or nothing of the kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.record import Record
from .scene import Scene, may, pbx_away, target_of
from .targets import Target

if TYPE_CHECKING:
    from ...core.documents import FoundEntry, FoundQueue, QueueDocument


class Aim(Record):
    """Where the call would go. `text` is what the desk is told; `whose` may be unknown: empty."""

    text: str
    whose: str = ""
    person: FoundEntry | None = None
    queue: QueueDocument | FoundQueue | None = None


def aim(scene: Scene) -> Aim | None:
    """What was typed or put into the field, if a call can go there."""
    typed = scene.ui.target.strip()
    if not typed:
        return None
    if queue := next(_queues(scene, typed), None):
        return queue
    number = scene.words.dialled(typed) if scene.words.is_number(typed) else ""
    if number:
        person = next((one for one in _people(scene) if number in one["numbers"]), None)
        return Aim(typed, scene.ui.whose or (person["name"] if person else ""), person)
    named = [one for one in _people(scene) if one["name"].casefold() == typed.casefold() and one["numbers"]]
    if len(named) == 1:
        spot = target_of(scene.words, named[0])
        assert spot
        return Aim(*spot, named[0])
    return None


def remembered(scene: Scene) -> Target | None:
    """The same, as it is worth remembering: a queue by its name, a number as it is read."""
    now = aim(scene)
    if now is None:
        return None
    if now.queue:
        return Target(now.text)
    return Target(scene.words.number(scene.words.dialled(now.text)), now.whose)


def why_not(scene: Scene) -> str:
    """The key of the words for why Siirrä cannot be pressed now, or nothing."""
    if pbx_away(scene):
        return "transfer.away"
    if not may(scene, "TransferCall"):
        return "transfer.no_call"
    if not scene.ui.target.strip():
        return "transfer.empty"
    return "" if aim(scene) else "transfer.no_target"


def _people(scene: Scene) -> Iterator[FoundEntry]:
    yield from scene.people.values()
    yield from (one for one in (scene.found["entries"] if scene.found else ()) if one["kind"] == "person")


def _queues(scene: Scene, typed: str) -> Iterator[Aim]:
    """The queue whose name or number was typed: one of the agent's list, else one that was found."""
    name, number = typed.casefold(), scene.words.dialled(typed)
    for queue in scene.queues:
        if queue["name"].casefold() == name or queue["number"] == number:
            yield Aim(queue["name"], queue=queue)
    for one in scene.found["entries"] if scene.found else ():
        if one["queue"] and (one["name"].casefold() == name or number in one["numbers"]):
            yield Aim(one["name"], queue=one["queue"])
