"""From an event of a real Asterisk to the changed document in a panel, at 60 calls a second.

Four processes: Asterisk as the tests start it; the server (`bench.pbx_server`), which notes each event as it
comes off the link; a telephone network (`bench.pbx_callers`), whose callers talk with agents for a moment and
hang up; and this one, which is every agent's panel. A call gives three times: it enters and is offered, the
phone is lifted and it is connected, the caller hangs up and it is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.lab.asterisk.asterisk import Asterisk, Net

from .figures import Figure, percentile
from .pages import ROOT
from .server import connected

RATES = {20: 6.0, 60: 12.0}
TOPIC = re.compile(rb'"topic":"call/([^"]+)","version":\d+,"body":(null|.*?"state":"(\w+)")')
SHOWN = {"arrives": "offered", "answers": "connected", "leaves": ""}  # an event, and what a panel shows of it
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def measure() -> Iterator[Figure]:
    with contextlib.ExitStack() as open_:
        net = Net()
        open_.callback(net.close)
        asterisk = Asterisk(net)
        open_.callback(asterisk.remove)
        asterisk.start()
        for rate, for_s in RATES.items():
            yield from _at(rate, for_s, asterisk, net)


def _at(rate: int, for_s: float, asterisk: Asterisk, net: Net) -> Iterator[Figure]:
    name = f"pbx, {rate} calls a second"
    with _started("pbx_server", asterisk.address) as server:
        told = json.loads(_line(server))
        panels = Panels(("127.0.0.1", told["port"]), told["hellos"])
        with _started("pbx_callers", net.pbx, net.operator, str(rate), str(for_s)) as callers:
            _line(callers)
            assert asterisk._process
            pids = {"Asterisk": asterisk._process.pid, "server": server.pid, "callers": callers.pid}
            pids["panels"] = os.getpid()
            begun, before = time.time(), {who: _processor_s(pid) for who, pid in pids.items()}
            waited_before = _waited_s(server.pid)
            panels.read_until(begun + for_s)
            used = {who: _processor_s(pid) - before[who] for who, pid in pids.items()}
            waited = _waited_s(server.pid) - waited_before
            took_s = time.time() - begun
            panels.read_until(time.time() + 2)
            placed, answered = json.loads(_line(callers))
        panels.close()
        assert server.stdin
        server.stdin.close()
        heard = json.loads(_line(server))
    ours, whole = _latencies(heard, panels.seen)
    yield Figure(f"{name}: calls that were answered, of {placed}", answered, "")
    for what, times in ours.items():
        goal = 50 if rate == max(RATES) and what == "all" else None
        yield Figure(f"{name}: event received to panel, {what}, p50", percentile(times, 0.5) * 1e3, "ms")
        yield Figure(
            f"{name}: event received to panel, {what}, p99", percentile(times, 0.99) * 1e3, "ms", goal
        )
    yield Figure(
        f"{name}: Asterisk's own time of the event to panel, p50", percentile(whole, 0.5) * 1e3, "ms"
    )
    yield Figure(
        f"{name}: Asterisk's own time of the event to panel, p99", percentile(whole, 0.99) * 1e3, "ms"
    )
    for who, spent in used.items():
        yield Figure(f"{name}: processor, {who}, of one core", spent / took_s * 100, "%")
    yield Figure(f"{name}: the server waited for a processor, of the time", waited / took_s * 100, "%")


def _latencies(
    heard: list[list[Any]], seen: dict[tuple[str, str], float]
) -> tuple[dict[str, list[float]], list[float]]:
    """Seconds from each event's arrival here, and from Asterisk's time of it, to the panel that shows it."""
    ours: dict[str, list[float]] = {"all": [], **{what: [] for what in SHOWN}}
    whole: list[float] = []
    for what, call, received, stamp in heard:
        if shown := seen.get((call, SHOWN[what])):
            ours[what].append(shown - received)
            ours["all"].append(shown - received)
            whole.append(shown - datetime.fromisoformat(stamp).timestamp())
    return ours, whole


class Panels:
    """A WebSocket of each agent. `seen` is when the first of them showed a call in a state; "" is gone."""

    def __init__(self, address: tuple[str, int], hellos: list[str]) -> None:
        self.seen: dict[tuple[str, str], float] = {}
        self._selector = selectors.DefaultSelector()
        for hello in hellos:
            link = connected(address, hello)
            link.setblocking(False)
            self._selector.register(link, selectors.EVENT_READ, bytearray())

    def read_until(self, end: float) -> None:
        while (left_s := end - time.time()) > 0:
            for key, _ in self._selector.select(left_s):
                data: bytearray = key.data
                data += key.fileobj.recv(1 << 20)  # type: ignore[union-attr]
                self._frames(data, time.time())

    def _frames(self, data: bytearray, now: float) -> None:
        at = 0
        while (head := at + (4 if data[at + 1 : at + 2] == b"\x7e" else 2)) <= len(data):
            length = data[at + 1] if head == at + 2 else int.from_bytes(data[at + 2 : head], "big")
            if head + length > len(data):
                break
            if found := TOPIC.search(data, head, head + length):
                self.seen.setdefault((found[1].decode(), (found[3] or b"").decode()), now)
            at = head + length
        del data[:at]

    def close(self) -> None:
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()


@contextlib.contextmanager
def _started(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'pysrc'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-m", f"bench.{module}", *arguments], cwd=ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        for end in (process.stdin, process.stdout):
            if end:
                end.close()
        process.terminate()
        process.wait()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _waited_s(pid: int) -> float:
    """How long its threads could have run, and no processor was free."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[1]) for thread in threads) / 1e9
