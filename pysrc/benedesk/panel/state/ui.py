"""The panel's own state: what no document holds."""

from __future__ import annotations

from ...core.record import Record, replace
from .preferences import Preferences
from .targets import Target, Targets


class Notice(Record):
    """A command that was not done, until it is put away. `code` says why; empty: it could not be sent."""

    command: str
    code: str = ""


class Sound(Record):
    """What the browser lets us do: `allowed` to sound yet; `choosable` outputs, `devices` by id and name."""

    allowed: bool = True
    choosable: bool = False
    devices: tuple[tuple[str, str], ...] = ()


class Draft(Record):
    """A note that is being written on the card: of which call, and what was there at first (`base`)."""

    call: str
    text: str
    base: str
    left: bool = False  # the field has been left: done as soon as the desk has it


class Ui(Record, kw_only=True):
    """What the agent sees or types, beside the documents; replaced whole, never changed."""

    language: str = "fi"
    section_open: bool = False  # R1: the part Sarjassa is collapsed at first
    search: str = ""  # what the hits answer: typed in the directory's field or in the transfer field
    clears: int = 0  # how many times the program has emptied the directory's field
    order: tuple[str, ...] = ()  # the hits in the order in which they came first: none moves under a pointer
    ordered: str = ""  # the search whose order that is
    chosen: str = ""  # the id of the hit that the arrow keys have reached; empty: the best one
    awaited: bool = False  # Enter was pressed before there were hits: the best one is put into the field
    target: str = ""  # what stands in the transfer field
    fills: int = 0  # how many times the program has filled the field; the page fills it on a new count
    filled: str = ""  # what it was filled with
    whose: str = ""  # whose number it was filled with
    refused: str = ""  # the code with which the last transfer was refused
    sending: str = ""  # whom the call is being sent to
    sent: str = ""  # whom the last call was sent to; shown until the next one comes
    trying: Target | None = None  # where the call is being sent to, to be remembered if it goes
    targets: Targets = Targets()  # the last ones and the favourites
    diary_open: bool = False  # the part Omat puhelut
    settings_open: bool = False  # the part Ääni ja näppäimet
    noting: str = ""  # the call whose note is being written in the list
    draft: Draft | None = None  # what is being written on the card
    noted: str = ""  # the call whose note is on its way to the desk; of a draft, its text
    notice: Notice | None = None
    asked: str = ""  # the number of a web page that is to be called, if the agent says so here
    busy: frozenset[str] = frozenset()  # names of commands not answered yet
    preferences: Preferences = Preferences()
    sound: Sound = Sound()
    guide: int = 0  # how many of the demo's three steps have been done (state/guide.py)
    guide_closed: bool = False
    sign_in: str = ""  # "busy", or the code with which the last sign-in failed


def filled(ui: Ui, text: str, whose: str) -> Ui:
    """The transfer field with this text in it."""
    return replace(
        ui, target=text, filled=text, fills=ui.fills + 1, whose=whose, refused="", awaited=False
    )  # fmt: skip


def searched(ui: Ui, text: str) -> Ui:
    """Hits for this text; none for an empty one."""
    return ui if text == ui.search else replace(ui, search=text, chosen="", awaited=False)


def unsearched(ui: Ui) -> Ui:
    """No hits any more, and nothing in the directory's field."""
    return replace(searched(ui, ""), clears=ui.clears + 1) if ui.search else ui


OPEN_PARTS = "open"  # the name under which they are kept
PARTS = ("section_open", "diary_open", "settings_open", "guide_closed")  # what stays so on this machine


def open_parts(ui: Ui) -> str:
    """Which parts are open, as text to keep."""
    return " ".join(part for part in PARTS if getattr(ui, part))


def with_open_parts(ui: Ui, kept: str) -> Ui:
    """The parts as they were when that text was kept; an empty one leaves all closed."""
    return replace(ui, **{part: part in kept.split() for part in PARTS})


def afresh(ui: Ui) -> Ui:
    """What is left when another desk is shown: nothing that was typed, and nothing of its calls."""
    kept = ("language", *PARTS, "targets", "preferences", "sound", "guide")
    return Ui(**{name: getattr(ui, name) for name in kept}, fills=ui.fills + 1, clears=ui.clears + 1)
