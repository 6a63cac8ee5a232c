"""When checkpoints are made, and by whom: a process of its own, so that the running desk never waits.

A checkpoint follows from the one before it and the events since, all of which are in the database; the
process only reads it, and hands what it has made to the server, which alone writes.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import structlog

from benedesk.core.loop import Step

from .. import logs
from .checkpoint import Checkpoint, recall, store, taken
from .database import Database, ReadOnly

EVERY = 10_000  # events; what a start has to replay at most, or a little more
AT_STOP = 1_000  # fewer than these are replayed sooner than a checkpoint is made
STOP_S = 10.0  # how long a stop may wait for a checkpoint
log = structlog.get_logger("checkpoint")


class CheckpointMaker:
    """`begin`, let it hear every durable step, and `close` it while the database is still open."""

    def __init__(self, database: Database) -> None:
        self.last = 0
        """The event of the newest checkpoint of use; 0 if there is none."""
        self._database = database
        self._tried = 0  # where the journal ended at the latest try, or at `last`
        self._end = 0
        self._making: asyncio.Task[None] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, last: int) -> None:
        """The server has started from the checkpoint at this event."""
        self.last = self._tried = last

    def heard(self, step: Step) -> None:
        self._end = step.first_seq + len(step.events) - 1
        if self._making is None and self._end - self._tried >= EVERY:
            self._making = asyncio.create_task(self._make())

    async def close(self) -> None:
        """Let one that is being made be finished, and make one of what has happened since."""
        deadline = asyncio.get_running_loop().call_later(STOP_S, self._give_up)
        if self._making:
            await self._making
        if self._end - self._tried >= AT_STOP:
            await self._make()
        deadline.cancel()

    def _give_up(self) -> None:
        self._tried = self._end
        if self._process:
            self._process.kill()

    async def _make(self) -> None:
        self._tried = self._end
        try:
            checkpoint = await asyncio.to_thread(self._in_a_process)
            await self._database.run(partial(store, checkpoint=checkpoint))
            self.last = checkpoint.seq
            log.info("checkpoint_made", event_number=checkpoint.seq, bytes=len(checkpoint.body))
        except Exception:  # the desk goes on without; only the next start takes longer
            log.exception("checkpoint_failed", last=self.last)
        finally:
            self._making = None

    def _in_a_process(self) -> Checkpoint:
        command = [sys.executable, "-P", "-m", __name__, str(self._database.file.parent)]
        same_modules = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(command, env=os.environ | same_modules, stdout=subprocess.PIPE)
        data, _ = self._process.communicate()
        if self._process.returncode:
            raise subprocess.CalledProcessError(self._process.returncode, command)
        return received(data)


def sent(checkpoint: Checkpoint) -> bytes:
    """The checkpoint as one process hands it to another."""
    head = {"seq": checkpoint.seq, "by": checkpoint.by, "digest": checkpoint.digest}
    return json.dumps(head).encode() + b"\n" + checkpoint.body


def received(data: bytes) -> Checkpoint:
    """What `sent` has sent. Raises ValueError when not all of it has arrived."""
    head, _, body = data.partition(b"\n")
    checkpoint = Checkpoint(**json.loads(head), body=body)
    if not checkpoint.is_whole:
        raise ValueError("the checkpoint was cut off")
    return checkpoint


def made(data: Path) -> Checkpoint:
    """A checkpoint of the database in the folder `data`, as it is now. Raises DatabaseError, JournalError."""
    database = ReadOnly(data)
    try:
        # The country decides how numbers are read, and nothing that has happened.
        return taken(recall(database, country=""))
    finally:
        database.close()


def main(data: Path) -> None:
    """Make a checkpoint and write it to standard output."""
    for number in (signal.SIGTERM, signal.SIGINT):  # a stop of the whole group waits for it: see `close`
        signal.signal(number, signal.SIG_IGN)
    os.nice(10)
    logs.set_up()
    sys.stdout.buffer.write(sent(made(data)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
