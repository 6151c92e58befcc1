"""Where feeds live between ingest and look-up, and its in-memory double."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from elara.intel.model import FeedEntry, FeedState


class FeedStore(Protocol):
    """Feed entries by source and key, and the state of each feed. Raises Unavailable."""

    async def state(self, source: str) -> FeedState | None:
        """How the feed stands; None when it was never ingested."""
        ...

    async def save_state(self, source: str, state: FeedState) -> None: ...

    async def find(self, source: str, key: str, at: datetime) -> FeedEntry | None:
        """The entry that is alive at `at`. One read."""
        ...

    async def merge(self, source: str, keys: Collection[str], seen_at: datetime) -> None:
        """Notes that the feed held `keys` at `seen_at`: the earliest sighting stays the first,
        the latest the last. Any order, any number of times, gives the same entries."""
        ...


class MemoryFeeds:
    """The in-memory double of a feed store."""

    def __init__(self) -> None:
        self._states: dict[str, FeedState] = {}
        self._entries: dict[tuple[str, str], FeedEntry] = {}

    async def state(self, source: str) -> FeedState | None:
        return self._states.get(source)

    async def save_state(self, source: str, state: FeedState) -> None:
        self._states[source] = state

    async def find(self, source: str, key: str, at: datetime) -> FeedEntry | None:
        entry = self._entries.get((source, key))
        return entry if entry is not None and entry.alive(at) else None

    async def merge(self, source: str, keys: Collection[str], seen_at: datetime) -> None:
        seen = seen_at.replace(microsecond=0)
        for key in keys:
            known = self._entries.get((source, key)) or FeedEntry(first_seen=seen, last_seen=seen)
            self._entries[source, key] = FeedEntry(
                first_seen=min(known.first_seen, seen), last_seen=max(known.last_seen, seen)
            )
