"""Submits URLs and follows them to their end, several at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from elara.cli.client import ENDED, Api, ApiError
from elara.cli.plain import plain
from elara.scoring.model import Stage

AT_ONCE = 8
"""Scans followed at the same time."""

Watch = Callable[[str, dict[str, Any]], None]


@dataclass(slots=True)
class Followed:
    """Ended scans in the order they were asked for, how long each took, and what went wrong."""

    scans: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    errors: dict[str, ApiError] = field(default_factory=dict)


async def follow(
    api: Api, urls: Sequence[str], *, force: bool, wait: bool, watch: Watch
) -> Followed:
    """Submits all `urls`; with `wait`, until each has ended. An error of one stops no other."""
    followed = Followed()
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(url: str) -> dict[str, Any] | None:
        async with gate:
            started = time.monotonic()
            try:
                scan = await api.submit(url, force=force)
                if wait:
                    async for moved in api.moves(scan):
                        watch(url, moved)
                        scan = moved
            except ApiError as error:
                followed.errors[url] = error
                return None
            followed.seconds[scan["id"]] = time.monotonic() - started
            return scan

    scans = await asyncio.gather(*(one(url) for url in urls))
    followed.scans = [scan for scan in scans if scan is not None]
    return followed


@asynccontextmanager
async def progress(console: Console, urls: Sequence[str], shown: bool) -> AsyncIterator[Watch]:
    """A live bar per URL that fills as its stages answer; silent unless `shown`."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not shown) as bars:
        tasks = {url: bars.add_task("queued", total=len(Stage)) for url in urls}

        def watch(url: str, scan: dict[str, Any]) -> None:
            ended = scan["status"] in ENDED
            done = len(Stage) if ended else len(scan["stages"])
            name = plain(f"{scan['status']:<8} {scan['url_defanged'][:60]}")
            bars.update(tasks[url], completed=done, description=name)

        yield watch
