"""The first organisation of a new world and a key to it."""

from elara.evidence.model import Clock, utc_now
from elara.identity.keys import digest, new_secret
from elara.identity.model import ApiKey
from elara.identity.store import KeyStore

SCOPES = ("scans.create", "scans.read", "scans.delete")


async def create_key(store: KeyStore, org_id: str, key_id: str, *, clock: Clock = utc_now) -> str:
    """Stores a new key of `org_id` with every scan scope; returns the secret, once."""
    secret = new_secret()
    key = ApiKey(id=key_id, org_id=org_id, scopes=SCOPES, created_at=clock())
    await store.put(digest(secret), key)
    return secret
