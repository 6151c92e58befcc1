"""When a queue may send, and when it tries again. Pure: times come in, times go out (seconds).

Field names, defaults and the back-off series are those of Cloud Tasks' RateLimits and RetryConfig:
https://cloud.google.com/tasks/docs/reference/rpc/google.cloud.tasks.v2#retryconfig
"""

from dataclasses import dataclass, replace
from typing import Self

UNLIMITED = -1

_ENOUGH = 64
"""Doublings that take any interval past any bound."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how far apart a task is tried."""

    max_attempts: int = 100
    """The first one included; UNLIMITED for no bound."""
    max_retry_duration: float = 0.0
    """Seconds since the first attempt after which no retry starts; 0 for no bound."""
    min_backoff: float = 0.1
    max_backoff: float = 3600.0
    max_doublings: int = 16

    def delay(self, failures: int) -> float:
        """Seconds to wait after the given number of failures (at least 1).

        The interval doubles `max_doublings` times, then grows by its last value, up to
        `max_backoff`.
        """
        doublings = min(failures - 1, self.max_doublings, _ENOUGH)
        steps = max(1, failures - self.max_doublings)
        return min(self.max_backoff, self.min_backoff * 2.0**doublings * steps)

    def exhausted(self, attempts: int, elapsed: float) -> bool:
        """True when no further attempt is due: both bounds must be reached, where both are set."""
        bounds = []
        if self.max_attempts != UNLIMITED:
            bounds.append(attempts >= self.max_attempts)
        if self.max_retry_duration:
            bounds.append(elapsed >= self.max_retry_duration)
        return bool(bounds) and all(bounds)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: `rate` tokens a second, at most `burst` of them saved up."""

    rate: float
    burst: float
    tokens: float
    at: float
    """When `tokens` was right."""

    @classmethod
    def full(cls, rate: float, at: float) -> Self:
        """Cloud Tasks picks the burst size itself; a fifth of a second's worth, at least one."""
        burst = max(1.0, rate / 5)
        return cls(rate=rate, burst=burst, tokens=burst, at=at)

    def take(self, now: float) -> tuple[Self, float]:
        """The bucket after taking a token, and 0; or the same bucket and the seconds to wait."""
        tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        if tokens < 1 - 1e-9:
            return self, (1 - tokens) / self.rate
        return replace(self, tokens=tokens - 1, at=now), 0.0
