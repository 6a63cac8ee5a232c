"""A desk in a rush: every agent talks, and as many callers wait as there are agents.

Pure, so that it runs in Pyodide as well.
"""

from __future__ import annotations

from benedesk.core.desk import Desk
from benedesk.core.events import Event
from benedesk.core.inputs import (
    CallerArrived,
    CallerHungUp,
    DefineAgent,
    DefineQueue,
    HoldCall,
    Input,
    PhoneAnswered,
    SetAvailability,
    SetMembership,
    SetReceiving,
    UnholdCall,
)
from benedesk.core.loop import take

QUEUES = 10
QUEUES_PER_AGENT = 3
CALLER = "+358497001234"


class Rush:
    """`turn` is one caller's whole visit; after it, the desk is as busy as before."""

    def __init__(self, agents: int, keep: bool = False) -> None:
        """With `keep`, `events` gets everything that happens."""
        self.desk = Desk()
        self.events: list[Event] = []
        self.inputs = 0
        self._keep = keep
        self._now = 1_800_000_000.0
        self._calls = 0
        for queue in range(QUEUES):
            self._take(DefineQueue(queue=f"q{queue}", name=f"Jono {queue}", number=f"09 9245 {1000 + queue}"))
        for number in range(agents):
            self._agent(number)
        for _ in range(2 * agents):
            self._arrive()
        self._talking = [agent.id for agent in self.desk.agents.values()]
        for agent in self._talking:
            self._answer(agent)
        assert all(board.waiting for board in self.desk.boards.values())
        self.desk.touched.clear()
        self._turns = 0

    def turn(self) -> None:
        """One caller leaves, the agent takes the next one, holds and unholds them; another one arrives."""
        agent = self._talking[self._turns % len(self._talking)]
        self._turns += 1
        self._take(CallerHungUp(self._call_of(agent)))
        self._answer(agent)
        self._take(HoldCall(agent, self._call_of(agent)))
        self._take(UnholdCall(agent, self._call_of(agent)))
        self._answer(agent)
        self._take(SetAvailability(agent, "busy"))
        self._take(SetAvailability(agent, "available"))
        self._arrive()

    def forget_logs(self) -> None:
        """An agent's list of calls grows with the day, not with the desk: start it anew."""
        for agent in self.desk.agents.values():
            agent.diary.clear()

    def _agent(self, number: int) -> None:
        name = f"a{number}"
        skills = {f"q{(number + place) % QUEUES}": 1 + place for place in range(QUEUES_PER_AGENT)}
        self._take(
            DefineAgent(
                agent=name,
                name=f"Agentti {number}",
                number=f"09 9246 {10000 + number}",
                phone=name,
                skills=skills,
            )
        )
        for queue in skills:
            self._take(SetMembership(name, queue, True))
        self._take(SetReceiving(name, True))

    def _arrive(self) -> None:
        self._calls += 1
        self._take(
            CallerArrived(
                call=f"c{self._calls}", dialled=f"09 9245 {1000 + self._calls % QUEUES}", caller=CALLER
            )
        )

    def _answer(self, agent: str) -> None:
        call = self._call_of(agent)
        self._take(PhoneAnswered(call, self.desk.calls[call].ringing))

    def _call_of(self, agent: str) -> str:
        call = self.desk.agents[agent].call
        assert call, agent
        return call

    def _take(self, what: Input) -> None:
        self._now += 0.01
        step = take(self.desk, what, self._now)
        self.inputs += 1
        if self._keep:
            self.events.extend(step.events)
