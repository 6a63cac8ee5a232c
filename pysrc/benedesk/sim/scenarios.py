"""The demo's scenarios by name: a company at work, with the user as one of its agents.

`start` gives a running world; the same name and seed give the same day. The user's own phone rings
until somebody lifts it: they do that themselves, on the demo's phone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ..core import inputs as i
from ..core.desk import Desk
from ..core.directory import Directory
from ..core.model import Failure
from .pbx import RINGS_ON, Reply, fails
from .sample import AGENTS, ALWAYS_BUSY, CALLERS, ME, PEOPLE, QUEUES, RINGS_UNANSWERED
from .traffic import Tempo, Traffic, colleagues_come_to_work, picks_up
from .world import World


@dataclass(slots=True)
class DemoDay:
    """A company at work. `me` is the agent whom the user plays."""

    world: World
    directory: Directory
    traffic: Traffic
    me: str


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


def start(name: str, seed: int, now: float) -> DemoDay:
    """The scene called `name`, begun at `now`. Raises KeyError for a name not in SCENARIOS."""
    scenario = SCENARIOS[name]
    random = Random(seed)
    world = World(Desk(), now, _phones(random, scenario))
    for queue in QUEUES:
        world.take(_with_rings(queue, scenario))
    for agent in AGENTS:
        world.take(agent)
    scene = DemoDay(world, Directory(PEOPLE), traffic_for(world, random, scenario.tempo), ME)
    world.take(i.OpenDesk())
    if scenario.colleagues:
        colleagues_come_to_work(world, [agent.agent for agent in AGENTS if agent.agent != ME])
    scenario.begin(scene)
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
    """A caller for one of my queues."""
    traffic, me = scene.traffic, scene.world.desk.agents[scene.me]
    queue = sorted(me.memberships)[0]

    def call() -> None:
        caller, name = traffic.random.choice(traffic.callers)
        traffic.call(queue, caller, name, patience_s=600.0)

    scene.world.later(after_s, call)


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
