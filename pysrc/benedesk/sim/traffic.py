"""Callers and colleagues who behave: they come, wait, lose patience, talk and hang up, all from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from ..core import events as e
from ..core.inputs import SetMembership, SetReceiving
from ..core.loop import Step
from ..core.model import AgentId, Outcome, QueueId
from ..core.states import CallState
from .pbx import Reply, answers
from .world import World


@dataclass(frozen=True, slots=True)
class Tempo:
    """How busy a day is. Times are means in seconds; each single time varies around its mean."""

    between_calls_s: float
    patience_s: float = 180.0
    talk_s: float = 90.0
    pick_up_s: float = 4.0


@dataclass(slots=True, kw_only=True)
class Traffic:
    """Callers for a world: (number, name) of each in `callers`, drawn at random.

    `weights` say how often each queue is called, compared with the others.
    """

    world: World
    random: Random
    tempo: Tempo
    callers: list[tuple[str, str]]
    weights: dict[QueueId, int]
    played_by_hand: AgentId = ""  # the user's own agent: their callers stay on the line longer
    called: int = field(default=0)  # how many have called so far

    def start(self, first_after_s: float) -> None:
        """Begin, with the first caller after this time."""
        self.world.listeners.append(self._saw)
        self.world.later(first_after_s, self._next_caller)

    def call(self, queue: QueueId, caller: str, caller_name: str, patience_s: float) -> str:
        """One caller calls the queue now; they give up after `patience_s` without an answer."""
        self.called += 1
        call = f"sim-{self.called}"
        self.world.pbx.caller_calls(call, self.world.desk.queues[queue].number, caller, caller_name)
        self.world.later(patience_s, lambda: self._lose_patience(call))
        return call

    def _next_caller(self) -> None:
        queue = self.random.choices(list(self.weights), list(self.weights.values()))[0]
        caller, name = self.random.choice(self.callers)
        self.call(queue, caller, name, self._about(self.tempo.patience_s))
        self.world.later(self.random.expovariate(1 / self.tempo.between_calls_s), self._next_caller)

    def _lose_patience(self, call: str) -> None:
        waiting = self.world.desk.calls.get(call)
        if waiting and not waiting.answered:
            self.world.pbx.caller_hangs_up(call)

    def _saw(self, step: Step) -> None:
        for event in step.events:
            match event:
                case e.CallConnected(call=call, agent=agent):
                    stays = 4 if agent == self.played_by_hand else 1
                    self._hang_up_later(call, agent, stays * self._about(self.tempo.talk_s))
                case e.CallEnded(call=call, outcome=Outcome.TRANSFERRED):
                    self._hang_up_later(call, None, self._about(self.tempo.talk_s))

    def _hang_up_later(self, call: str, agent: AgentId | None, talk_s: float) -> None:
        """The caller ends the talk with this agent, or (None) with whoever took the transfer over."""

        def hang_up() -> None:
            now = self.world.desk.calls.get(call)
            if (now is None and agent is None) or (
                now and now.agent == agent and now.state == CallState.CONNECTED
            ):
                self.world.pbx.caller_hangs_up(call)

        self.world.later(talk_s, hang_up)

    def _about(self, mean_s: float) -> float:
        return mean_s * self.random.uniform(0.6, 1.4)


def colleagues_come_to_work(world: World, agents: list[AgentId]) -> None:
    """They switch receiving on and join every queue that they may serve."""
    for agent in agents:
        for queue in world.desk.agents[agent].skills:
            world.take(SetMembership(agent, queue, on=True))
        world.take(SetReceiving(agent, on=True))


def picks_up(random: Random, tempo: Tempo) -> Reply:
    """A colleague's phone: answered after a moment."""
    return answers(tempo.pick_up_s * random.uniform(0.5, 1.8))
