"""The answer to "may this request pass now?"."""

from dataclasses import dataclass
from typing import Protocol

WINDOW_SECONDS = 60
LIMIT = 10_000
"""Requests one caller may make in a window."""
FRESH_SECONDS = 24 * 3600
"""How long a finished result answers for the same URL in the same organisation."""


@dataclass(frozen=True, slots=True)
class Admission:
    """State of the caller's window, and the fresh result if one was asked for and exists."""

    allowed: bool
    remaining: int
    reset: int
    """Seconds until the window ends."""
    limit: int = LIMIT
    blocked: bool = False
    fresh: str | None = None

    def headers(self) -> dict[str, str]:
        """`RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers)."""
        return {
            "RateLimit-Policy": f'"caller";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"caller";r={self.remaining};t={self.reset}',
        }


class Turnstile(Protocol):
    """Limits, blocks and fresh results; a cache, so it may forget and may be down."""

    async def admit(self, caller: str, ip: str, fresh: str | None = None) -> Admission:
        """One round trip: counts the request and looks up `fresh` (a key made by `fresh_key`)."""
        ...

    async def remember(self, key: str, value: str) -> None:
        """Keeps a result for `FRESH_SECONDS`."""
        ...

    async def forget(self, key: str) -> None: ...


def fresh_key(org_id: str, url_id: str) -> str:
    """Where the fresh result of a URL is kept; never shared between organisations."""
    return f"fresh:{org_id}:{url_id}"
