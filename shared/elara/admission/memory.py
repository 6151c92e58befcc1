"""The in-memory double of the turnstile."""

from cachetools import TTLCache

from elara.admission.model import FRESH_SECONDS, LIMIT, WINDOW_SECONDS, Admission
from elara.evidence.model import Clock, utc_now


class MemoryTurnstile:
    """Fixed windows per caller, as the Valkey adapter keeps them."""

    def __init__(self, *, limit: int = LIMIT, clock: Clock = utc_now) -> None:
        self._limit = limit
        self._clock = clock
        self._windows: dict[tuple[str, int], int] = {}
        self._fresh: TTLCache[str, str] = TTLCache(1000, FRESH_SECONDS)
        self.blocked: set[str] = set()

    async def admit(self, caller: str, ip: str, fresh: str | None = None) -> Admission:
        now = int(self._clock().timestamp())
        window = (caller, now // WINDOW_SECONDS)
        if ip not in self.blocked:
            self._windows[window] = self._windows.get(window, 0) + 1
        used = self._windows.get(window, 0)
        return Admission(
            allowed=used <= self._limit and ip not in self.blocked,
            remaining=max(0, self._limit - used),
            reset=WINDOW_SECONDS - now % WINDOW_SECONDS,
            limit=self._limit,
            blocked=ip in self.blocked,
            fresh=self._fresh.get(fresh) if fresh else None,
        )

    async def remember(self, key: str, value: str) -> None:
        self._fresh[key] = value

    async def forget(self, key: str) -> None:
        self._fresh.pop(key, None)
