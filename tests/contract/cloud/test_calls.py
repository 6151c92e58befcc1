"""Every adapter of Google Cloud gives up in time and says so in our words."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import grpc.aio
import pytest
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient
from google.cloud.storage import Client
from google.cloud.tasks_v2 import CloudTasksAsyncClient
from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcAsyncIOTransport
from google.pubsub_v1.services.publisher import PublisherAsyncClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport

from elara.archive.model import DeadLetter
from elara.archive.storage import StorageArchive
from elara.bundles.storage import StorageBundles
from elara.cloud import calls
from elara.cloud.calls import calling
from elara.errors import Conflict, ElaraError, NotFound, Unavailable
from elara.events.model import ScanCompleted
from elara.events.pubsub import PubsubPublisher
from elara.scans.firestore import FirestoreScans
from elara.scans.ids import new_scan_id
from elara.scans.model import Scan, Status
from elara.scans.tasks import Place, TaskQueue
from elara.scoring.model import Stage

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SCAN = Scan(
    id=new_scan_id(),
    org_id="o",
    owner="k",
    url="https://a.example/",
    url_id="f" * 64,
    status=Status.QUEUED,
    created_at=NOW,
    updated_at=NOW,
    expire_at=NOW,
    trace_id="1" * 32,
    body_hash="b" * 64,
)
EVENT = ScanCompleted("e", SCAN.id, "o", SCAN.url_id, "done", 1, "low", 41, "1" * 32)


@pytest.mark.parametrize(
    ("raised", "meant"),
    [
        (exceptions.AlreadyExists("x"), Conflict),
        (exceptions.NotFound("x"), NotFound),
        (exceptions.ServiceUnavailable("x"), Unavailable),
        (exceptions.FailedPrecondition("no index"), Unavailable),
        (exceptions.RetryError("x", None), Unavailable),
        (ConnectionRefusedError(), Unavailable),
    ],
)
async def test_errors_are_told_in_our_words(raised: Exception, meant: type[ElaraError]) -> None:
    with pytest.raises(meant):
        async with calling("Somebody"):
            raise raised


async def test_what_is_wrong_in_itself_does_not_look_worth_a_retry() -> None:
    with pytest.raises(ElaraError) as caught:
        async with calling("Somebody"):
            raise exceptions.InvalidArgument("too large")
    assert caught.value.status == 500


async def test_a_hanging_service_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        async with calling("Somebody", 0.01):
            await asyncio.sleep(60)


Call = Callable[[], Awaitable[object]]


@pytest.fixture
def dead(free_port: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> str:
    """An address where nobody listens, and little patience."""
    address = f"127.0.0.1:{free_port()}"
    monkeypatch.setattr(calls, "DEADLINE", 0.5)
    monkeypatch.setattr(calling.__wrapped__, "__defaults__", (0.5,))  # type: ignore[attr-defined]
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", address)
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://{address}")
    return address


async def _gives_up(*attempts: Call) -> None:
    for attempt in attempts:
        began = time.monotonic()
        with pytest.raises(Unavailable):
            await attempt()
        assert time.monotonic() - began < 3


async def test_firestore_down(dead: str) -> None:
    client = AsyncClient("p", credentials=AnonymousCredentials())
    store = FirestoreScans(client)
    await _gives_up(
        lambda: store.load(SCAN.id, tuple(Stage)),
        lambda: store.create(SCAN, None),
        lambda: store.revision(SCAN.id, 1),
        lambda: store.page("o", 5, None),
        lambda: store.overdue(NOW, 5),
        lambda: store.delete(SCAN.id),
    )
    await client._firestore_api.transport.close()


async def test_pubsub_down(dead: str) -> None:
    async with grpc.aio.insecure_channel(dead) as channel:
        transport = PublisherGrpcAsyncIOTransport(channel=channel)
        publisher = PubsubPublisher(PublisherAsyncClient(transport=transport), "p")
        await _gives_up(lambda: publisher.completed(EVENT))


async def test_tasks_down(dead: str) -> None:
    async with grpc.aio.insecure_channel(dead) as channel:
        transport = CloudTasksGrpcAsyncIOTransport(channel=channel)
        queue = TaskQueue(CloudTasksAsyncClient(transport=transport), Place("p", "r", "http://w"))
        await _gives_up(lambda: queue.enqueue(SCAN))


async def test_storage_down(dead: str) -> None:
    client = Client("p", credentials=AnonymousCredentials())
    archive, bundles = StorageArchive(client, "p"), StorageBundles(client, "p")
    letter = DeadLetter(name="n", reason="r", content={})
    await _gives_up(
        lambda: archive.keep(letter),
        lambda: bundles.put(SCAN.id, "0" * 64, b"{}"),
        lambda: bundles.get(SCAN.id, "0" * 64),
        lambda: bundles.drop(SCAN.id),
    )
