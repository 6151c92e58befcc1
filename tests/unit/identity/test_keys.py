"""Keys: only their hash is stored; missing, unknown, expired and revoked look alike."""

from datetime import UTC, datetime, timedelta

import pytest

from elara.errors import Forbidden, Unauthenticated
from elara.identity.keys import Gatekeeper, digest, new_secret
from elara.identity.model import ApiKey
from elara.identity.seed import create_key
from elara.identity.store import MemoryKeys

NOW = datetime(2026, 11, 23, tzinfo=UTC)


async def test_a_key_leads_to_its_organisation_and_is_not_stored() -> None:
    store = MemoryKeys()
    secret = await create_key(store, "org_1", "key_1")
    caller = await Gatekeeper(store).caller(secret, "scans.read")
    assert (caller.id, caller.org_id) == ("key_1", "org_1")
    assert secret not in repr(vars(store))
    assert await store.get(digest(secret)) is not None


@pytest.mark.parametrize("secret", [None, "", "elk_", "nonsense", "elk_" + "a" * 43])
async def test_what_is_no_key_is_refused(secret: str | None) -> None:
    with pytest.raises(Unauthenticated):
        await Gatekeeper(MemoryKeys()).caller(secret, "scans.read")


@pytest.mark.parametrize(
    "change", [{"expires_at": NOW - timedelta(seconds=1)}, {"revoked_at": NOW}]
)
async def test_dead_keys_are_refused(change: dict[str, datetime]) -> None:
    store, secret = MemoryKeys(), new_secret()
    key = ApiKey(id="k", org_id="o", scopes=("scans.read",), created_at=NOW)
    await store.put(digest(secret), key.model_copy(update=change))
    with pytest.raises(Unauthenticated):
        await Gatekeeper(store, clock=lambda: NOW).caller(secret, "scans.read")


async def test_a_key_without_the_scope_is_forbidden() -> None:
    store, secret = MemoryKeys(), new_secret()
    await store.put(digest(secret), ApiKey(id="k", org_id="o", scopes=(), created_at=NOW))
    with pytest.raises(Forbidden):
        await Gatekeeper(store).caller(secret, "scans.read")
