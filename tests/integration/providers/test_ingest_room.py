"""The room that fetches the feeds, asked as the scheduler asks it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from elara.intel.store import MemoryFeeds
from functions.ti_ingest import main
from tests.integration.providers.conftest import Fakes


@pytest.fixture
async def room(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """The door, with the double for a store."""
    store = MemoryFeeds()
    monkeypatch.setattr(main, "settings", lambda: fakes.settings)
    monkeypatch.setattr(main, "http", lambda: fakes.http)
    monkeypatch.setattr(main, "firestore", lambda: None)
    monkeypatch.setattr(main, "FirestoreFeeds", lambda _: store)
    app = Starlette(routes=[Route("/", main.ti_ingest, methods=["POST"])])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
        yield client


async def test_the_report_says_what_became_of_each_feed(room: httpx.AsyncClient) -> None:
    answer = await room.post("/")
    feed = {"source": "openphish", "outcome": "merged", "count": 300, "reason": None}
    assert (answer.status_code, answer.json()) == (200, {"feeds": [feed]})


async def test_a_refused_feed_is_reported_and_warned_of(
    fakes: Fakes, room: httpx.AsyncClient, warned: list[Any]
) -> None:
    await fakes.fault("openphish", mode="html")
    answer = await room.post("/")
    feed = {"source": "openphish", "outcome": "refused", "count": 0, "reason": "html"}
    assert (answer.status_code, answer.json()) == (200, {"feeds": [feed]})
    (warning,) = warned
    assert (warning.metric, warning.reason) == ("feed_refused", "html")
