"""The public API of the shared world, as its users call it."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient

from elara.identity.firestore import FirestoreKeys
from elara.identity.seed import create_key
from emulators.world import World

Json = dict[str, Any]


class Api:
    """Calls with one organisation's key."""

    def __init__(self, base: str, key: str) -> None:
        headers = {"X-Api-Key": key}
        self.http = httpx.AsyncClient(base_url=base, headers=headers, timeout=45)

    async def submit(self, url: str, *, force: bool = True, key: str | None = None) -> str:
        """Submits as a careful client does: with an idempotency key it tries again."""
        headers = {"Idempotency-Key": key} if key else {}
        for _ in range(30 if key else 1):
            try:
                body = {"url": url, "force": force}
                answer = await self.http.post("/api/v2/scans", json=body, headers=headers)
            except httpx.TransportError:
                await asyncio.sleep(0.5)
                continue
            if answer.status_code < 500:
                break
            await asyncio.sleep(0.5)
        assert answer.status_code in (200, 202), answer.text
        scan_id: str = answer.json()["id"]
        return scan_id

    async def ended(self, scan_id: str, seconds: float = 60) -> Json:
        """The scan when it has ended; fails when it has not within `seconds`."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    path = f"/api/v2/scans/{scan_id}"
                    answer = await self.http.get(path, params={"wait": 10})
                    scan: Json = answer.json() if answer.status_code == 200 else {}
                except httpx.TransportError:
                    scan = {}
                if scan.get("status") in ("done", "partial", "failed"):
                    return scan
                await asyncio.sleep(0.2)

    async def scanned(self, url: str) -> Json:
        return await self.ended(await self.submit(url))


@pytest.fixture
async def api(world: World) -> AsyncIterator[Api]:
    client = Api(world.layout.gateway, world.api_key)
    yield client
    await client.http.aclose()


@pytest.fixture
async def stranger(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    """Somebody with a good key to an organisation of their own."""
    address = world.layout.address(world.layout.ports.firestore)
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", address)
    directory = AsyncClient(world.layout.project, credentials=AnonymousCredentials())
    org = f"org_{uuid.uuid4().hex[:8]}"
    client = Api(
        world.layout.gateway, await create_key(FirestoreKeys(directory), org, f"key_{org}")
    )
    yield client
    await client.http.aclose()
    await directory._firestore_api.transport.close()
