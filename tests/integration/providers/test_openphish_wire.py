"""The OpenPhish feed from its fake through the ingest into a look-up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from elara.evidence.model import Evidence, State
from elara.intel.ingest import Ingested, ingest
from elara.intel.model import FeedState, SourceAnswer
from elara.intel.sources.openphish import OpenPhish
from elara.intel.store import MemoryFeeds
from elara.providers.ask import ask
from elara.urls.parse import parse
from tests.integration.providers.conftest import Fakes

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LISTED = "https://paypal-secure-login.account-verify.top/signin"


class World:
    """A feed store, and the fakes at a time of our choosing."""

    def __init__(self, fakes: Fakes) -> None:
        self.fakes = fakes
        self.feeds = MemoryFeeds()
        self.source = OpenPhish(self.feeds, f"{fakes.address}/openphish")
        self.now = AT
        fakes.world.clock = lambda: self.now

    async def ingest(self, min_lines: int = 100) -> Ingested:
        feed = replace(self.source.feed, min_lines=min_lines)
        return await ingest(self.fakes.http, self.feeds, feed, clock=lambda: self.now)

    async def look_up(self, url: str = LISTED) -> Evidence:
        return await ask(OpenPhish(self.feeds), parse(url), self.now, kind=SourceAnswer.kind)

    async def state(self) -> FeedState:
        return await self.feeds.state("openphish") or FeedState()


def ingested(outcome: Any, count: int = 300, reason: str | None = None) -> Ingested:
    return Ingested(source="openphish", outcome=outcome, count=count, reason=reason)


@pytest.fixture
def world(fakes: Fakes) -> World:
    return World(fakes)


async def test_a_feed_is_merged_and_found(world: World) -> None:
    assert await world.ingest() == ingested("merged")
    assert (await world.look_up()).state is State.LISTED
    assert (await world.look_up("https://p001.example-phish.pages.dev/")).state is State.LISTED
    miss = await world.look_up("https://p999.example-phish.pages.dev/")
    assert miss.state is State.NOT_LISTED
    home = await world.look_up("https://paypal-secure-login.account-verify.top/")
    assert home.state is State.NOT_LISTED


async def test_an_unchanged_feed_is_not_fetched_again_nor_made_younger(world: World) -> None:
    await world.ingest()
    world.now = AT + timedelta(minutes=5)
    assert await world.ingest() == ingested("unchanged")
    state = await world.state()
    assert state.fetched_at == AT
    _, last = await world.fakes.asked("openphish")
    assert last["headers"]["if-none-match"] == state.etag


async def test_the_next_issue_is_added_to_what_is_known(world: World) -> None:
    await world.ingest()
    passing = f"https://p{int(AT.timestamp()) // 43_200}-001.example-phish.pages.dev/login"
    world.now = AT + timedelta(hours=12)
    assert (await world.ingest()).outcome == "merged"
    kept, gone = await world.look_up(), await world.look_up(passing)
    assert (kept.data["first_seen"], kept.data["days"]) == ("2026-11-23T12:00:00Z", 0)
    assert gone.state is State.LISTED
    assert gone.data["last_seen"] == "2026-11-23T12:00:00Z"


async def test_the_same_issue_twice_changes_no_entry(world: World) -> None:
    await world.ingest()
    before = await world.look_up()
    await world.feeds.save_state("openphish", FeedState())
    assert (await world.ingest()).outcome == "merged"
    assert await world.look_up() == before


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("error500", "server_error"),
        ("quota", "quota"),
        ("garbage", "not_text"),
        ("html", "html"),
        ("truncated", "truncated"),
        ("empty", "empty_file"),
    ],
)
async def test_a_bad_file_is_refused_and_the_last_good_one_stands(
    world: World, mode: str, reason: str, warned: list[Any]
) -> None:
    await world.ingest()
    good = await world.state()
    world.now = AT + timedelta(hours=12)
    await world.fakes.fault("openphish", mode=mode)
    assert await world.ingest() == ingested("refused", reason=reason)
    assert await world.state() == good
    (warning,) = warned
    said = (warning.metric, warning.source, warning.reason)
    assert said == ("feed_refused", "openphish", reason)
    assert (await world.look_up()).state is State.LISTED
    await world.fakes.fault("openphish", mode="none")
    assert (await world.ingest()).outcome == "merged"


async def test_a_file_with_too_few_lines_is_refused(world: World) -> None:
    assert await world.ingest(min_lines=301) == ingested("refused", 0, "too_few_lines")


async def test_before_the_first_ingest_and_after_two_silent_days_nothing_is_known(
    world: World,
) -> None:
    assert (await world.look_up()).reason == "stale_feed"
    await world.ingest()
    world.now = AT + timedelta(hours=48)
    assert (await world.look_up()).state is State.LISTED
    world.now += timedelta(seconds=1)
    stale = await world.look_up()
    assert (stale.state, stale.reason) == (State.UNAVAILABLE, "stale_feed")
