"""What was mended once, taken out again: a storm that does not find it looks at too little.

Each is a piece of the product's source and what stands there without the mend. A test holds that the piece is
still there; `soak --without-mends` lets storms blow over each.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[3] / "pysrc"
ASTERISK, RULES, CHANGES = "server/pbx/asterisk", "core/rules", "core/changes"


@dataclass(frozen=True)
class Mend:
    """`name` is what was mended; in the file (below pysrc/benedesk) `mended` takes the place of `faulty`."""

    name: str
    file: str
    mended: str
    faulty: str

    def taken_out_of(self, sources: Path) -> None:
        path = sources / "benedesk" / self.file
        text = path.read_text()
        assert text.count(self.mended) == 1, (
            f"{self.name}: {self.file} has it {text.count(self.mended)} times"
        )
        path.write_text(text.replace(self.mended, self.faulty))


MENDS = (
    Mend(
        "lengths of time follow the monotonic clock",
        "server/engine.py",
        "self._set(effect, effect.due - step.at)",
        "self._set(effect, effect.due - self.clock._wall())",
    ),
    Mend(
        "a ring begins when its order goes out",
        "server/engine.py",
        "self._set(effect, effect.due - step.at)",
        "self._set(effect, effect.due - self.clock.now())",
    ),
    Mend(
        "the desk is told that the PBX is away",
        f"{ASTERISK}/pbx.py",
        "        self._tell(PbxLost())\n",
        "",
    ),
    Mend(
        "endings that were ordered meanwhile are made up for",
        "core/react.py",
        "if line.call in desk.hung_up and not line.handed_over:",
        "if line.call in () and not line.handed_over:",
    ),
    Mend(
        "a connection that is deaf is made anew",
        f"{ASTERISK}/connection.py",
        "                await self.beat()\n",
        "                pass\n",
    ),
    Mend(
        "who was hung up does not come back at a resync",
        f"{RULES}/pbx.py",
        "line.call in desk.calls or line.call in desk.hung_up or line.handed_over",
        "line.call in desk.calls or line.handed_over",
    ),
    Mend(
        "a second server asks who has the application",
        f"{ASTERISK}/pbx.py",
        "if not self._take_over and (other := await self._owner.other()):",
        "if self._take_over and (other := await self._owner.other()):",
    ),
    Mend(
        "a target who has answered is not released",
        f"{ASTERISK}/lines.py",
        "if leg and leg is not caller.target else []",
        "if leg else []",
    ),
    Mend(
        "a target who has answered has the call, whatever the time",
        f"{RULES}/pbx.py",
        "    if call.returned and call.returned.ringing == what.ringing and not is_talk(call.state):\n"
        "        return [ended(desk, call, Outcome.TRANSFERRED, now, released=call.ringing)]\n",
        "",
    ),
    Mend(
        "an answer counts for its own ringing",
        f"{RULES}/pbx.py",
        "    if call.ringing != what.ringing:\n        missed",
        "    if not call.ringing:\n        missed",
    ),
    Mend(
        "what the PBX told while the process was stopped comes before its timers",
        "server/engine.py",
        "first_s = CATCH_UP_S if loop.time() - due > LATE_S else A_MOMENT_S",
        "first_s = 0.0",
    ),
    Mend(
        "a phone that is lost while it rings fails the offer",
        f"{RULES}/pbx.py",
        "if call and not what.on and _rings(call) == agent.id:",
        "if call and what.on and _rings(call) == agent.id:",
    ),
    Mend(
        "a command has an age",
        "wire/messages.py",
        "COMMAND_AGE_S = 10.0",
        "COMMAND_AGE_S = 1e9",
    ),
    Mend(
        "who sends a call away is not offered it at once",
        f"{RULES}/calls.py",
        "retry_at = now + RETRY_S if queue in agent.skills else None",
        "retry_at = None",
    ),
    Mend(
        "whom a call was sent to and who declined is not rung for it at once",
        f"{CHANGES}/calls.py",
        "        _not_before(call, event.target_agent, event.retry_at)\n",
        "        pass\n",
    ),
    Mend(
        "a decline puts off its own agent only",
        "core/rules/pbx.py",
        "    if kind == timers.RETRY and call and call.not_before.get(asked) == what.due:",
        "    if kind == timers.RETRY and call and max(call.not_before.values(), default=0) == what.due:",
    ),
    Mend(
        "a phone that rings for nobody is let go of",
        f"{ASTERISK}/lines.py",
        "                return [_end_of_nobodys(channel)]\n            case w.LegAnswered",
        "                return []\n            case w.LegAnswered",
    ),
    Mend(
        "a command is done once",
        "wire/server_session.py",
        "return Submit(key, what) if self.hub.ask(self, key) else None",
        "return Submit(key, what) if self.hub.ask(self, key) or True else None",
    ),
    Mend(
        "an order goes out only when its facts are durable",
        "server/engine.py",
        "        await self._journal.append(batch.entries)\n        for step in batch.steps:\n"
        "            self._carry_out(step)\n",
        "        for step in batch.steps:\n            self._carry_out(step)\n"
        "        await self._journal.append(batch.entries)\n",
    ),
    Mend(
        "a commit that failed may have reached the disk",
        "server/store/journal.py",
        "                write = _insert_if_missing\n",
        "                write = _insert\n",
    ),
    Mend(
        "a talk that is taken over hears no music",
        "core/loop.py",
        "if not (isinstance(each, PlayMusic) and each.call in kept)",
        "if not (isinstance(each, PlayMusic) and each.call in {})",
    ),
)
