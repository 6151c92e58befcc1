"""One suite for the in-memory double and for Firestore."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from elara.identity.firestore import FirestoreKeys
from elara.identity.model import ApiKey
from elara.identity.store import KeyStore, MemoryKeys


@pytest.fixture(params=["memory", "firestore"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[KeyStore]:
    if request.param == "memory":
        yield MemoryKeys()
        return
    async with request.getfixturevalue("firestore_client")() as client:
        yield FirestoreKeys(client)


async def test_a_key_is_found_by_its_hash_alone(store: KeyStore) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    key = ApiKey(id="k", org_id="o", scopes=("a", "b"), created_at=at, expires_at=at)
    await store.put("f" * 64, key)
    assert await store.get("f" * 64) == key
    assert await store.get("e" * 64) is None
