"""What an agent's press or keystroke means: a new `Ui`, and orders to carry out. Pure.

An act is what `web/patch.js` tells: the element's `data-*` attributes, its `value`, and for a form
its `fields`.
"""

from __future__ import annotations

from collections.abc import Callable

from ...core.record import replace
from ...core.states import COMMAND_STATES
from ..state.scene import Scene
from ..state.ui import filled
from .choices import CHOICES
from .demo import DEMO_ACTS
from .diary import DIARY_ACTS
from .notes import NOTE_ACTS, before_it_goes
from .orders import (
    Act,
    Answer,
    Bell,
    Focus,
    OpenSignIn,
    Order,
    Reconnect,
    SaveLanguage,
    SavePreferences,
    Send,
    SignIn,
)
from .sending import SENDING_ACTS

# A press that was meant for a call which ended at that moment neither meets the next one nor begins one.
OF_A_CALL = frozenset({"PlaceCall", *COMMAND_STATES})


def acted(scene: Scene, act: Act) -> Answer:
    """The answer to one act. An act that means nothing (any more) changes nothing."""
    meaning = _preference if act["act"] in CHOICES else ACTS.get(act["act"])
    if meaning is None:
        return scene.ui, []
    ui, orders = meaning(scene, act)
    if scene.just_over and any(isinstance(order, Send) and order.name in OF_A_CALL for order in orders):
        return scene.ui, []
    return before_it_goes(replace(scene, ui=ui), orders)


# -- what each act means ---------------------------------------------------------------------------


def _section(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, section_open=not scene.ui.section_open), []


def _settings(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, settings_open=not scene.ui.settings_open), []


def _section_open(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, section_open=True), [Focus("section-button")]


def _language(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, language=act["value"]), [SaveLanguage(act["value"])]


def _receiving(scene: Scene, act: Act) -> Answer:
    if scene.agent is None:
        return scene.ui, []
    return scene.ui, [Send("SetReceiving", {"on": not scene.agent["receiving"]})]


def _membership(scene: Scene, act: Act) -> Answer:
    queues = scene.agent["queues"] if scene.agent else ()
    member = next((queue["member"] for queue in queues if queue["id"] == act["queue"]), None)
    if member is None:
        return scene.ui, []
    return scene.ui, [Send("SetMembership", {"queue": act["queue"], "on": not member})]


def _availability(scene: Scene, act: Act) -> Answer:
    return scene.ui, [Send("SetAvailability", {"availability": act["value"]})]


def _note(scene: Scene, act: Act) -> Answer:
    """The note and the end that stand beside an availability; `instants` are times of day made instants."""
    if scene.agent is None:
        return scene.ui, []
    until = act["instants"].get("until") or (None if act["act"] == "until" else scene.agent["until"])
    note = act["fields"]["note"].strip()
    args = {"availability": scene.agent["availability"], "note": note, "until": until}
    return scene.ui, [Send("SetAvailability", args)]


def _door(scene: Scene, act: Act) -> Answer:
    is_open = next((queue["open"] for queue in scene.queues if queue["id"] == act["queue"]), None)
    if is_open is None:
        return scene.ui, []
    return scene.ui, [Send("SetQueueOpen", {"queue": act["queue"], "open": not is_open})]


def _with_call(name: str) -> Callable[[Scene, Act], Answer]:
    def meaning(scene: Scene, act: Act) -> Answer:
        if scene.call is None or name in scene.ui.busy:
            return scene.ui, []
        return scene.ui, [Send(name, {"call": scene.call["id"]})]

    return meaning


def _ask_now(scene: Scene, act: Act) -> Answer:
    return scene.ui, [Send("AskNow", {"call": act["call"]})]


def _plain(order: Order) -> Callable[[Scene, Act], Answer]:
    return lambda scene, act: (scene.ui, [order])


def _number(scene: Scene, act: Act) -> Answer:
    """A number pressed outside the panel, on a web page: it is put into the field; for a call the panel asks.

    What was pressed there may not be what was meant: the page can lay anything under a press.
    """
    number = scene.words.dialled(act["number"])
    if act["what"] == "call":
        return replace(scene.ui, asked=number), [Focus("question-no")]
    return filled(scene.ui, scene.words.number(number), ""), [Focus("target")]


def _yes(scene: Scene, act: Act) -> Answer:
    """Call the number that stood in the question when it was answered, and no other."""
    if not scene.ui.asked or act["number"] != scene.ui.asked or "PlaceCall" in scene.ui.busy:
        return scene.ui, []
    return replace(scene.ui, asked=""), [Send("PlaceCall", {"number": scene.ui.asked})]


def _no(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, asked=""), []


def _sign_in(scene: Scene, act: Act) -> Answer:
    if scene.ui.sign_in == "busy":
        return scene.ui, []
    fields = act["fields"]
    return replace(scene.ui, sign_in="busy"), [SignIn(fields["user"].strip(), fields["password"])]


def _preference(scene: Scene, act: Act) -> Answer:
    preferences = CHOICES[act["act"]](scene.ui.preferences, act)
    return replace(scene.ui, preferences=preferences), [SavePreferences(preferences)]


def _dismiss(scene: Scene, act: Act) -> Answer:
    return replace(scene.ui, notice=None), []


ACTS: dict[str, Callable[[Scene, Act], Answer]] = {
    **DEMO_ACTS,
    **DIARY_ACTS,
    **NOTE_ACTS,
    **SENDING_ACTS,
    "section": _section,
    "section-open": _section_open,
    "settings": _settings,
    "language": _language,
    "receiving": _receiving,
    "membership": _membership,
    "availability": _availability,
    "note": _note,
    "until": _note,
    "door": _door,
    "hold": _with_call("HoldCall"),
    "unhold": _with_call("UnholdCall"),
    "hang-up": _with_call("HangUpCall"),
    "number": _number,
    "question-yes": _yes,
    "question-no": _no,
    "ask-now": _ask_now,
    "come-back": _plain(Send("ComeBack")),
    "end-wrap-up": _plain(Send("EndWrapUp")),
    "dismiss": _dismiss,
    "sign-in": _sign_in,
    "open-sign-in": _plain(OpenSignIn()),
    "reconnect": _plain(Reconnect()),
    "focus-target": _plain(Focus("target")),
    "focus-search": _plain(Focus("search")),
    "focus-note": _plain(Focus("note-on-card")),
    "ring-test": _plain(Bell("test")),
    "ring-find": _plain(Bell("find")),
}
