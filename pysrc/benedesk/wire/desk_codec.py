"""What only a desk's side reads and writes: the commands of panels, the events of a journal."""

from __future__ import annotations

from dataclasses import fields

from ..core.errors import Refused
from ..core.events import EVENTS, Event
from ..core.inputs import COMMANDS, AgentCommand
from .codec import dumps, fit, loads, plain
from .messages import Command


def command_input(agent: str, command: Command) -> AgentCommand:
    """What the agent's command asks of the desk. Raises Refused."""
    kind = COMMANDS.get(command.name)
    if kind is None:
        raise Refused("unknown_command", f"no command {command.name[:64]!r}")
    known = {field.name for field in fields(kind)} - {"agent"}
    if strange := sorted(command.args.keys() - known):
        raise Refused("bad_args", f"{command.name} has no argument {strange[0][:64]!r}")
    return fit(kind, {**command.args, "agent": agent}, "bad_args")


def event_to_json(event: Event) -> str:
    """The event's fields as JSON; its name is kept beside, see `event_from_json`."""
    return dumps(plain(event))


def event_from_json(name: str, body: str) -> Event:
    """The event that `event_to_json` wrote. Raises Refused("bad_message") for what it did not."""
    kind = EVENTS.get(name)
    if kind is None:
        raise Refused("bad_message", f"no event {name!r}")
    return fit(kind, loads(body, "bad_message"), "bad_message")
