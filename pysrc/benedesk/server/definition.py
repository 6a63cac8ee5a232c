"""What the settings and the accounts make of the desk: one set, which is taken as a whole or not at all.

`serve` and `check-config` ask here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from benedesk.core.desk import Desk
from benedesk.core.inputs import DefineDesk, DefineQueue
from benedesk.core.rules.settings import Fault, faults

from .people import accounts
from .people.accounts import Account
from .settings import QueueSection, Settings
from .settings_file import SettingsError
from .store.checkpoint import recall
from .store.database import FILE, ReadOnly


def definition(settings: Settings, people: Iterable[Account], desk: Desk) -> tuple[DefineDesk, list[Fault]]:
    """What the desk is to be told, and why some accounts are left out: none is a reason to take no calls.

    Raises SettingsError, with all that speaks against the rest.
    """
    queues = tuple(_as_input(queue) for queue in settings.queues)
    known = desk.queues.keys() | {queue.queue for queue in queues}
    agents = tuple(accounts.as_agent(account, known) for account in people)
    wrong = faults(DefineDesk(queues, agents), desk)
    left_out = {agent for fault in wrong for agent in fault.agents}
    whole = DefineDesk(queues, tuple(agent for agent in agents if agent.agent not in left_out))
    if rest := faults(whole, desk):
        raise SettingsError([fault.text for fault in rest])
    return whole, wrong


def check(settings: Settings) -> None:
    """Hold the settings against the data folder, if there is one; also while a server runs.

    Raises DatabaseError, JournalError, and SettingsError for all that a start would refuse or leave out.
    """
    desk, people = Desk(settings.country), list[Account]()
    if (settings.server.data / FILE).exists():
        reader = ReadOnly(settings.server.data)
        try:
            people = reader.run_now(accounts.every)
            desk = recall(reader, settings.country).desk
        finally:
            reader.close()
    _, wrong = definition(settings, people, desk)
    if wrong:
        raise SettingsError([fault.text for fault in wrong])


def _as_input(queue: QueueSection) -> DefineQueue:
    return DefineQueue(
        queue=queue.id, name=queue.name, number=queue.number, ring_s=queue.ring_s,
        transfer_ring_s=queue.transfer_ring_s, wrap_up_s=queue.wrap_up_s, listed=queue.listed,
        open=queue.open, strategy=queue.strategy, length_warn=queue.length_warn,
        length_alarm=queue.length_alarm, wait_warn_s=queue.wait_warn_s, wait_alarm_s=queue.wait_alarm_s,
    )  # fmt: skip
