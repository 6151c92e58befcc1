"""Feeds in Firestore: `indicators/{source}:{key}` and `sources/{source}`.

Sightings are whole seconds since the epoch, because Firestore's own minimum and maximum work on
numbers: a merge needs no read, and two ingests at once cannot undo each other. `expire_at` serves
the TTL policy alone; whether an entry is alive is told by its last sighting.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from google.cloud.firestore import AsyncClient, AsyncDocumentReference, Maximum, Minimum

from elara.cloud.calls import calling
from elara.intel.model import ENTRY_LIFE, FeedEntry, FeedState

BATCH = 400
"""Documents per commit; Firestore's limit is 500 writes."""


class FirestoreFeeds:
    """Feed store over the regional database."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def state(self, source: str) -> FeedState | None:
        async with calling("Firestore"):
            snapshot = await self._sources(source).get()
        return FeedState.model_validate(snapshot.to_dict()) if snapshot.exists else None

    async def save_state(self, source: str, state: FeedState) -> None:
        async with calling("Firestore"):
            await self._sources(source).set(state.model_dump())

    async def find(self, source: str, key: str, at: datetime) -> FeedEntry | None:
        async with calling("Firestore"):
            snapshot = await self._indicator(source, key).get()
        if not snapshot.exists:
            return None
        entry = FeedEntry(
            first_seen=datetime.fromtimestamp(snapshot.get("first_seen"), UTC),
            last_seen=datetime.fromtimestamp(snapshot.get("last_seen"), UTC),
        )
        return entry if entry.alive(at) else None

    async def merge(self, source: str, keys: Collection[str], seen_at: datetime) -> None:
        ordered = sorted(set(keys))
        for start in range(0, len(ordered), BATCH):
            await self._commit(source, ordered[start : start + BATCH], int(seen_at.timestamp()))

    async def _commit(self, source: str, keys: Collection[str], seen: int) -> None:
        batch = self._client.batch()
        expire_at = datetime.fromtimestamp(seen, UTC) + ENTRY_LIFE
        for key in keys:
            fields = {
                "source": source,
                "first_seen": Minimum(seen),
                "last_seen": Maximum(seen),
                "expire_at": expire_at,
            }
            batch.set(self._indicator(source, key), fields, merge=True)
        async with calling("Firestore"):
            await batch.commit()

    def _sources(self, source: str) -> AsyncDocumentReference:
        return self._client.collection("sources").document(source)

    def _indicator(self, source: str, key: str) -> AsyncDocumentReference:
        return self._client.collection("indicators").document(f"{source}:{key}")
