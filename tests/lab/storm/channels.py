"""What a PBX has: channels, bridges, endpoints, variables. And what it tells of them, as Asterisk does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
BUSY, DECLINED, NO_ANSWER, NORMAL = 17, 21, 19, 16


@dataclass(eq=False)
class Channel:
    """`application` is what it is in: "Stasis" with its arguments once it is ours, "" while it rings or is
    in the dialplan."""

    id: str
    number: str
    endpoint: str = ""
    state: str = "Ring"
    application: str = ""
    arguments: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    music: str = ""
    enters_with: list[str] = field(default_factory=list)
    hung_up_by: str = ""

    @property
    def up(self) -> bool:
        return self.state == "Up"

    def told(self, app: str) -> Json:
        data = ",".join([app, *self.arguments]) if self.application else ""
        return {
            "id": self.id,
            "state": self.state,
            "caller": {"number": self.number, "name": ""},
            "dialplan": {"app_name": self.application, "app_data": data},
            "channelvars": {name: self.variables.get(name, "") for name in VARIABLES},
        }


VARIABLES = (
    "BENE_ROLE", "BENE_CALL", "BENE_RINGING", "BENE_AGENT", "BENE_HANDED_OVER", "BENE_NUMBER", "BENE_SHOWN",
)  # fmt: skip


def written(now: float) -> str:
    """An instant, as Asterisk writes it."""
    return f"{datetime.fromtimestamp(now, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "+0000"
