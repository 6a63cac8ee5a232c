"""How often somebody may try: a token bucket per key."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class RateLimit:
    """Allows `burst` tries at once and then one every `every_s`, for each key by itself."""

    def __init__(self, burst: int, every_s: float, keys: int = 10_000) -> None:
        self._burst = burst
        self._every_s = every_s
        self._keys = keys  # the least recently used are forgotten, so that strangers cannot fill the memory
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def allow(self, key: str, now: float) -> bool:
        """Whether this try is allowed; it counts if it is."""
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)
        refill = max(0.0, now - bucket.filled_at) / self._every_s
        bucket.tokens = min(float(self._burst), bucket.tokens + refill)
        bucket.filled_at = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def forgive(self, key: str) -> None:
        """Start anew for this key: it has proved to be who it says."""
        self._buckets.pop(key, None)
