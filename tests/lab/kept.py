"""Something slow to start that one test after another uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Generic, Protocol, TypeVar


class Works(Protocol):
    @property
    def works(self) -> bool:
        """It runs, and has not been closed or killed."""


T = TypeVar("T", bound=Works)


class Kept(Generic[T]):
    """Starts it when it is first used. Whoever fails closes it, so that the next begins with a new one:
    a test is never spoiled by the one before."""

    def __init__(self, start: Callable[[], AbstractContextManager[T]]) -> None:
        self._start = start
        self._running: tuple[AbstractContextManager[T], T] | None = None

    @contextmanager
    def use(self) -> Iterator[T]:
        if self._running and not self._running[1].works:
            self.close()
        if not self._running:
            running = self._start()
            self._running = running, running.__enter__()
        try:
            yield self._running[1]
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._running:
            running, self._running = self._running[0], None
            running.__exit__(None, None, None)
