"""One suite for the in-memory double and for Firestore."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from elara.identity.firestore import FirestoreKeys
from elara.identity.model import ApiKey
from elara.identity.store import KeyStore, MemoryKeys
from tests.conftest import OpenClient


@pytest.fixture
async def store(documents: OpenClient | None) -> AsyncIterator[KeyStore]:
    if documents is None:
        yield MemoryKeys()
        return
    async with documents() as client:
        yield FirestoreKeys(client)


async def test_a_key_is_found_by_its_hash_alone(store: KeyStore) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    key = ApiKey(id="k", org_id="o", scopes=("a", "b"), created_at=at, expires_at=at)
    await store.put("f" * 64, key)
    assert await store.get("f" * 64) == key
    assert await store.get("e" * 64) is None
