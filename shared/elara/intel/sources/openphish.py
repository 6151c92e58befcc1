"""The OpenPhish community feed, matched locally against a rolling store.

The feed is a sample of the newest phishing URLs that is almost wholly replaced every 12 hours, so
each URL is kept for 30 days after it was last seen; `elara.intel.ingest` fills the store. A
listing is of the exact URL (https://openphish.com/faq.html), never of its host.
"""

from datetime import datetime, timedelta

from elara.errors import Unavailable
from elara.evidence.model import Evidence
from elara.intel.feed import Feed, key
from elara.intel.model import FeedEntry, FeedState, SourceAnswer, Threat
from elara.intel.setup import Setup
from elara.intel.store import FeedStore
from elara.providers.model import Disclosure, NoAnswer
from elara.urls.model import Url

NAME = "openphish"
LIVE = "https://raw.githubusercontent.com/openphish/public_feed/refs/heads/main"

MIN_LINES = 100
"""A third of what the feed has held since May 2025."""

_STATE_LIFE = timedelta(minutes=1)
"""How long this process trusts what it knows of the feed's age."""


class OpenPhish:
    """Looks a URL up: one read, and one more a minute for the age of the feed."""

    name = NAME
    disclosure = Disclosure.NOTHING

    def __init__(self, feeds: FeedStore, base: str = LIVE) -> None:
        self.feed = Feed(NAME, f"{base.rstrip('/')}/feed.txt", MIN_LINES)
        self._feeds = feeds
        self._state = FeedState()
        self._read_at: datetime | None = None

    async def ask(self, url: Url, at: datetime) -> Evidence:
        try:
            if not await self._fresh(at):
                raise NoAnswer("stale_feed")
            entry = await self._feeds.find(NAME, key(url.href), at)
        except Unavailable as error:
            raise NoAnswer("store_unavailable") from error
        return _answer(entry, at).evidence(at)

    async def _fresh(self, at: datetime) -> bool:
        """Only a fresh state is remembered, so a first or late ingest is seen at once."""
        known = self._read_at is not None and at - self._read_at < _STATE_LIFE
        if not (known and self._state.fresh(at)):
            self._state = await self._feeds.state(NAME) or FeedState()
            self._read_at = at
        return self._state.fresh(at)


def source(setup: Setup) -> OpenPhish:
    """OpenPhish needs no key."""
    return OpenPhish(setup.feeds, setup.config.provider_url(NAME, LIVE))


def _answer(entry: FeedEntry | None, at: datetime) -> SourceAnswer:
    if entry is None:
        return SourceAnswer(source=NAME, listed=False)
    return SourceAnswer(
        source=NAME,
        listed=True,
        threat=Threat.PHISHING,
        url_level=True,
        authoritative=True,
        first_seen=entry.first_seen,
        last_seen=entry.last_seen,
        days=max((at - entry.last_seen).days, 0),
    )
