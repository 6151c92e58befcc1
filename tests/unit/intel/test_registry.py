"""Which sources are built."""

import httpx
import pytest

from elara.intel.registry import SOURCES, build, feeds_of
from elara.intel.sources.urlhaus import UrlHaus
from elara.intel.store import MemoryFeeds
from elara.runtime.settings import Settings


async def names(settings: Settings) -> list[str]:
    async with httpx.AsyncClient() as http:
        return [source.name for source in build(settings, http, MemoryFeeds())]


async def test_all_sources_with_their_keys() -> None:
    assert await names(Settings(keys={"urlhaus": "k"})) == ["urlhaus", "openphish"]


@pytest.mark.parametrize("key", ["", " ", "\n"])
async def test_a_source_without_its_key_is_left_out(key: str) -> None:
    assert await names(Settings(keys={"urlhaus": key})) == ["openphish"]


def test_a_source_is_named_as_its_file() -> None:
    stems = [make.__module__.rpartition(".")[2] for make in SOURCES]
    assert stems == ["urlhaus", "openphish"]


async def test_a_key_never_shows() -> None:
    async with httpx.AsyncClient() as http:
        assert "sesame" not in repr(UrlHaus(http, "http://127.0.0.1", "sesame"))


async def test_feeds_are_those_of_the_sources_that_have_one() -> None:
    settings = Settings(keys={"urlhaus": "k"}, providers="http://127.0.0.1:9/{name}")
    async with httpx.AsyncClient() as http:
        (feed,) = feeds_of(build(settings, http, MemoryFeeds()))
    assert (feed.source, feed.address) == ("openphish", "http://127.0.0.1:9/openphish/feed.txt")
