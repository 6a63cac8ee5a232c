"""The demo's scenarios by name: a company at work, with the user as one of its agents.

`start` gives a running world; the same name and seed give the same day. The user's own phone rings
until somebody lifts it: they do that themselves, on the demo's phone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ..core import events as e
from ..core import inputs as i
from ..core.desk import Desk, gate
from ..core.directory import Directory
from ..core.loop import Step
from ..core.model import Failure
from .pbx import RINGS_ON, Reply, fails
from .sample import AGENTS, ALWAYS_BUSY, CALLERS, ME, RINGS_UNANSWERED, people, queues
from .traffic import Tempo, Traffic, colleagues_come_to_work, picks_up
from .translated import FINNISH
from .world import World
from .yesterday import HOUR_S, live_through

BREATH_S = 9.0  # from one caller of the user's to the next, where nobody else sees to it
LEAST_BREATH_S = 2.0  # of it, after the wrap-up


@dataclass(slots=True, kw_only=True)
class DemoDay:
    """A company at work. `me` is the agent whom the user plays."""

    world: World
    scenario: Scenario
    directory: Directory
    traffic: Traffic
    me: str
    _over_at: float = 0.0  # when the user's last call ended
    _coming: bool = False  # somebody is about to call the user

    def speak(self, language: str) -> None:
        """Queues, titles and departments in this language, from now on."""
        for queue in queues(language):
            self.world.take(_with_rings(queue, self.scenario))
        self.directory = Directory(people(language))

    def ring_me(self) -> None:
        """Somebody calls one of the user's queues now; them first, if they are free."""
        me = self.world.desk.agents[self.me]
        mine = sorted(me.memberships or me.skills, key=lambda queue: (-me.skills[queue], queue))
        traffic = self.traffic
        caller, name = traffic.random.choice(traffic.callers) if traffic.called else traffic.callers[0]
        traffic.call(mine[0], caller, name, patience_s=600.0)

    def keep_ringing(self, step: Step) -> None:
        """A demo never falls silent: whoever has had a call and is free again gets the next one soon."""
        desk, now = self.world.desk, self.world.now
        if any(self._leaves_me(event) for event in step.events):
            self._over_at = now
        if self._coming or not self._over_at or not self._is_idle(desk):
            return
        self._coming = True
        self.world.later(max(LEAST_BREATH_S, self._over_at + BREATH_S - now), self._call_if_idle)

    def _leaves_me(self, event: e.Event) -> bool:
        match event:
            case e.CallEnded(agent=self.me) | e.TransferStarted(by=self.me) | e.CallMoved(agent=self.me):
                return True
            case _:
                return False

    def _call_if_idle(self) -> None:
        self._coming = False
        if self._is_idle(self.world.desk):
            self.ring_me()

    def _is_idle(self, desk: Desk) -> bool:
        """Nothing of the user's is under way, a call that they have sent on not either."""
        sent = any(call.transfer and call.transfer.by == self.me for call in desk.calls.values())
        return not sent and gate(desk.agents[self.me]) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`begin` sets the scene; `ring_s` and `transfer_ring_s` replace the sample company's.

    With `somebody_answers` False every phone but the user's rings unanswered.
    """

    tempo: Tempo
    begin: Callable[[DemoDay], None]
    colleagues: bool = True
    somebody_answers: bool = True
    ring_s: float = 30.0
    transfer_ring_s: float = 20.0


def start(
    name: str, seed: int, now: float, language: str = FINNISH, midnight: float | None = None
) -> DemoDay:
    """The scene called `name`, begun at `now`, in a company that speaks `language`.

    `midnight` is when the user's day began, else one is taken that began ten hours ago. Raises KeyError for
    a name not in SCENARIOS.
    """
    scenario = SCENARIOS[name]
    random = Random(seed)
    world = World(Desk(), now, _phones(random, scenario))
    for queue in queues(language):
        world.take(_with_rings(queue, scenario))
    for agent in AGENTS:
        world.take(agent)
    live_through(world.desk, now, now - 10 * HOUR_S if midnight is None else midnight, language)
    traffic = traffic_for(world, random, scenario.tempo)
    directory = Directory(people(language))
    scene = DemoDay(world=world, scenario=scenario, directory=directory, traffic=traffic, me=ME)
    world.take(i.OpenDesk())
    if scenario.colleagues:
        colleagues_come_to_work(world, [agent.agent for agent in AGENTS if agent.agent != ME])
    scenario.begin(scene)
    world.listeners.append(scene.keep_ringing)
    return scene


def _with_rings(queue: i.DefineQueue, scenario: Scenario) -> i.DefineQueue:
    return i.DefineQueue(
        queue=queue.queue,
        name=queue.name,
        number=queue.number,
        ring_s=scenario.ring_s,
        transfer_ring_s=scenario.transfer_ring_s,
        wrap_up_s=queue.wrap_up_s,
        listed=queue.listed,
        strategy=queue.strategy,
        length_warn=queue.length_warn,
        length_alarm=queue.length_alarm,
        wait_warn_s=queue.wait_warn_s,
        wait_alarm_s=queue.wait_alarm_s,
    )


def traffic_for(world: World, random: Random, tempo: Tempo) -> Traffic:
    """The sample company's callers; its first queues are called the most."""
    queues = list(world.desk.queues)
    weights = {queue: len(queues) - place for place, queue in enumerate(queues)}
    return Traffic(
        world=world, random=random, tempo=tempo, callers=list(CALLERS), weights=weights, played_by_hand=ME
    )


