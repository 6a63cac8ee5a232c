"""An asyncio loop in a thread of its own: the tests stay plain functions."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from .patience import Patience

T = TypeVar("T")


class Loop:
    """Everything that waits for sockets lives here; `run` and `call` bring its answers to the test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lab", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], timeout_s: float = 60.0) -> T:
        """Run a coroutine there and wait for its result here; its exceptions are raised here."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout_s)
        finally:
            future.cancel()

    def call(self, function: Callable[..., T], *args: Any) -> T:
        """Call a plain function there, between two steps of everything else."""

        async def once() -> T:
            return function(*args)

        return self.run(once())

    def stop(self) -> None:
        async def cancel_all() -> None:
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self.run(cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def until(condition: Callable[[], object], what: str, timeout_s: float = 5.0, every_s: float = 0.02) -> None:
    """Wait until the condition holds; otherwise fail, saying `what` did not come about."""
    patience = Patience(timeout_s)
    while not condition():
        if patience.over:
            raise AssertionError(f"{what} did not come about in {timeout_s:g} s")
        time.sleep(every_s)
