"""What an intelligence source can say about a URL, and how a feed stands."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from elara.evidence.model import Evidence, Facts, State

CURRENT = timedelta(days=30)
"""How long after its last confirmation a listing still speaks for itself."""

FEED_MAX_AGE = timedelta(hours=48)
"""A feed without newer content than this says nothing: neither hit nor miss."""

ENTRY_LIFE = timedelta(days=30)
"""How long a feed entry is kept after it was last seen in the feed."""


class Threat(StrEnum):
    """What kind of harm a listing speaks of."""

    MALWARE = "malware"
    PHISHING = "phishing"


class SourceAnswer(Facts):
    """What one source says about a URL: listed, or not listed."""

    kind: ClassVar[str] = "source_answer"

    source: str
    listed: bool
    threat: Threat | None = None
    url_level: bool = False
    """The listing names this very URL, not just its host."""
    authoritative: bool = False
    """Curated, of this very URL, and confirmed within `CURRENT`: may decide a verdict."""
    online: bool | None = None
    """Whether the source saw the threat being served at its last check."""
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    days: int | None = None
    """Whole days from the last confirmation to the question; 0 while online."""
    reference: str | None = None
    """The source's own page about the listing."""
    tags: tuple[str, ...] = ()

    def evidence(self, at: datetime) -> Evidence:
        """This answer, given at `at`, as evidence in the state `listed` or `not_listed`."""
        state = State.LISTED if self.listed else State.NOT_LISTED
        return Evidence.of(self.source, self, at, state)


class FeedEntry(BaseModel):
    """One URL in a rolling feed store. Times are UTC, to the second."""

    model_config = ConfigDict(frozen=True)

    first_seen: datetime
    last_seen: datetime

    def alive(self, at: datetime) -> bool:
        """False once the entry has outlived `ENTRY_LIFE`, whether or not it was deleted yet."""
        return at < self.last_seen + ENTRY_LIFE


class FeedState(BaseModel):
    """The copy of a feed that stands: the last one that was accepted."""

    model_config = ConfigDict(frozen=True)

    fetched_at: datetime | None = None
    """When it was accepted; the feed's age counts from here."""
    etag: str | None = None
    """Its entity tag."""
    count: int = 0
    """URLs in it."""

    def fresh(self, at: datetime) -> bool:
        return self.fetched_at is not None and at - self.fetched_at <= FEED_MAX_AGE
