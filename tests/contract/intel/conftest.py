"""The feed stores under contract: the double and Firestore."""

from collections.abc import AsyncIterator

import pytest

from elara.intel.firestore import FirestoreFeeds
from elara.intel.store import FeedStore, MemoryFeeds
from tests.conftest import OpenClient


@pytest.fixture
async def feeds(documents: OpenClient | None) -> AsyncIterator[FeedStore]:
    """An empty feed store."""
    if documents is None:
        yield MemoryFeeds()
        return
    async with documents() as client:
        yield FirestoreFeeds(client)
