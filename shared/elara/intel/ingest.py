"""Fetching feeds into the rolling store. Safe to run at any time, any often."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict

from elara.evidence.model import Clock, utc_now
from elara.intel.feed import Feed, read_feed
from elara.intel.model import FeedState
from elara.intel.store import FeedStore
from elara.providers.http import fetch
from elara.providers.model import NoAnswer

log = logging.getLogger(__name__)

DEADLINE = 30.0
"""Seconds a download may take."""


class Ingested(BaseModel):
    """What an ingest did. After `refused` the last good copy still stands; `reason` says why."""

    model_config = ConfigDict(frozen=True)

    source: str
    outcome: Literal["merged", "unchanged", "refused"]
    count: int
    """URLs in the copy that stands."""
    reason: str | None = None


class Report(BaseModel):
    """What became of each feed."""

    feeds: tuple[Ingested, ...]


async def ingest_all(
    http: httpx.AsyncClient, store: FeedStore, feeds: Iterable[Feed], *, clock: Clock = utc_now
) -> Report:
    """Brings the store up to date with one feed after the other. Raises Unavailable."""
    return Report(feeds=tuple([await ingest(http, store, feed, clock=clock) for feed in feeds]))


async def ingest(
    http: httpx.AsyncClient, store: FeedStore, feed: Feed, *, clock: Clock = utc_now
) -> Ingested:
    """Brings the store up to date with `feed`. Raises Unavailable from the store.

    Entries are written before the state, so an ingest that dies half-way is simply done again.
    An unchanged file does not make the feed younger: its publisher may have stopped. A refused
    one changes nothing and is logged, as nobody reads the report of a scheduled run.
    """
    known = await store.state(feed.source) or FeedState()
    at = clock()
    try:
        async with asyncio.timeout(DEADLINE):
            keys, etag = await _download(http, feed, known)
    except TimeoutError:
        return _refused(feed, known, "timeout")
    except NoAnswer as failure:
        return _refused(feed, known, failure.reason)
    if keys is None:
        return Ingested(source=feed.source, outcome="unchanged", count=known.count)
    await store.merge(feed.source, keys, at)
    await store.save_state(feed.source, FeedState(fetched_at=at, etag=etag, count=len(keys)))
    return Ingested(source=feed.source, outcome="merged", count=len(keys))


async def _download(
    http: httpx.AsyncClient, feed: Feed, known: FeedState
) -> tuple[frozenset[str] | None, str | None]:
    """The feed's keys and its entity tag; no keys when it is still the known one."""
    headers = {"If-None-Match": known.etag} if known.etag else {}
    reply = await fetch(http, http.build_request("GET", feed.address, headers=headers))
    if reply.status == 304 and known.etag:
        return None, known.etag
    if reply.status != 200:
        raise NoAnswer("unexpected_status")
    return read_feed(reply.body, feed.min_lines), reply.headers.get("etag")


def _refused(feed: Feed, known: FeedState, reason: str) -> Ingested:
    details = {"metric": "feed_refused", "source": feed.source, "reason": reason}
    log.warning("feed refused", extra=details)
    return Ingested(source=feed.source, outcome="refused", count=known.count, reason=reason)
