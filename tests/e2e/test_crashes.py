"""Killed in the middle of 20 scans and started again: all end, none is doubled."""

import asyncio
import uuid
from collections.abc import Iterator

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient

from emulators.world import World
from tests.e2e.conftest import Api
from tests.e2e.test_demo_urls import assert_sums

SCANS = 20
URLS = (
    "https://accounts.northwind-mail.com/login",
    "https://www.riverside-library.org/catalogue/2024/spring/index.html",
    "https://paypal-secure-login.account-verify.top/signin",
    "https://go.short-link.cc/r/8fk2",
)


@pytest.fixture(scope="module")
def fragile() -> Iterator[World]:
    """A world of its own, to be broken."""
    started = World(without=["auth"])
    asyncio.run(started.start())
    yield started
    asyncio.run(started.stop())


@pytest.mark.parametrize("victim", ["functions", "valkey", "workflows"])
async def test_all_scans_survive(
    fragile: World, victim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = fragile.layout
    api = Api(layout.gateway, fragile.api_key)
    url_of = {uuid.uuid4().hex: URLS[number % len(URLS)] for number in range(SCANS)}
    submitting = [asyncio.create_task(api.submit(url, key=key)) for key, url in url_of.items()]
    await asyncio.sleep(0.7)
    await fragile.kill(victim)
    await asyncio.sleep(1.0)
    await fragile.restart(victim)
    ids = await asyncio.gather(*submitting)
    scans = await asyncio.gather(*(api.ended(scan_id, 90) for scan_id in ids))
    await api.http.aclose()

    assert len(set(ids)) == SCANS
    assert {scan["status"] for scan in scans} <= {"done", "partial"}
    for scan in scans:
        assert_sums(scan)
        if scan["url"] == URLS[2]:
            assert scan["verdict"]["level"] == "malicious"

    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", layout.address(layout.ports.firestore))
    documents = AsyncClient(layout.project, credentials=AnonymousCredentials())
    stored = [doc.id async for doc in documents.collection("scans").stream() if doc.id in set(ids)]
    assert sorted(stored) == sorted(ids)
    everything = [doc.id async for doc in documents.collection("scans").stream()]
    assert len(everything) % SCANS == 0, "a submission left a second scan behind"
    for scan_id in ids:
        below = documents.collection("scans").document(scan_id)
        revisions = [doc.id async for doc in below.collection("revisions").stream()]
        assert revisions == ["1"]
    await documents._firestore_api.transport.close()
