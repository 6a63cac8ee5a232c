"""How numbers and phones become what Asterisk dials."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
RING_LIMIT_S = 120  # a phone must not ring for ever when the server has died


def ring_limit_s(longest_s: float) -> int:
    """When Asterisk ends a ring by itself: after the desk's own timers have, however long they are."""
    return max(RING_LIMIT_S, math.ceil(longest_s) + 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialling:
    """`outside` and `internal` are templates for transfer targets and for whomever an agent calls; `app` is
    the Stasis application; after `ring_limit_s` Asterisk ends a ring by itself. `short` are the public
    numbers that look like internal ones, `short_template` is theirs."""

    app: str
    outside: str
    internal: str
    ring_limit_s: int = RING_LIMIT_S
    short: frozenset[str] = frozenset()
    short_template: str = "PJSIP/{number}@trunk"

    def phone(self, phone: str) -> str:
        return phone if "/" in phone else f"PJSIP/{phone}"

    def number(self, number: str) -> str | None:
        """None if nothing can be dialled like that. Internal numbers have no plus."""
        if not NUMBER.fullmatch(number):
            return None
        if number in self.short:
            template = self.short_template
        else:
            template = self.outside if number.startswith("+") else self.internal
        return template.replace("{number}", number).replace("{digits}", number.removeprefix("+"))

    def caller_id(self, number: str, name: str) -> str:
        """What the phone shows; quotes in a name would end it early."""
        clean = re.sub(r'["\\<>\x00-\x1f]', "", name).strip()
        return f'"{clean or number or "Anonymous"}" <{number or "anonymous"}>'

    def variables(self, endpoint: str) -> dict[str, str]:
        """A transfer by the phone's own button is then asked of us, and not done behind our back."""
        return {"PJSIP_TRANSFER_HANDLING()": "ari-only"} if endpoint.startswith("PJSIP/") else {}
