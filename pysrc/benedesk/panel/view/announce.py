"""What is said aloud (live regions): each thing once, when it happens; never a ticking time.

An arriving call interrupts; everything else waits for a pause.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.record import Record
from ..state.hits import chosen
from ..state.scene import LIVE, STALE, Scene
from ..text.words import Words
from .notices import notice_text, reason
from .transfer import whose

if TYPE_CHECKING:
    from ...core.documents import CallDocument, FoundEntry

RINGING = ("offered", "transferring")


class Said(Record):
    """What to say now: `alert` at once, `status` politely; empty says nothing."""

    alert: str = ""
    status: str = ""


def said(before: Scene, now: Scene) -> Said:
    """What a listener has to hear of the step from one scene to the next."""
    alert = _arrival(now.words, now.call) if now.call and _rings(now.call) and not _rang(before, now) else ""
    return Said(alert, " ".join(_calls(before, now, ringing=bool(alert))) or " ".join(_rest(before, now)))


def _rings(call: CallDocument) -> bool:
    return call["state"] in RINGING


def _rang(before: Scene, now: Scene) -> bool:
    assert now.call
    return bool(before.call and before.call["id"] == now.call["id"] and _rings(before.call))


def _arrival(words: Words, call: CallDocument) -> str:
    caller = " ".join(filter(None, (words.caller(call["caller"]), call["caller_name"])))
    dialled = words.number(call["dialled"])
    if call.get("off_hold"):
        return words("say.off_hold", caller=caller)
    text = words("say.offered", queue=call["queue_name"], caller=caller, dialled=dialled)
    if returned := call["returned"]:
        to = returned["label"] or words.number(returned["target"])
        reason = words(f"reason.{returned['reason']}")
        text += " " + words("say.returned", to=to, reason=reason)
    return text


def _calls(before: Scene, now: Scene, *, ringing: bool) -> Iterator[str]:
    words = now.words
    state = now.call["state"] if now.call else ""
    if before.call and (now.call is None or now.call["id"] != before.call["id"]):
        sent = "TransferCall" in now.ui.busy or now.ui.sent != before.ui.sent
        yield words("say.sent", to=now.ui.sending) if sent and now.ui.sending else _gone(before, now)
    elif state != (before.call["state"] if before.call else "") and not ringing:
        yield words(f"say.{state}")


def _gone(before: Scene, now: Scene) -> str:
    """A call that was declined has not ended: it waits."""
    declined = now.agent and now.agent.get("declined")
    is_this = declined and before.call and declined["call"] == before.call["id"]
    return now.words("say.declined" if is_this else "say.gone")


def _rest(before: Scene, now: Scene) -> Iterator[str]:
    words, ui = now.words, now.ui
    if now.agent and before.agent:
        if now.agent["set_aside"] and not before.agent["set_aside"]:
            yield words("say.set_aside", queue=now.agent["set_aside"]["queue_name"])
        if now.agent["wrap_up_until"] and not before.agent["wrap_up_until"]:
            yield words("say.wrap_up")
    if now.link.state != before.link.state:
        if now.link.state == STALE:
            yield words("say.stale")
        elif now.link.state == LIVE and before.link.state == STALE:
            yield words("say.live")
    if ui.notice and ui.notice != before.ui.notice:
        yield notice_text(words, ui.notice)
    if ui.asked and ui.asked != before.ui.asked:
        yield words("question.call", number=words.number(ui.asked))
    if ui.refused and ui.refused != before.ui.refused:
        yield reason(words, ui.refused)
    if ui.chosen and ui.chosen != before.ui.chosen and (reached := chosen(now)):
        yield words("say.hit", name=reached["name"], about=_state_of(words, reached))
    elif ui.fills != before.ui.fills and ui.target:
        yield words("say.filled", target=ui.target, whose=whose(now))


def _state_of(words: Words, entry: FoundEntry) -> str:
    if queue := entry["queue"]:
        return words.count("queues.waiting", queue["length"]) if queue["open"] else words("queue.closed")
    if entry["on_call"]:
        return words("directory.on_call")
    return words(f"availability.{entry['availability']}") if entry["availability"] else entry["title"]
