"""A SIP phone as a test uses it: what is asserted is waited for, and a failure says what is instead."""

from __future__ import annotations

from tests.lab.loop import Loop, until

from .asterisk import Net
from .call import Call
from .sip import Answer, Ignore, Phone, Policy, Reject, Ring

SIP_PORT = 5060


class Handset:
    """`name` says whose it is, and which tone it sends (tones.TONES)."""

    def __init__(self, loop: Loop, name: str, phone: Phone) -> None:
        self.name = name
        self._loop = loop
        self._phone = phone
        loop.run(phone.start())

    def put_away(self) -> None:
        self._loop.run(self._phone.stop(), timeout_s=30)

    # -- how it treats the next call ---------------------------------------------------------------

    def will(self, policy: Policy) -> None:
        self._phone.policy = policy

    def will_answer(self, after_s: float = 0.0) -> None:
        self.will(Answer(after_s))

    def will_reject(self, status: int, after_s: float = 0.0) -> None:
        self.will(Reject(status, after_s))

    def will_ring(self) -> None:
        self.will(Ring())

    def will_ignore(self) -> None:
        self.will(Ignore())

    # -- what its owner does -----------------------------------------------------------------------

    def register(self) -> None:
        self._loop.run(self._phone.register())

    def unregister(self) -> None:
        self._loop.run(self._phone.register(expires_s=0))

    def dial(self, number: str, name: str = "", extra: tuple[str, ...] = ()) -> None:
        self._loop.run(self._phone.call(number, name, extra))

    def answer(self) -> None:
        self._loop.run(self._phone.answer(self.call))

    def hang_up(self, status: int = 603) -> None:
        """Put the phone down; one that rings refuses with `status`."""
        self._loop.run(self._phone.hang_up(self.call, status))

    def hold(self, on: bool = True) -> None:
        self._loop.run(self._phone.hold(self.call, on))

    def transfer(self, number: str) -> int:
        return self._loop.run(self._phone.refer(self.call, number))

    # -- what can be seen and heard ----------------------------------------------------------------

    @property
    def call(self) -> Call:
        """The latest call."""
        assert self._phone.calls, f"{self.name} has had no call"
        return self._phone.calls[-1]

    @property
    def calls(self) -> int:
        """How many calls it has had so far."""
        return len(self._phone.calls)

    def _live(self) -> Call | None:
        calls = self._phone.calls
        return calls[-1] if calls and not calls[-1].ended.is_set() else None

    @property
    def rings(self) -> bool:
        call = self._live()
        return bool(call and not call.outgoing and call.ringing.is_set() and not call.answered.is_set())

    @property
    def talks(self) -> bool:
        call = self._live()
        return bool(call and call.answered.is_set())

    @property
    def idle(self) -> bool:
        return self._live() is None

    def wait_ringing(self, timeout_s: float = 5.0) -> None:
        until(lambda: self.rings, f"ringing of {self.name}", timeout_s)

    def wait_talking(self, timeout_s: float = 5.0) -> None:
        until(lambda: self.talks, f"a talk of {self.name}", timeout_s)

    def wait_idle(self, timeout_s: float = 5.0) -> None:
        until(lambda: self.idle, f"the end of {self.name}'s call", timeout_s)

    def hears(self, *names: str, within_s: float = 4.0) -> bool:
        """Exactly these tones; none is silence, in an answered call."""
        heard: set[str] = set()

        def as_expected() -> bool:
            nonlocal heard
            heard = self._loop.call(self.call.hears)
            return self.talks and heard == set(names)

        try:
            until(as_expected, "", within_s)
        except AssertionError:
            wanted = ", ".join(names) or "silence"
            now = ", ".join(sorted(heard)) or ("silence" if self.talks else "nothing, it is not in a call")
            raise AssertionError(f"{self.name} should hear {wanted}, but hears {now}") from None
        return True


def agent_phone(loop: Loop, net: Net, number: str) -> Handset:
    """A desk phone of the house, registered."""
    server = (net.pbx, SIP_PORT)
    # Always at the same port, as real ones are: an Asterisk that is killed may forget the last registration.
    phone = Phone(number, net.phones[number], server, f"secret of {number}", tone=number, port=SIP_PORT)
    handset = Handset(loop, number, phone)
    handset.register()
    return handset


def outside_phone(loop: Loop, net: Net, tone: str, number: str, port: int = 0) -> Handset:
    """A phone beyond the operator: calls in from `number`; on port 5060 it is every number outside."""
    return Handset(loop, tone, Phone(number, net.operator, (net.pbx, SIP_PORT), "", tone, port))
