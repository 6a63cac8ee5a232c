"""What the settings and the accounts make of the desk: one set, good as a whole or not at all.

`serve` and `check-config` ask here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from benedesk.core.desk import Desk
from benedesk.core.inputs import DefineDesk, DefineQueue
from benedesk.core.rules.settings import faults

from .people import accounts
from .people.accounts import Account
from .settings import QueueSection, Settings, SettingsError
from .store.checkpoint import recall
from .store.database import FILE, ReadOnly


def definition(settings: Settings, people: Iterable[Account], desk: Desk) -> DefineDesk:
    """What the desk is to be told. Raises SettingsError, with all that speaks against it."""
    queues = tuple(_as_input(queue) for queue in settings.queues)
    known = desk.queues.keys() | {queue.queue for queue in queues}
    whole = DefineDesk(queues, tuple(accounts.as_agent(account, known) for account in people))
    if wrong := faults(whole, desk):
        raise SettingsError([fault.text for fault in wrong])
    return whole


def check(settings: Settings) -> None:
    """Hold the settings against the data folder, if there is one; also while a server runs.

    Raises SettingsError, DatabaseError and JournalError, as `Service.open` would.
    """
    if not (settings.server.data / FILE).exists():
        definition(settings, (), Desk(settings.country))
        return
    reader = ReadOnly(settings.server.data)
    try:
        definition(settings, reader.run_now(accounts.every), recall(reader, settings.country).desk)
    finally:
        reader.close()


def _as_input(queue: QueueSection) -> DefineQueue:
    return DefineQueue(
        queue=queue.id, name=queue.name, number=queue.number, ring_s=queue.ring_s,
        transfer_ring_s=queue.transfer_ring_s, wrap_up_s=queue.wrap_up_s, listed=queue.listed,
        open=queue.open, strategy=queue.strategy,
    )  # fmt: skip
