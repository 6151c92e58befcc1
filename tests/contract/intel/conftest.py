"""The feed stores under contract: the double always, Firestore where its emulator runs."""

import os
import uuid
from collections.abc import AsyncIterator

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient

from elara.intel.firestore import FirestoreFeeds
from elara.intel.store import FeedStore, MemoryFeeds

EMULATOR = "FIRESTORE_EMULATOR_HOST"


@pytest.fixture(params=["memory", "firestore"])
async def feeds(request: pytest.FixtureRequest) -> AsyncIterator[FeedStore]:
    """An empty feed store; a project of its own isolates it on the emulator."""
    if request.param == "memory":
        yield MemoryFeeds()
        return
    if EMULATOR not in os.environ:
        pytest.skip(f"{EMULATOR} is not set")
    project = f"feeds-{uuid.uuid4().hex[:12]}"
    client = AsyncClient(project=project, credentials=AnonymousCredentials())
    yield FirestoreFeeds(client)
    client.close()
