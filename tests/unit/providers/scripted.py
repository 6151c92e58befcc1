"""A source that follows a script."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from elara.evidence.model import Evidence
from elara.intel.model import SourceAnswer
from elara.providers.model import Disclosure, NoAnswer
from elara.urls.model import Url


@dataclass
class Scripted:
    """Does what the test says and counts how often it was asked."""

    name: str
    act: Callable[[], Awaitable[None]]
    disclosure: Disclosure = Disclosure.FULL_URL
    asked: int = 0

    async def ask(self, url: Url, at: datetime) -> Evidence:
        self.asked += 1
        await self.act()
        return SourceAnswer(source=self.name, listed=False).evidence(at)


async def answers() -> None:
    await asyncio.sleep(0)


async def hangs() -> None:
    await asyncio.Event().wait()


async def refuses() -> None:
    raise NoAnswer("quota")
