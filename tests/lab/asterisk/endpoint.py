"""The sending and receiving under a phone: one UDP socket, requests repeated until they are answered."""

from __future__ import annotations

import asyncio

from .call import Call
from .messages import ALLOW, Message, authorization, build, parse, tag, token, uri


class Endpoint(asyncio.DatagramProtocol):
    """`calls` are all so far, the latest last; port 0 takes any."""

    def __init__(self, user: str, ip: str, server: tuple[str, int], password: str, port: int) -> None:
        self.user = user
        self.ip = ip
        self.server = server
        self.password = password
        self.port = port
        self.calls: list[Call] = []
        self._answers: dict[tuple[str, int, str], asyncio.Future[Message]] = {}
        self._sent: dict[tuple[str, str, str], bytes] = {}  # our responses, for repeated requests
        self._transport: asyncio.DatagramTransport | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self.ip, self.port)
        )
        self.port = self._transport.get_extra_info("sockname")[1]

    def take_request(self, message: Message, sender: tuple[str, int], call: Call | None) -> None:
        """A request that was not seen before, with the call it belongs to."""
        raise NotImplementedError

    # -- sending -----------------------------------------------------------------------------------

    def _contact(self) -> str:
        return f"<sip:{self.user}@{self.ip}:{self.port}>"

    def _send(self, data: bytes, to: tuple[str, int] | None = None) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, to or self.server)

    def _via(self, branch: str) -> list[str]:
        return [f"Via: SIP/2.0/UDP {self.ip}:{self.port};branch={branch};rport", "Max-Forwards: 70"]

    async def _ask(
        self, method: str, target: str, headers: list[str], body: str, call_id: str, sequence: int,
        timeout_s: float, branch: str = "",
    ) -> Message:  # fmt: skip
        """Send a request, repeatedly, until its final answer comes."""
        key = (call_id, sequence, method)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        lines = [*self._via(branch or f"z9hG4bK{token()}"), *headers, f"CSeq: {sequence} {method}"]
        data = build(f"{method} {target} SIP/2.0", lines, body)
        try:
            async with asyncio.timeout(timeout_s):
                wait_s = 0.5
                while True:
                    self._send(data)
                    done, _ = await asyncio.wait([answer], timeout=wait_s)
                    if done:
                        return answer.result()
                    wait_s = min(2 * wait_s, 4.0)
        finally:
            del self._answers[key]

    async def _request(self, method: str, call: Call, body: str = "", extra: tuple[str, ...] = ()) -> Message:
        """A request inside an answered call."""
        answer = None
        for _ in range(2):
            call.sequence += 1
            headers = [f"From: {call.local}", f"To: {call.remote}", f"Call-ID: {call.id}"]
            headers += [f"Contact: {self._contact()}", *(f"Route: {route}" for route in call.routes), *extra]
            answer = await self._ask(method, call.target, headers, body, call.id, call.sequence, 8)
            if answer.status not in (401, 407):
                break
            extra = (*extra, authorization(answer, self.user, self.password, method, call.target))
        assert answer
        return answer

    def _acknowledge(self, call: Call, answer: Message) -> None:
        headers = [*self._via(f"z9hG4bK{token()}"), f"From: {call.local}", f"To: {call.remote}"]
        headers += [f"Call-ID: {call.id}", f"CSeq: {answer.sequence} ACK"]
        headers += [f"Route: {route}" for route in call.routes]
        call.ack = build(f"ACK {call.target} SIP/2.0", headers)
        self._send(call.ack)

    def _acknowledge_refusal(self, call: Call, answer: Message, target: str) -> None:
        headers = [*self._via(call.branch), f"From: {call.local}", f"To: {answer.first('to')}"]
        headers += [f"Call-ID: {call.id}", f"CSeq: {answer.sequence} ACK"]
        self._send(build(f"ACK {target} SIP/2.0", headers))

    def _cancel(self, call: Call) -> None:
        headers = [*self._via(call.branch), f"From: {call.local}", f"To: {call.remote}"]
        headers += [f"Call-ID: {call.id}", f"CSeq: {call.sequence} CANCEL"]
        self._send(build(f"CANCEL {uri(call.remote)} SIP/2.0", headers))

    def _respond(
        self, request: Message, to: tuple[str, int], status: int, call: Call | None = None, body: str = ""
    ) -> None:
        own = request.first("to")
        if not tag(own):
            own = call.local if call else f"{own};tag={token()}"
        headers = [f"Via: {via}" for via in request.headers["via"]]
        headers += [f"Record-Route: {route}" for route in request.headers.get("record-route", [])]
        headers += [f"From: {request.first('from')}", f"To: {own}", f"Call-ID: {request.first('call-id')}"]
        headers += [f"CSeq: {request.first('cseq')}", f"Contact: {self._contact()}", f"Allow: {ALLOW}"]
        data = build(f"SIP/2.0 {status} {REASONS.get(status, 'Refused')}", headers, body)
        self._sent[_identity(request)] = data
        self._send(data, to)

    # -- receiving ---------------------------------------------------------------------------------

    def error_received(self, exc: Exception) -> None:
        """The PBX is down; the request is repeated until it is up or time runs out."""

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < 20:  # a keep-alive
            return
        message = parse(data)
        call = next((call for call in self.calls if call.id == message.first("call-id")), None)
        if message.status:
            self._take_response(message, call)
        elif message.method != "ACK" and (repeated := self._sent.get(_identity(message))):
            self._send(repeated, addr)
        else:
            self.take_request(message, addr, call)

    def _take_response(self, message: Message, call: Call | None) -> None:
        answer = self._answers.get((message.first("call-id"), message.sequence, message.method))
        if message.status >= 200:
            if answer and not answer.done():
                answer.set_result(message)
            elif call and message.method == "INVITE" and message.status == 200 and call.ack:
                self._send(call.ack)  # the PBX repeats its 200: our ACK was lost
        elif call and message.method == "INVITE" and message.status in (180, 183):
            call.ringing.set()
            if message.body:
                call.accept(message.body)


REASONS = {180: "Ringing", 200: "OK", 480: "Temporarily Unavailable", 486: "Busy Here",
           487: "Request Terminated", 603: "Decline"}  # fmt: skip


def _identity(request: Message) -> tuple[str, str, str]:
    return request.first("call-id"), request.first("cseq"), request.first("via")
