"""API keys: made, hashed, and turned into a caller."""

import hashlib
import secrets
from datetime import datetime

from cachetools import TTLCache

from elara.errors import Forbidden, Unauthenticated
from elara.evidence.model import Clock, utc_now
from elara.identity.model import ApiKey, Caller
from elara.identity.store import KeyStore

PREFIX = "elk_"
CACHE_SECONDS = 5
"""How long a look-up is remembered, and so how long a revoked key may still pass."""


def new_secret() -> str:
    """A fresh key: 256 random bits behind a prefix that secret scanners can find."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256 (hex). A plain hash is enough: the secret has 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Gatekeeper:
    """Turns the secret of a request into its caller. Remembers look-ups for a few seconds."""

    def __init__(self, store: KeyStore, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock
        self._seen: TTLCache[str, ApiKey | None] = TTLCache(10_000, CACHE_SECONDS)

    def remembers(self, secret: str | None) -> bool:
        """Whether the secret was looked up within the last seconds, found or not."""
        return bool(secret) and digest(secret or "") in self._seen

    async def caller(self, secret: str | None, permission: str) -> Caller:
        """The caller behind `secret`, if it may do `permission`.

        Raises Unauthenticated for a missing, unknown, expired or revoked key (all alike) and
        Forbidden when the key is good but lacks the scope.
        """
        if not secret:
            raise Unauthenticated("Send an API key in the X-Api-Key header.")
        key = await self._key(digest(secret)) if secret.startswith(PREFIX) else None
        if key is None or not _alive(key, self._clock()):
            raise Unauthenticated("The API key is not valid.")
        if permission not in key.scopes:
            raise Forbidden(f"The API key lacks the scope {permission}.")
        return Caller(id=key.id, org_id=key.org_id, scopes=key.scopes)

    async def _key(self, hashed: str) -> ApiKey | None:
        if hashed in self._seen:
            return self._seen[hashed]
        key = self._seen[hashed] = await self._store.get(hashed)
        return key


def _alive(key: ApiKey, now: datetime) -> bool:
    expired = key.expires_at is not None and key.expires_at <= now
    return not expired and key.revoked_at is None
