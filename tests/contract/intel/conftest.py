"""The feed stores under contract: the double and Firestore."""

from collections.abc import AsyncIterator

import pytest

from elara.intel.firestore import FirestoreFeeds
from elara.intel.store import FeedStore, MemoryFeeds


@pytest.fixture(params=["memory", "firestore"])
async def feeds(request: pytest.FixtureRequest) -> AsyncIterator[FeedStore]:
    """An empty feed store."""
    if request.param == "memory":
        yield MemoryFeeds()
        return
    async with request.getfixturevalue("firestore_client")() as client:
        yield FirestoreFeeds(client)
