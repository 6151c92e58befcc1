"""What every feed store promises."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from elara.intel.model import FeedEntry, FeedState
from elara.intel.store import FeedStore

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_an_empty_store_knows_nothing(feeds: FeedStore) -> None:
    assert await feeds.state("openphish") is None
    assert await feeds.find("openphish", "k1", AT) is None


async def test_a_state_comes_back_as_it_was_saved(feeds: FeedStore) -> None:
    good = FeedState(fetched_at=AT - HOUR, etag='W/"abc"', count=300)
    await feeds.save_state("openphish", good)
    assert await feeds.state("openphish") == good
    newer = FeedState(fetched_at=AT)
    await feeds.save_state("openphish", newer)
    assert await feeds.state("openphish") == newer
    assert await feeds.state("other") is None


async def test_a_merged_entry_is_found_and_others_are_not(feeds: FeedStore) -> None:
    await feeds.merge("openphish", ["k1", "k2"], AT)
    assert await feeds.find("openphish", "k1", AT) == FeedEntry(first_seen=AT, last_seen=AT)
    assert await feeds.find("openphish", "k3", AT) is None
    assert await feeds.find("other", "k1", AT) is None


async def test_a_later_sighting_moves_only_the_last(feeds: FeedStore) -> None:
    await feeds.merge("openphish", ["k1"], AT)
    await feeds.merge("openphish", ["k1", "k2"], AT + HOUR)
    found = await feeds.find("openphish", "k1", AT + HOUR)
    assert found == FeedEntry(first_seen=AT, last_seen=AT + HOUR)
    new = await feeds.find("openphish", "k2", AT + HOUR)
    assert new == FeedEntry(first_seen=AT + HOUR, last_seen=AT + HOUR)


@pytest.mark.parametrize("order", list(permutations([AT, AT + HOUR, AT + 2 * HOUR])))
async def test_the_order_of_merges_does_not_matter_nor_their_number(
    feeds: FeedStore, order: tuple[datetime, ...]
) -> None:
    for seen in (*order, *order):
        await feeds.merge("openphish", ["k1"], seen)
    expected = FeedEntry(first_seen=AT, last_seen=AT + 2 * HOUR)
    assert await feeds.find("openphish", "k1", AT + 2 * HOUR) == expected


async def test_times_are_kept_to_the_second(feeds: FeedStore) -> None:
    await feeds.merge("openphish", ["k1"], AT + timedelta(microseconds=999_999))
    assert await feeds.find("openphish", "k1", AT) == FeedEntry(first_seen=AT, last_seen=AT)


async def test_an_entry_lives_thirty_days_from_its_last_sighting(feeds: FeedStore) -> None:
    await feeds.merge("openphish", ["k1"], AT - 100 * HOUR)
    await feeds.merge("openphish", ["k1"], AT)
    end = AT + timedelta(days=30)
    assert await feeds.find("openphish", "k1", end - timedelta(seconds=1)) is not None
    assert await feeds.find("openphish", "k1", end) is None


async def test_more_entries_than_one_commit_takes(feeds: FeedStore) -> None:
    keys = [f"k{number}" for number in range(1001)]
    await feeds.merge("openphish", keys, AT)
    for key in (keys[0], keys[499], keys[500], keys[1000]):
        assert await feeds.find("openphish", key, AT) is not None


async def test_merging_nothing_changes_nothing(feeds: FeedStore) -> None:
    await feeds.merge("openphish", [], AT)
    assert await feeds.state("openphish") is None
