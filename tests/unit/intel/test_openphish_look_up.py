"""Looking a URL up in the rolling store."""

from datetime import UTC, datetime, timedelta

import pytest

from elara.errors import Unavailable
from elara.evidence.model import State
from elara.intel.feed import key
from elara.intel.model import FeedEntry, FeedState, SourceAnswer, Threat
from elara.intel.sources.openphish import OpenPhish
from elara.intel.store import MemoryFeeds
from elara.providers.model import NoAnswer
from elara.urls.parse import parse

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LISTED = "https://x.pages.dev/a"


class Counting(MemoryFeeds):
    """Counts its reads; raises instead when told to be down."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[str] = []
        self.down = False

    async def state(self, source: str) -> FeedState | None:
        self._read("state")
        return await super().state(source)

    async def find(self, source: str, key: str, at: datetime) -> FeedEntry | None:
        self._read("entry")
        return await super().find(source, key, at)

    def _read(self, what: str) -> None:
        if self.down:
            raise Unavailable
        self.reads.append(what)


async def feeds(seen: datetime = AT, fetched: datetime = AT) -> Counting:
    store = Counting()
    await store.merge("openphish", [key(LISTED)], seen)
    await store.save_state("openphish", FeedState(fetched_at=fetched, count=1))
    return store


async def test_a_listed_url() -> None:
    source = OpenPhish(await feeds(seen=AT - timedelta(days=2, hours=1)))
    evidence = await source.ask(parse(LISTED), AT)
    assert evidence.state is State.LISTED
    said = SourceAnswer.model_validate(evidence.data)
    assert (said.threat, said.url_level, said.authoritative) == (Threat.PHISHING, True, True)
    assert (said.days, said.online) == (2, None)


@pytest.mark.parametrize("url", ["https://y.pages.dev/", "https://x.pages.dev/", f"{LISTED}b"])
async def test_a_miss_on_a_fresh_feed_is_not_listed(url: str) -> None:
    evidence = await OpenPhish(await feeds()).ask(parse(url), AT)
    assert evidence.state is State.NOT_LISTED


@pytest.mark.parametrize("url", [LISTED, "https://other.example/"])
async def test_a_feed_older_than_two_days_says_nothing(url: str) -> None:
    store = await feeds(fetched=AT - timedelta(hours=48, seconds=1))
    with pytest.raises(NoAnswer, match="stale_feed"):
        await OpenPhish(store).ask(parse(url), AT)


async def test_a_feed_never_fetched_says_nothing() -> None:
    with pytest.raises(NoAnswer, match="stale_feed"):
        await OpenPhish(MemoryFeeds()).ask(parse(LISTED), AT)


async def test_the_first_ingest_is_seen_at_once() -> None:
    store = Counting()
    source = OpenPhish(store)
    with pytest.raises(NoAnswer):
        await source.ask(parse(LISTED), AT)
    await store.save_state("openphish", FeedState(fetched_at=AT, count=1))
    assert (await source.ask(parse(LISTED), AT)).state is State.NOT_LISTED


async def test_one_read_per_scan_once_the_age_is_known() -> None:
    store = await feeds()
    source = OpenPhish(store)
    for second in range(60):
        await source.ask(parse(LISTED), AT + timedelta(seconds=second))
    assert store.reads == ["state"] + ["entry"] * 60
    await source.ask(parse(LISTED), AT + timedelta(seconds=60))
    assert store.reads[-2:] == ["state", "entry"]


async def test_a_feed_goes_stale_while_its_age_is_remembered() -> None:
    store = await feeds(fetched=AT - timedelta(hours=48))
    source = OpenPhish(store)
    await source.ask(parse(LISTED), AT)
    with pytest.raises(NoAnswer, match="stale_feed"):
        await source.ask(parse(LISTED), AT + timedelta(seconds=1))


async def test_an_entry_ends_thirty_days_after_it_was_last_seen() -> None:
    day = timedelta(days=30)
    source = OpenPhish(await feeds(seen=AT - day))
    assert (await source.ask(parse(LISTED), AT - timedelta(seconds=1))).state is State.LISTED
    assert (await source.ask(parse(LISTED), AT)).state is State.NOT_LISTED


async def test_a_store_that_is_down_is_no_answer() -> None:
    store = await feeds()
    store.down = True
    with pytest.raises(NoAnswer, match="store_unavailable"):
        await OpenPhish(store).ask(parse(LISTED), AT)
