"""Everything is delivered at least once, and nothing happens twice."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc.aio
import httpx
import pytest
from google.cloud.tasks_v2 import CloudTasksAsyncClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport

from emulators.world import World
from tests.e2e.conftest import Api

PAGE = "https://accounts.northwind-mail.com/login"


class Subscription:
    """Pulls what is published to `scan-completed` (Pub/Sub's REST API)."""

    def __init__(self, world: World) -> None:
        base = world.layout.url(world.layout.ports.pubsub)
        self._http = httpx.AsyncClient(base_url=f"{base}/v1/projects/{world.layout.project}")
        self._topic = f"projects/{world.layout.project}/topics/scan-completed"

    async def open(self) -> None:
        await self._http.put("/subscriptions/watch", json={"topic": self._topic})

    async def events(self, scan_id: str) -> list[dict[str, object]]:
        """All events of one scan that have arrived after a moment's patience."""
        found = []
        for _ in range(8):
            body = {"maxMessages": 100}
            answer = await self._http.post("/subscriptions/watch:pull", json=body, timeout=15)
            for received in answer.json().get("receivedMessages", []):
                event = json.loads(base64.b64decode(received["message"]["data"]))
                if event["scan_id"] == scan_id:
                    found.append(event)
            if found:
                break
            await asyncio.sleep(0.1)
        return found

    async def close(self) -> None:
        await self._http.delete("/subscriptions/watch")
        await self._http.aclose()


@pytest.fixture
async def subscription(world: World) -> AsyncIterator[Subscription]:
    opened = Subscription(world)
    await opened.open()
    yield opened
    await opened.close()


async def test_the_end_of_a_scan_is_published(api: Api, subscription: Subscription) -> None:
    scan = await api.scanned(PAGE)
    (event, *_) = await subscription.events(scan["id"])
    assert event["status"] == "done"
    assert event["score"] == scan["verdict"]["score"]
    assert event["event_id"] == f"{scan['id']}.1.1"


async def test_a_second_execution_of_the_same_scan_changes_nothing(
    world: World, api: Api, subscription: Subscription
) -> None:
    first = await api.scanned(PAGE)
    etag = (await api.http.get(f"/api/v2/scans/{first['id']}")).headers["etag"]
    await subscription.events(first["id"])
    place = world.layout.queue.removesuffix("/queues/scans")
    executions = (
        f"{world.layout.url(world.layout.ports.workflows)}/v1/{place}/workflows/scan/executions"
    )
    argument = {"scan_id": first["id"], "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    async with httpx.AsyncClient() as http:
        started = await http.post(executions, json={"argument": json.dumps(argument)})
        name = started.json()["name"]
        async with asyncio.timeout(30):
            while True:
                base = world.layout.url(world.layout.ports.workflows)
                state = (await http.get(f"{base}/v1/{name}")).json()["state"]
                if state != "ACTIVE":
                    break
                await asyncio.sleep(0.1)
    assert state == "SUCCEEDED"
    again = await api.http.get(f"/api/v2/scans/{first['id']}")
    assert again.headers["etag"] == etag
    (event, *_) = await subscription.events(first["id"])
    assert event["event_id"] == f"{first['id']}.1.1"


async def test_a_stage_called_twice_at_once_leaves_one_record(world: World, api: Api) -> None:
    scan_id = await api.submit(PAGE)
    url = world.layout.function_url.replace("{name}", "reputation")
    async with httpx.AsyncClient(timeout=30) as http:
        calls = [http.post(url, json={"scan_id": scan_id}) for _ in range(6)]
        answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    scan = await api.ended(scan_id)
    assert scan["status"] == "done"
    assert sum(each["stage"] == "reputation" for each in scan["sources"]) == 2


async def test_a_dead_scan_is_archived_failed_and_can_be_run_again(world: World, api: Api) -> None:
    """As the workflow does when its last stage failed for good; the queue is held meanwhile."""
    layout = world.layout
    async with held_queue(world):
        scan_id = await api.submit(PAGE)
        path = f"/api/v2/scans/{scan_id}"
        await _declare_dead(world, scan_id)
        async with asyncio.timeout(15):
            while (await api.http.get(path)).json()["status"] != "failed":
                await asyncio.sleep(0.05)
        assert (await api.http.get(path)).json()["error"] == "tried"
        async with httpx.AsyncClient(base_url=layout.url(layout.ports.storage)) as storage:
            listed = await storage.get(f"/storage/v1/b/{layout.project}-dead-letters/o")
            assert any(scan_id in item["name"] for item in listed.json()["items"])
        assert (await api.http.post(f"{path}/rerun")).status_code == 202
        assert (await api.http.post(f"{path}/rerun")).status_code == 409
    scan = await api.ended(scan_id)
    assert scan["status"] == "done"
    assert scan["error"] is None


async def _declare_dead(world: World, scan_id: str) -> None:
    letter = base64.b64encode(json.dumps({"scan_id": scan_id, "reason": "tried"}).encode())
    pubsub = world.layout.url(world.layout.ports.pubsub)
    topic = f"{pubsub}/v1/projects/{world.layout.project}/topics/scan-dead:publish"
    async with httpx.AsyncClient() as http:
        await http.post(topic, json={"messages": [{"data": letter.decode()}]})


@asynccontextmanager
async def held_queue(world: World) -> AsyncIterator[None]:
    """Nothing is taken from the queue inside."""
    address = world.layout.address(world.layout.ports.tasks)
    async with grpc.aio.insecure_channel(address) as channel:
        tasks = CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))
        await tasks.pause_queue(name=world.layout.queue)
        try:
            yield
        finally:
            await tasks.resume_queue(name=world.layout.queue)
