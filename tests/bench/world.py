"""Figures of a whole world: submissions, scans, and what each costs in RPCs."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import grpc.aio
import httpx
from google.cloud.tasks_v2 import CloudTasksAsyncClient, Queue
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport
from valkey.asyncio import Valkey

from emulators.layout import process_env
from emulators.world import World
from tests.bench.statistics import spread
from tests.bench.yardstick import hosted

PAGE = "https://accounts.northwind-mail.com/login"
PROVIDER_MS = 50
SUBMISSIONS = 200
SEQUENTIAL = 40
BURST = 90
FOLLOWED = 6
"""Scans in flight while throughput is measured."""


async def figures() -> dict[str, Any]:
    """Starts a world whose providers answer in 50 ms, measures, and stops it."""
    world = World(without=["auth"])
    began = time.monotonic()
    await world.start()
    ready = time.monotonic() - began
    try:
        await _slow_providers(world)
        async with _client(world) as api:
            for _ in range(5):
                await _scan(api)
            return {
                "world_ready_s": round(ready, 1),
                "submit": await _submissions(world, api),
                "scan": spread([await _timed(_scan, api) for _ in range(SEQUENTIAL)]),
                "scans_per_second": await _throughput(api),
                "rpcs_per_scan": await _rpcs(world, api),
            }
    finally:
        await world.stop()


def _client(world: World) -> httpx.AsyncClient:
    headers = {"X-Api-Key": world.api_key}
    return httpx.AsyncClient(base_url=world.layout.gateway, headers=headers, timeout=40)


async def _slow_providers(world: World) -> None:
    plain = world.components["providers"]
    slow = (*plain.command, "--delay-ms", str(PROVIDER_MS))
    world.components["providers"] = replace(plain, command=slow)
    await world.restart("providers")


async def _submissions(world: World, api: httpx.AsyncClient) -> dict[str, Any]:
    """Submissions alone: the queue is held, so that nothing else uses the machine."""
    async with _tasks(world) as client:
        await client.pause_queue(name=world.layout.queue)
        ours = [await _timed(_submit, api) for _ in range(SUBMISSIONS)]
        await client.purge_queue(name=world.layout.queue)
        await client.resume_queue(name=world.layout.queue)
    bare = await _bare(world)
    ratio = spread(ours)["p50_ms"] / spread(bare)["p50_ms"]
    return {**spread(ours), "bare": spread(bare), "ratio_p50": round(ratio, 2)}


async def _bare(world: World) -> list[float]:
    """The yardstick, hosted by `functions-framework` on a port of its own."""
    async with _tasks(world) as client:
        parent = world.layout.queue.removesuffix("/queues/scans")
        await client.create_queue(parent=parent, queue=Queue(name=f"{parent}/queues/bare"))
        await client.pause_queue(name=f"{parent}/queues/bare")
    env = process_env({}, world.layout.function_env())
    source = Path(__file__).with_name("bare.py")
    async with hosted(source, env) as url, httpx.AsyncClient(timeout=10) as http:

        async def once(_: httpx.AsyncClient) -> None:
            (await http.post(url, json={"url": PAGE})).raise_for_status()

        for _ in range(20):
            await once(http)
        return [await _timed(once, http) for _ in range(SUBMISSIONS)]


async def _throughput(api: httpx.AsyncClient) -> float:
    """Whole scans per second while a few are always in flight."""
    gate = asyncio.Semaphore(FOLLOWED)

    async def one() -> None:
        async with gate:
            await _scan(api)

    began = time.monotonic()
    await asyncio.gather(*(one() for _ in range(BURST)))
    return round(BURST / (time.monotonic() - began), 2)


async def _rpcs(world: World, api: httpx.AsyncClient) -> dict[str, float]:
    """RPCs of one scan, submission and one waiting reader included; the mean of ten."""
    before = await _counts(world)
    for _ in range(10):
        await _scan(api)
    after = await _counts(world)
    after.subtract(before)
    return {name: round(count / 10, 1) for name, count in sorted(after.items()) if count > 0}


async def _counts(world: World) -> Counter[str]:
    layout = world.layout
    counts: Counter[str] = Counter()
    async with httpx.AsyncClient() as http:
        stats = layout.function_url.replace("{name}", "_stats")
        counts.update((await http.get(stats)).json()["rpcs"])
        workflows = (await http.get(layout.url(layout.ports.workflows) + "/stats")).json()
        counts["Workflows/executions"] = sum(workflows["executions"].values())
        counts["Workflows/steps"] = workflows.get("steps", 0)
    valkey = Valkey.from_url(layout.function_env()["ELARA_VALKEY"])
    for name, stat in (await valkey.info("commandstats")).items():
        command = name.removeprefix("cmdstat_")
        if command in ("evalsha", "publish", "subscribe", "set"):
            counts[f"Valkey/{command}"] = stat["calls"]
    await valkey.aclose()
    return counts


async def _scan(api: httpx.AsyncClient) -> None:
    answer = await api.post("/api/v2/scans", json={"url": PAGE, "force": True})
    answer.raise_for_status()
    scan = (await api.get(answer.headers["location"], params={"wait": 30})).json()
    if scan["status"] != "done":
        raise RuntimeError(f"A scan ended {scan['status']}: {scan['sources']}")


async def _submit(api: httpx.AsyncClient) -> None:
    (await api.post("/api/v2/scans", json={"url": PAGE, "force": True})).raise_for_status()


async def _timed(
    work: Callable[[httpx.AsyncClient], Awaitable[None]], api: httpx.AsyncClient
) -> float:
    began = time.perf_counter()
    await work(api)
    return time.perf_counter() - began


@asynccontextmanager
async def _tasks(world: World) -> AsyncIterator[CloudTasksAsyncClient]:
    async with grpc.aio.insecure_channel(world.layout.address(world.layout.ports.tasks)) as channel:
        transport = CloudTasksGrpcAsyncIOTransport(channel=channel)
        yield CloudTasksAsyncClient(transport=transport)
