"""The sources Elara knows. A new source is its file, its line here, and its fake."""

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

import httpx

from elara.intel.feed import Feed
from elara.intel.setup import Config, Setup
from elara.intel.sources import openphish, urlhaus
from elara.intel.store import FeedStore
from elara.providers.model import Source

SOURCES: tuple[Callable[[Setup], Source | None], ...] = (
    urlhaus.source,
    openphish.source,
)


@runtime_checkable
class Fed(Protocol):
    """A source that looks URLs up in a feed of its own."""

    @property
    def feed(self) -> Feed: ...


def build(config: Config, http: httpx.AsyncClient, feeds: FeedStore) -> tuple[Source, ...]:
    """The enabled sources, in the order of `SOURCES`. Build once per process.

    A source without its key is disabled: it is never asked, and as nobody expected its answer it
    does not count in coverage.
    """
    setup = Setup(config, http, feeds)
    built = (make(setup) for make in SOURCES)
    return tuple(source for source in built if source is not None)


def feeds_of(sources: Iterable[Source]) -> tuple[Feed, ...]:
    """The feeds that must be ingested for `sources` to have something to say."""
    return tuple(source.feed for source in sources if isinstance(source, Fed))
