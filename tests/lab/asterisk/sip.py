"""A scriptable SIP phone: UDP and G.711, registers, calls, and treats incoming calls as it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass

from .call import Call
from .endpoint import Endpoint
from .messages import ALLOW, Message, authorization, tag, token, uri
from .tones import TONES


@dataclass(frozen=True)
class Answer:
    """Ring for a while, then answer."""

    after_s: float = 0.0


@dataclass(frozen=True)
class Reject:
    """Refuse with a SIP status; with `after_s` it rings that long first."""

    status: int
    after_s: float = 0.0


@dataclass(frozen=True)
class Ring:
    """Ring until somebody does something."""


@dataclass(frozen=True)
class Ignore:
    """As if the phone had lost its network: no word at all."""


Policy = Answer | Reject | Ring | Ignore


class Phone(Endpoint):
    """All methods run on the lab's loop; `handset.Handset` is the same phone for plain test functions."""

    def __init__(
        self, user: str, ip: str, server: tuple[str, int], password: str, tone: str, port: int = 0
    ) -> None:
        super().__init__(user, ip, server, password, port)
        self.tone_hz = TONES[tone]
        self.policy: Policy = Answer()
        self._tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        for call in self.calls:
            try:
                await asyncio.wait_for(self.hang_up(call), 1)
            except TimeoutError:
                call.close("stopped")
        for task in self._tasks:
            task.cancel()
        if self._transport:
            self._transport.close()

    # -- what a person does with it ----------------------------------------------------------------

    async def register(self, expires_s: int = 600) -> None:
        """Sign in at the PBX; `expires_s=0` signs out."""
        call_id, own, target = token(32), token(), f"sip:{self.server[0]}:{self.server[1]}"
        address = f"<sip:{self.user}@{self.server[0]}>"
        proof: list[str] = []
        for sequence in (1, 2):
            headers = [f"From: {address};tag={own}", f"To: {address}", f"Call-ID: {call_id}"]
            headers += [f"Contact: {self._contact()}", f"Expires: {expires_s}", *proof]
            answer = await self._ask("REGISTER", target, headers, "", call_id, sequence, 5)
            if answer.status != 401:
                break
            proof = [authorization(answer, self.user, self.password, "REGISTER", target)]
        if answer.status != 200:
            raise AssertionError(f"{self.user} could not register: {answer.start}")

    async def call(self, number: str, name: str = "", extra: tuple[str, ...] = ()) -> Call:
        """Start to call a number; the call tells by its events what became of it."""
        call = Call.to(self, number, name)
        self.calls.append(call)
        await call.open_sound()
        self._spawn(self._invite(call, extra))
        return call

    async def answer(self, call: Call) -> None:
        if call.ended.is_set() or call.answered.is_set():
            return
        assert call.invite
        await call.open_sound()
        call.accept(call.invite.body)
        self._respond(call.invite, call.invite_from, 200, call, call.offer())
        call.answered.set()

    async def hang_up(self, call: Call, status: int = 603) -> None:
        """End the call, whatever it is at; `status` refuses one that still rings here."""
        if call.ended.is_set():
            return
        if call.answered.is_set():
            call.close("here")
            await self._request("BYE", call)
        elif call.outgoing:
            self._cancel(call)
            await call.ended.wait()
        else:
            assert call.invite
            self._respond(call.invite, call.invite_from, status, call)
            call.status = status
            call.close("here")

    async def hold(self, call: Call, on: bool = True) -> None:
        """The phone's own hold button (not the panel's)."""
        answer = await self._request("INVITE", call, call.offer("sendonly" if on else "sendrecv"))
        self._acknowledge(call, answer)
        call.accept(answer.body)

    async def refer(self, call: Call, number: str) -> int:
        """The phone's own transfer button; answers with the SIP status."""
        target = f"<sip:{number}@{self.server[0]}:{self.server[1]}>"
        extra = (f"Refer-To: {target}", f"Referred-By: <sip:{self.user}@{self.server[0]}>")
        return (await self._request("REFER", call, "", extra)).status

    # -- how it does it ----------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _invite(self, call: Call, extra: tuple[str, ...]) -> None:
        target = uri(call.remote)
        body = call.offer()
        proof: tuple[str, ...] = ()
        for _ in range(2):
            call.sequence += 1
            call.branch = f"z9hG4bK{token()}"
            headers = [f"From: {call.local}", f"To: {call.remote}", f"Call-ID: {call.id}"]
            headers += [f"Contact: {self._contact()}", f"Allow: {ALLOW}", *extra, *proof]
            answer = await self._ask(
                "INVITE", target, headers, body, call.id, call.sequence, 120, call.branch
            )
            if answer.status in (200, 401, 407):
                call.remote = answer.first("to") if answer.status == 200 else call.remote
            if answer.status not in (401, 407):
                break
            self._acknowledge_refusal(call, answer, target)
            proof = (authorization(answer, self.user, self.password, "INVITE", target),)
        call.status = answer.status
        if answer.status == 200:
            call.target = uri(answer.first("contact"))
            call.routes = list(reversed(answer.headers.get("record-route", [])))
            call.accept(answer.body)
            self._acknowledge(call, answer)
            call.answered.set()
        else:
            self._acknowledge_refusal(call, answer, target)
            call.close(answer.first("reason"))

    def take_request(self, message: Message, sender: tuple[str, int], call: Call | None) -> None:
        if message.method == "INVITE":
            self._take_invite(message, sender, call)
        elif message.method == "CANCEL":
            self._respond(message, sender, 200, call)
            if call and call.invite and not call.answered.is_set():
                self._respond(call.invite, call.invite_from, 487, call)
                call.close(message.first("reason") or "cancelled")
        elif message.method != "ACK":
            self._respond(message, sender, 200, call)
            if call and message.method == "BYE":
                call.close(message.first("reason") or "hung up")
            elif call and message.method == "NOTIFY":
                call.notified.append(message.body.strip())

    def _take_invite(self, message: Message, sender: tuple[str, int], call: Call | None) -> None:
        if call and tag(message.first("to")):  # the other side holds, or changes where sound goes
            call.accept(message.body)
            answers = {"sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"}
            self._respond(message, sender, 200, call, call.offer(answers.get(call.direction, "sendrecv")))
        elif not call:
            call = Call.incoming(self, message, sender)
            self.calls.append(call)
            self._spawn(self._treat(call, self.policy))

    async def _treat(self, call: Call, policy: Policy) -> None:
        assert call.invite
        if isinstance(policy, Ignore):
            return
        if isinstance(policy, Reject) and not policy.after_s:
            await self.hang_up(call, policy.status)
            return
        self._respond(call.invite, call.invite_from, 180, call)
        call.ringing.set()
        match policy:
            case Answer(after_s):
                await asyncio.sleep(after_s)
                await self.answer(call)
            case Reject(status, after_s):
                await asyncio.sleep(after_s)
                await self.hang_up(call, status)
