"""A scan in the hands of in-memory doubles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from elara.admission.memory import MemoryTurnstile
from elara.archive.model import MemoryArchive
from elara.bundles.store import MemoryBundles
from elara.events.model import MemoryPublisher
from elara.identity.model import Caller
from elara.rules.ruleset import current
from elara.scans.announce import Announcer
from elara.scans.complete import Completion
from elara.scans.ids import new_scan_id
from elara.scans.model import NewScan
from elara.scans.queue import MemoryQueue
from elara.scans.revise import Reviser
from elara.scans.store import MemoryScans
from elara.scans.submit import Submission, Submissions
from elara.signing.local import LocalSigner


class Clock:
    """A clock that stands still until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class Silent:
    """Progress that is heard only as far as a test says in `heards`."""

    def __init__(self) -> None:
        self.rings: list[str] = []
        self.heards: list[str] = []

    async def ring(self, scan_id: str, stage: str) -> None:
        self.rings.append(stage)

    @asynccontextmanager
    async def listen(self, scan_id: str) -> AsyncIterator["Silent"]:
        yield self

    async def heard(self, seconds: float) -> str | None:
        if self.heards:
            return self.heards.pop(0)
        await asyncio.sleep(seconds)
        return None


class House:
    """Everything a scan needs, in memory."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.store = MemoryScans()
        self.queue = MemoryQueue()
        self.turnstile = MemoryTurnstile(clock=self.clock)
        self.publisher = MemoryPublisher()
        self.archive = MemoryArchive()
        self.bundles = MemoryBundles()
        self.signer = LocalSigner.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
        self.ruleset = current()
        self.progress = Silent()
        self.caller = Caller(id="key_1", org_id="org_1", scopes=("scans.create",))
        self.submissions = Submissions(
            store=self.store,
            queue=self.queue,
            turnstile=self.turnstile,
            new_id=new_scan_id,
            retention=timedelta(days=90),
            clock=self.clock,
        )

    def submission(
        self, url: str = "https://a.example.com/x", *, force: bool = False, key: str | None = None
    ) -> Submission:
        return Submission(
            new=NewScan(url=url, force=force),
            caller=self.caller,
            ip="192.0.2.1",
            trace_id="0" * 31 + "1",
            idempotency_key=key,
        )

    @property
    def reviser(self) -> Reviser:
        return Reviser(self.store, self.bundles, self.signer, self.clock)

    @property
    def announcer(self) -> Announcer:
        return Announcer(self.store, self.progress, self.turnstile, self.publisher)

    @property
    def completion(self) -> Completion:
        return Completion(self.reviser, self.announcer, self.ruleset)

    async def submit(self, url: str = "https://a.example.com/x") -> str:
        return (await self.submissions.submit(self.submission(url))).scan.id


@pytest.fixture
def house() -> House:
    return House()
