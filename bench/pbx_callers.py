"""`python -m bench.pbx_callers PBX OPERATOR RATE SECONDS`: the telephone network beyond the operator's trunk.

So many callers a second dial the queues, talk for a moment and hang up; every agent's phone is out there as
well, and lifted at once. Nobody sends any sound. Prints a line when it begins, and at the end how many calls
were placed and answered.
"""

from __future__ import annotations

import asyncio
import json
import sys

import uvloop

from tests.lab.asterisk.call import Call
from tests.lab.asterisk.handset import SIP_PORT
from tests.lab.asterisk.sip import Phone

from .pbx_server import QUEUES

TALK_S = 0.4
DISCARD = 9


class Silence:
    """A call's sound that is neither sent nor heard."""

    port = DISCARD
    remote: tuple[str, int] | None = None

    def close(self) -> None:
        """There is nothing to close."""


class QuietCall(Call):
    async def open_sound(self) -> None:
        self.stream = Silence()  # type: ignore[assignment]


async def main(pbx: str, operator: str, rate: float, for_s: float) -> None:
    Call.open_sound = QuietCall.open_sound  # type: ignore[assignment, method-assign]
    phone = Phone("0491234567", operator, (pbx, SIP_PORT), "", "caller", SIP_PORT)
    await phone.start()
    numbers = [number.replace(" ", "") for number in QUEUES.values()]
    print("begins", flush=True)
    begun = asyncio.get_running_loop().time()
    calls = []
    for place in range(int(rate * for_s)):
        await asyncio.sleep(max(0.0, begun + place / rate - asyncio.get_running_loop().time()))
        calls.append(asyncio.create_task(_visit(phone, numbers[place % len(numbers)])))
        phone.calls[:] = [call for call in phone.calls if not call.ended.is_set()]
    talked = await asyncio.gather(*calls)
    print(json.dumps([len(talked), sum(talked)]), flush=True)


async def _visit(phone: Phone, number: str) -> bool:
    call = await phone.call(number)
    try:
        await asyncio.wait_for(call.answered.wait(), 5)
        await asyncio.sleep(TALK_S)
    except TimeoutError:
        return False
    finally:
        await phone.hang_up(call)
    return True


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
