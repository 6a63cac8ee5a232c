"""Which search documents are watched: what is being typed, and the people among the agent's own targets.

People have no documents of their own, so each listed target is a search for its whole number: one entry, told
anew when that person's availability changes. It is watched only while the list is on screen.
"""

from __future__ import annotations

from collections.abc import Collection

from ...core import topics
from ...wire.panel_session import PanelSession
from ..text.words import Words
from .targets import Targets

MOST_PEOPLE = 8


def people_of(targets: Targets, words: Words) -> list[str]:
    """The numbers, as documents have them, of the listed targets that may be a person's; the first few."""
    every = (words.dialled(target.text) for target, _ in targets.listed())
    return [number for number in every if number.removeprefix("+").isdigit()][:MOST_PEOPLE]


class Searches:
    """Keeps the session's watches as they should be."""

    def __init__(self, session: PanelSession) -> None:
        self._session = session
        self.typed: set[str] = set()  # topics: of what is typed, and an older one while it is still shown
        self.people: Collection[str] = ()  # numbers
        self._watched: set[str] = set()
        self._listed: tuple[Targets, Words] | None = None
        self._numbers: list[str] = []

    def settle(self, text: str, targets: Targets, words: Words, target: str = "") -> None:
        """Watch what is asked for now. The older answer stays until the one to `text` is there.

        `target` is what stands in the transfer field: if it is a number, whose it is is asked as well.
        """
        session, asked = self._session, topics.search(text)
        if self._listed != (targets, words):
            self._listed, self._numbers = (targets, words), people_of(targets, words)
        number = [words.dialled(target)] if words.is_number(target) else []
        self.people = [*number, *(() if text else self._numbers)]
        wanted = {topics.search(number) for number in self.people}
        if text:
            wanted.add(asked)
            if asked not in session.documents:
                wanted |= self.typed & session.documents.keys()
            self.typed.add(asked)
        for topic in self._watched - wanted:
            session.unwatch(topic)
        for topic in sorted(wanted - self._watched):
            session.watch(topic)
        self._watched = wanted
        self.typed &= wanted