def picked_up(number: str, random: Random, tempo: Tempo) -> Reply:
    """A phone of the sample company: a few people never answer, one is always busy, others pick up."""
    if number in RINGS_UNANSWERED:
        return RINGS_ON
    if number in ALWAYS_BUSY:
        return fails(Failure.BUSY, after_s=1.0)
    return picks_up(random, tempo)


def _phones(random: Random, scenario: Scenario) -> Callable[[str], Reply]:
    """The user's phone waits for their hand; the others are as in `picked_up`, if anybody answers at all."""
    mine = next(agent.phone for agent in AGENTS if agent.agent == ME)

    def reply(number: str) -> Reply:
        if number == mine or not scenario.somebody_answers:
            return RINGS_ON
        return picked_up(number, random, scenario.tempo)

    return reply


def _at_work(scene: DemoDay) -> None:
    """The user's switch is on and they are a member of their first two queues: calls can come."""
    mine = list(scene.world.desk.agents[scene.me].skills)
    for queue in mine[:2]:
        scene.world.take(i.SetMembership(scene.me, queue, on=True))
    scene.world.take(i.SetReceiving(scene.me, on=True))


def _quiet(scene: DemoDay) -> None:
    _at_work(scene)
    _call_me(scene, after_s=4.0)
    scene.traffic.start(first_after_s=20.0)


def _rush(scene: DemoDay) -> None:
    _at_work(scene)
    for after_s in (0.5, 1.0, 1.5, 2.0, 3.0, 4.0):
        _call_me(scene, after_s)
    scene.traffic.start(first_after_s=1.0)


def _alone(scene: DemoDay) -> None:
    """One caller, for whoever wants to try hold or a transfer that nobody answers, undisturbed."""
    _at_work(scene)
    _call_me(scene, after_s=2.0)


def _call_me(scene: DemoDay, after_s: float) -> None:
    scene.world.later(after_s, scene.ring_me)


SCENARIOS: dict[str, Scenario] = {
    "quiet": Scenario(tempo=Tempo(between_calls_s=75.0), begin=_quiet),
    "rush": Scenario(tempo=Tempo(between_calls_s=6.0, patience_s=240.0, talk_s=70.0), begin=_rush),
    "return": Scenario(
        tempo=Tempo(between_calls_s=600.0),
        begin=_alone,
        colleagues=False,
        somebody_answers=False,
        transfer_ring_s=6.0,
    ),
    "hold": Scenario(tempo=Tempo(between_calls_s=600.0), begin=_alone, colleagues=False),
}
