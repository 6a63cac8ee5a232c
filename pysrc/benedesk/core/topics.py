"""What documents are called: `<kind>/<name>`. The one place that makes such a name, or takes it apart."""

from __future__ import annotations

QUEUE, AGENT, CALL, DIARY, SEARCH = "queue", "agent", "call", "diary", "search"


def queue(queue_id: str) -> str:
    return f"{QUEUE}/{queue_id}"


def agent(agent_id: str) -> str:
    return f"{AGENT}/{agent_id}"


def call(call_id: str) -> str:
    return f"{CALL}/{call_id}"


def diary(agent_id: str) -> str:
    """The agent's own list of calls."""
    return f"{DIARY}/{agent_id}"


def search(text: str) -> str:
    """What is found for the text; only while somebody watches it."""
    return f"{SEARCH}/{text}"


def parts(topic: str) -> tuple[str, str]:
    """The kind and the name; the name of what is no topic is empty."""
    kind, _, name = topic.partition("/")
    return kind, name
