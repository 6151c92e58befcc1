"""Cloud Scheduler: calls the functions whose manifests have a schedule, by the clock (UTC).

A call that fails is not tried again before its next time, which is the product's default.
"""

import argparse
import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx
from croniter import croniter

from elara.manifests.load import load_all
from elara.manifests.model import Manifest, ScheduleRoom

DEADLINE = 180.0
"""Seconds a call may take: the product's default."""

log = logging.getLogger("emulators.scheduler")


def next_time(schedule: str, after: datetime) -> datetime:
    """The first time after `after` that the five-field expression names."""
    found: datetime = croniter(schedule, after).get_next(datetime)
    return found


def scheduled(manifests: Iterable[Manifest]) -> list[ScheduleRoom]:
    """The functions that run by the clock."""
    return [room for room in manifests if isinstance(room, ScheduleRoom)]


async def call(client: httpx.AsyncClient, url: str, name: str, at: datetime) -> None:
    """Calls the function as Cloud Scheduler does; says so when it fails."""
    headers = {
        "User-Agent": "Google-Cloud-Scheduler",
        "X-CloudScheduler": "true",
        "X-CloudScheduler-JobName": name,
        "X-CloudScheduler-ScheduleTime": at.isoformat(),
    }
    try:
        answer = await client.post(url, headers=headers)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        log.warning("%s failed: %s", name, error)


async def run(rooms: Iterable[ScheduleRoom], function_url: str) -> None:
    """Calls every function at its times, for ever."""

    async def keep_calling(client: httpx.AsyncClient, room: ScheduleRoom) -> None:
        url = function_url.replace("{name}", room.name)
        at = datetime.now(UTC)
        while True:
            # Never before the last time: a clock that is a moment early would call twice.
            at = next_time(room.schedule, max(at, datetime.now(UTC)))
            await asyncio.sleep(max(0.0, at.timestamp() - time.time()))
            await call(client, url, room.name, at)

    http = httpx.AsyncClient(timeout=DEADLINE, trust_env=False)
    async with http as client, asyncio.TaskGroup() as group:
        for room in rooms:
            group.create_task(keep_calling(client, room))


def main() -> None:
    """Runs until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", type=Path, required=True, help="folder of function folders")
    parser.add_argument("--function-url", required=True, help="with {name} in it")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    asyncio.run(run(scheduled(load_all(options.functions)), options.function_url))


if __name__ == "__main__":
    main()
