"""Fills a new world: topics and subscriptions, buckets, the queue, an organisation and its key.

Run once by the launcher, while the emulators start: `python -m emulators.seed --out FILE`.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import grpc.aio
import httpx
from google.cloud.tasks_v2.types import Queue, RateLimits, RetryConfig
from google.protobuf.duration_pb2 import Duration
from google.pubsub_v1 import DeadLetterPolicy, PushConfig, RetryPolicy, Subscription
from google.pubsub_v1.services.subscriber import SubscriberAsyncClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcAsyncIOTransport

from elara.identity.firestore import FirestoreKeys
from elara.identity.seed import create_key
from elara.manifests.load import load_all
from elara.manifests.model import PushRoom, ScheduleRoom
from elara.runtime import clients
from elara.runtime.settings import settings
from emulators.scheduler import call, scheduled

TOPICS = ("scan-completed",)
"""Topics that need no function to exist."""
BUCKETS = ("dead-letters", "artefacts")
"""Each is prefixed with the project's name."""
DEMO_ORG = "org_demo"
DEMO_KEY = "key_demo"

ATTEMPTS = 5
"""Deliveries of a message before it goes to the topic's undelivered ones."""
_PATIENCE = 60.0
"""Seconds to wait for the emulators."""

QUEUE = Queue(
    rate_limits=RateLimits(max_concurrent_dispatches=50),
    retry_config=RetryConfig(
        max_attempts=3, min_backoff=timedelta(seconds=1), max_backoff=timedelta(seconds=30)
    ),
)


async def create_topics(pushed: Iterable[PushRoom], function_url: str) -> None:
    """One topic per name, and per pushed function a subscription and a place for what it
    cannot take: the topic `<topic>-undelivered` with a subscription of the same name to pull."""
    project = f"projects/{settings().project}"
    rooms = tuple(pushed)
    spare = {f"{room.topic}-undelivered" for room in rooms}
    publisher = clients.publisher()
    for topic in sorted({*TOPICS, *spare, *(room.topic for room in rooms)}):
        await publisher.create_topic(name=f"{project}/topics/{topic}")
    async with grpc.aio.insecure_channel(settings().pubsub) as channel:
        transport = SubscriberGrpcAsyncIOTransport(channel=channel)
        subscriber = SubscriberAsyncClient(transport=transport)
        for room in rooms:
            await subscriber.create_subscription(push(project, room, function_url))
        for name in sorted(spare):
            await subscriber.create_subscription(
                name=f"{project}/subscriptions/{name}", topic=f"{project}/topics/{name}"
            )


def push(project: str, room: PushRoom, function_url: str) -> Subscription:
    """The subscription that pushes a topic to a function; it is named as the function."""
    return Subscription(
        name=f"{project}/subscriptions/{room.name}",
        topic=f"{project}/topics/{room.topic}",
        push_config=PushConfig(push_endpoint=function_url.replace("{name}", room.name)),
        ack_deadline_seconds=max(10, room.timeout),
        dead_letter_policy=DeadLetterPolicy(
            dead_letter_topic=f"{project}/topics/{room.topic}-undelivered",
            max_delivery_attempts=ATTEMPTS,
        ),
        retry_policy=RetryPolicy(
            minimum_backoff=Duration(seconds=1), maximum_backoff=Duration(seconds=30)
        ),
    )


async def create_buckets() -> None:
    for name in BUCKETS:
        bucket = f"{settings().project}-{name}"
        await asyncio.to_thread(clients.storage().create_bucket, bucket)


async def create_queue() -> None:
    here = settings()
    parent = f"projects/{here.project}/locations/{here.region}"
    queue = Queue(QUEUE)
    queue.name = f"{parent}/queues/scans"
    await clients.tasks().create_queue(parent=parent, queue=queue)


async def create_demo_key() -> str:
    """An organisation's key; returns the secret."""
    return await create_key(FirestoreKeys(clients.firestore()), DEMO_ORG, DEMO_KEY)


async def when_up(address: str, work: Callable[[], Awaitable[None]]) -> None:
    """Does `work` as soon as something listens on `address`. Raises TimeoutError."""
    host, _, port = address.rpartition("//")[2].partition(":")
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            if time.monotonic() > until:
                raise TimeoutError(f"{address} did not come up.") from None
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return await work()


async def run_schedules(functions: Iterable[ScheduleRoom], function_url: str) -> None:
    """Calls every scheduled function once: a new world has missed all the times before it."""
    async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
        now = datetime.now(UTC)
        for room in functions:
            await call(client, function_url.replace("{name}", room.name), room.name, now)


async def run(options: argparse.Namespace) -> None:
    """Seeds everything at once, then leaves the key in `options.out`."""
    rooms = load_all(options.functions)
    pushed = [room for room in rooms if isinstance(room, PushRoom)]
    keys: list[str] = []

    async def keep_key() -> None:
        keys.append(await create_demo_key())

    topics = partial(create_topics, pushed, options.function_url)
    async with asyncio.TaskGroup() as group:
        group.create_task(when_up(settings().pubsub, topics))
        group.create_task(when_up(os.environ["STORAGE_EMULATOR_HOST"], create_buckets))
        group.create_task(when_up(settings().tasks, create_queue))
        group.create_task(when_up(os.environ["FIRESTORE_EMULATOR_HOST"], keep_key))
    if options.first_runs:
        runs = partial(run_schedules, scheduled(rooms), options.function_url)
        providers = partial(when_up, _origin(settings().providers), runs)
        await when_up(_origin(options.function_url), providers)
    options.out.touch(mode=0o600)
    options.out.write_text(json.dumps({"api_key": keys[0]}), "utf-8")


def _origin(url: str) -> str:
    return url.rpartition("/")[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", type=Path, required=True, help="folder of function folders")
    parser.add_argument("--function-url", required=True, help="with {name} in it")
    parser.add_argument("--out", type=Path, required=True, help="JSON file with the demo key")
    parser.add_argument("--first-runs", action="store_true", help="call the scheduled functions")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
