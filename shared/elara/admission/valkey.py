"""The turnstile in Valkey: one script, one round trip. Down means open, with a metric."""

import logging

from valkey.asyncio import Valkey
from valkey.exceptions import ConnectionError as NoConnection
from valkey.exceptions import TimeoutError as TooSlow
from valkey.exceptions import ValkeyError

from elara.admission.model import FRESH_SECONDS, LIMIT, WINDOW_SECONDS, Admission
from elara.evidence.model import Clock, utc_now

log = logging.getLogger(__name__)

DOWN = (NoConnection, TooSlow, OSError)
"""What the client raises when Valkey does not answer."""

# KEYS: block, window, fresh (may be ""). ARGV: window length in seconds.
# The block is looked at before the count, so a blocked address uses up nobody's window.
_SCRIPT = """
local blocked = redis.call('EXISTS', KEYS[1])
local used = 0
if blocked == 0 then
  used = redis.call('INCR', KEYS[2])
  if used == 1 then redis.call('EXPIRE', KEYS[2], ARGV[1]) end
end
local fresh = false
if KEYS[3] ~= '' then fresh = redis.call('GET', KEYS[3]) end
return {blocked, used, fresh}
"""


class ValkeyTurnstile:
    """Fixed windows per caller, blocks per address and fresh results, in Memorystore."""

    def __init__(self, client: Valkey, *, limit: int = LIMIT, clock: Clock = utc_now) -> None:
        self._client = client
        self._script = client.register_script(_SCRIPT)
        self._limit = limit
        self._clock = clock

    async def admit(self, caller: str, ip: str, fresh: str | None = None) -> Admission:
        now = int(self._clock().timestamp())
        reset = WINDOW_SECONDS - now % WINDOW_SECONDS
        window = f"rate:{caller}:{now // WINDOW_SECONDS}"
        try:
            blocked, used, value = await self._script(
                keys=[f"block:{ip}", window, fresh or ""], args=[WINDOW_SECONDS]
            )
        except DOWN as error:
            log.warning("limiter is open", extra={"metric": "admission_open", "why": repr(error)})
            return Admission(True, self._limit, reset, self._limit)
        except ValkeyError as error:
            log.error("limiter is broken", extra={"metric": "admission_broken", "why": repr(error)})  # noqa: TRY400
            return Admission(True, self._limit, reset, self._limit)
        return Admission(
            allowed=not blocked and used <= self._limit,
            remaining=max(0, self._limit - used),
            reset=reset,
            limit=self._limit,
            blocked=bool(blocked),
            fresh=value.decode() if value else None,
        )

    async def remember(self, key: str, value: str) -> None:
        try:
            await self._client.set(key, value, ex=FRESH_SECONDS)
        except (*DOWN, ValkeyError) as error:
            log.warning("not cached", extra={"metric": "cache_lost", "why": repr(error)})

    async def forget(self, key: str) -> None:
        """Never raises: what cannot be dropped expires by itself."""
        try:
            await self._client.delete(key)
        except (*DOWN, ValkeyError) as error:
            log.warning("not forgotten", extra={"metric": "cache_lost", "why": repr(error)})
