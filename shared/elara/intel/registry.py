"""The sources Elara knows. A new source is its file, its line here, and its fake."""

from collections.abc import Callable

import httpx

from elara.intel.model import Source
from elara.intel.setup import Config, Setup
from elara.intel.sources import openphish, urlhaus
from elara.intel.store import FeedStore

SOURCES: tuple[Callable[[Setup], Source | None], ...] = (
    urlhaus.source,
    openphish.source,
)


def build(config: Config, http: httpx.AsyncClient, feeds: FeedStore) -> tuple[Source, ...]:
    """The enabled sources, in the order of `SOURCES`. Build once per process.

    A source without its key is disabled: it is never asked, and as nobody expected its answer it
    does not count in coverage.
    """
    setup = Setup(config, http, feeds)
    built = (make(setup) for make in SOURCES)
    return tuple(source for source in built if source is not None)
