"""Fetching the OpenPhish feed into the rolling store. Safe to run at any time, any often."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import httpx

from elara.evidence.model import Clock, utc_now
from elara.intel.feed import Feed, read_feed
from elara.intel.http import fetch
from elara.intel.model import FeedState, NoAnswer
from elara.intel.sources.openphish import LIVE, NAME
from elara.intel.store import FeedStore

DEADLINE = 30.0
"""Seconds the download may take."""

MIN_LINES = 100
"""A third of what the feed has held since May 2025."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did. After `refused` the last good copy still stands; `reason` says why."""

    outcome: Literal["merged", "unchanged", "refused"]
    count: int
    """URLs in the copy that stands."""
    fetched_at: datetime | None
    """When that copy was accepted."""
    skipped: int = 0
    reason: str | None = None


async def ingest_openphish(
    http: httpx.AsyncClient,
    feeds: FeedStore,
    *,
    base: str = LIVE,
    clock: Clock = utc_now,
    min_lines: int = MIN_LINES,
) -> Ingested:
    """Brings the store up to date with `{base}/feed.txt`. Raises Unavailable from the store.

    Entries are written before the state, so an ingest that dies half-way is simply done again.
    An unchanged file does not make the feed younger: its publisher may have stopped.
    """
    known = await feeds.state(NAME) or FeedState()
    at = clock()
    try:
        async with asyncio.timeout(DEADLINE):
            feed, etag = await _download(http, base, known, min_lines)
    except TimeoutError:
        return await _refuse(feeds, known, at, "timeout")
    except NoAnswer as failure:
        return await _refuse(feeds, known, at, failure.reason)
    if feed is None:
        state = known.model_copy(update={"checked_at": at, "refused": None})
        await feeds.save_state(NAME, state)
        return Ingested("unchanged", state.count, state.fetched_at)
    await feeds.merge(NAME, feed.keys, at)
    state = FeedState(checked_at=at, fetched_at=at, etag=etag, count=len(feed.keys))
    await feeds.save_state(NAME, state)
    return Ingested("merged", state.count, at, feed.skipped)


async def _download(
    http: httpx.AsyncClient, base: str, known: FeedState, min_lines: int
) -> tuple[Feed | None, str | None]:
    """The feed and its entity tag; no feed when it is still the known one."""
    headers = {"If-None-Match": known.etag} if known.etag else {}
    request = http.build_request("GET", f"{base.rstrip('/')}/feed.txt", headers=headers)
    reply = await fetch(http, request)
    if reply.status == 304 and known.etag:
        return None, known.etag
    if reply.status != 200:
        raise NoAnswer("unexpected_status")
    return read_feed(reply.body, min_lines), reply.headers.get("etag")


async def _refuse(feeds: FeedStore, known: FeedState, at: datetime, reason: str) -> Ingested:
    await feeds.save_state(NAME, known.model_copy(update={"checked_at": at, "refused": reason}))
    return Ingested("refused", known.count, known.fetched_at, reason=reason)
