"""The OpenPhish feed from its fake through the ingest into a look-up."""

from datetime import UTC, datetime, timedelta

import pytest

from elara.evidence.model import Evidence, State
from elara.intel.ask import ask
from elara.intel.ingest import Ingested, ingest_openphish
from elara.intel.model import FeedState
from elara.intel.sources.openphish import OpenPhish
from elara.intel.store import MemoryFeeds
from elara.urls.parse import parse
from tests.integration.providers.conftest import Fakes

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LISTED = "https://paypal-secure-login.account-verify.top/signin"


class World:
    """A feed store, and the fakes at a time of our choosing."""

    def __init__(self, fakes: Fakes) -> None:
        self.fakes = fakes
        self.feeds = MemoryFeeds()
        self.now = AT
        fakes.world.clock = lambda: self.now

    async def ingest(self, min_lines: int = 100) -> Ingested:
        return await ingest_openphish(
            self.fakes.http,
            self.feeds,
            base=f"{self.fakes.address}/openphish",
            clock=lambda: self.now,
            min_lines=min_lines,
        )

    async def look_up(self, url: str = LISTED) -> Evidence:
        return await ask(OpenPhish(self.feeds), parse(url), self.now)

    async def state(self) -> FeedState:
        return await self.feeds.state("openphish") or FeedState()


@pytest.fixture
def world(fakes: Fakes) -> World:
    return World(fakes)


async def test_a_feed_is_merged_and_found(world: World) -> None:
    assert await world.ingest() == Ingested("merged", 300, AT)
    assert (await world.look_up()).state is State.LISTED
    assert (await world.look_up("https://p001.example-phish.pages.dev/")).state is State.LISTED
    miss = await world.look_up("https://p999.example-phish.pages.dev/")
    assert miss.state is State.NOT_LISTED
    home = await world.look_up("https://paypal-secure-login.account-verify.top/")
    assert home.state is State.NOT_LISTED


async def test_an_unchanged_feed_is_not_fetched_again_nor_made_younger(world: World) -> None:
    await world.ingest()
    world.now = AT + timedelta(minutes=5)
    assert await world.ingest() == Ingested("unchanged", 300, AT)
    state = await world.state()
    assert (state.checked_at, state.fetched_at) == (world.now, AT)
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
    world: World, mode: str, reason: str
) -> None:
    await world.ingest()
    good = await world.state()
    world.now = AT + timedelta(hours=12)
    await world.fakes.fault("openphish", mode=mode)
    assert await world.ingest() == Ingested("refused", 300, AT, reason=reason)
    assert await world.state() == good.model_copy(
        update={"checked_at": world.now, "refused": reason}
    )
    assert (await world.look_up()).state is State.LISTED
    await world.fakes.fault("openphish", mode="none")
    assert (await world.ingest()).outcome == "merged"
    assert (await world.state()).refused is None


async def test_a_file_with_too_few_lines_is_refused(world: World) -> None:
    assert await world.ingest(min_lines=301) == Ingested("refused", 0, None, reason="too_few_lines")


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
