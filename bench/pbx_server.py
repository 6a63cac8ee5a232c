"""`python -m bench.pbx_server ADDRESS`: the product at the Asterisk there, with agents who are at work.

Prints its port and every agent's hello; when standard input ends, what it was told by Asterisk and when.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import structlog
import uvloop
from benedesk.core.inputs import SetMembership, SetReceiving
from benedesk.server.pbx.asterisk import connection
from benedesk.server.pbx.asterisk.pbx import AsteriskPbx
from benedesk.server.people import accounts
from benedesk.server.people.accounts import Account
from benedesk.server.run import serve
from benedesk.server.service import Service
from benedesk.server.settings import QueueSection, ServerSection, Settings
from benedesk.server.store import schema
from benedesk.server.store.database import Database
from sqlalchemy import Connection, insert

from tests.lab.asterisk.driver import settings as pbx_settings

AGENTS = 60
QUEUES = {f"q{n}": f"09 9245 100{n}" for n in range(4)}


class Heard:
    """Stands in for `json` where the link to Asterisk is read, and notes what came and when."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str, float, str]] = []

    def loads(self, frame: str) -> Any:
        now, event = time.time(), json.loads(frame)
        match event:
            case {"type": "StasisStart", "args": ["caller", *_], "channel": {"id": call}}:
                self.events.append(("arrives", call, now, event["timestamp"]))
            case {"type": "StasisStart", "args": ["agent", call, *_]}:
                self.events.append(("answers", call, now, event["timestamp"]))
            case {"type": "StasisEnd", "channel": {"id": call}}:
                self.events.append(("leaves", call, now, event["timestamp"]))
        return event


async def main(address: str) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    heard = Heard()
    connection.json = SimpleNamespace(loads=heard.loads, dumps=json.dumps)  # type: ignore[assignment, attr-defined]
    agents = [f"a{n}" for n in range(AGENTS)]
    with tempfile.TemporaryDirectory() as folder:
        queues = tuple(QueueSection(id=id_, name=id_, number=number) for id_, number in QUEUES.items())
        section = ServerSection(host="127.0.0.1", port=0, data=Path(folder), site=Path(folder) / "site")
        database = Database(Path(folder))
        for place, agent in enumerate(agents):
            phone = f"PJSIP/+358992{460000 + place}@trunk"
            skills = dict.fromkeys(QUEUES, 1)
            account = Account(
                agent=agent, name=agent, number=f"+358992{460000 + place}", phone=phone, skills=skills
            )
            database.run_now(partial(_move_in, account=account))
        stop = asyncio.Event()

        async def opened(service: Service, address: str) -> None:
            for agent in agents:
                for queue in QUEUES:
                    service.engine.tell(SetMembership(agent, queue, on=True))
                service.engine.tell(SetReceiving(agent, on=True))
            while not service.pbx.online:
                await asyncio.sleep(0.01)
            hellos = [{"type": "hello", "version": 1, "token": agent, "have": {}} for agent in agents]
            told = {"port": int(address.rpartition(":")[2]), "hellos": [json.dumps(one) for one in hellos]}
            print(json.dumps(told), flush=True)
            ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
            ended.add_done_callback(lambda _: stop.set())

        settings = Settings(server=section, queues=queues)
        await serve(settings, database, AsteriskPbx(pbx_settings(address)), opened, stop)
        print(json.dumps(heard.events), flush=True)


def _move_in(connection: Connection, account: Account) -> None:
    """An account whose token is its name."""
    accounts.add(connection, account, "no password")
    row = {"digest": hashlib.sha256(account.agent.encode()).hexdigest(), "agent": account.agent}
    connection.execute(insert(schema.token).values(row | {"created_at": time.time(), "used_at": time.time()}))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
