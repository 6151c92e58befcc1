"""Clients of outside services: made on first use, once per process, never at import.

The only module that knows of the emulators. Firestore and Cloud Storage read their emulator's
address (`FIRESTORE_EMULATOR_HOST`, `STORAGE_EMULATOR_HOST`) by themselves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from elara.runtime.settings import settings

if TYPE_CHECKING:
    import httpx
    from google.cloud.firestore import AsyncClient
    from google.cloud.kms_v1 import KeyManagementServiceClient
    from google.cloud.storage import Client as StorageClient
    from google.cloud.tasks_v2 import CloudTasksAsyncClient
    from google.pubsub_v1.services.publisher import PublisherAsyncClient
    from valkey.asyncio import Valkey

VALKEY_DEADLINE = 0.25
"""Seconds: a cache that is slower than this is treated as down."""


@cache
def firestore() -> AsyncClient:
    """Firestore in this region's database."""
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.firestore import AsyncClient

    given = settings()
    credentials = AnonymousCredentials() if given.emulated else None
    return AsyncClient(given.project, credentials=credentials, database=given.database)


@cache
def publisher() -> PublisherAsyncClient:
    """Pub/Sub's publisher. The generated client: it answers when the message is stored."""
    from google.pubsub_v1.services.publisher import PublisherAsyncClient

    if not settings().pubsub:
        return PublisherAsyncClient()
    import grpc.aio
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcAsyncIOTransport

    channel = grpc.aio.insecure_channel(settings().pubsub)
    return PublisherAsyncClient(transport=PublisherGrpcAsyncIOTransport(channel=channel))


@cache
def tasks() -> CloudTasksAsyncClient:
    """Cloud Tasks."""
    from google.cloud.tasks_v2 import CloudTasksAsyncClient

    if not settings().tasks:
        return CloudTasksAsyncClient()
    import grpc.aio
    from google.cloud.tasks_v2.services.cloud_tasks.transports import (
        CloudTasksGrpcAsyncIOTransport,
    )

    channel = grpc.aio.insecure_channel(settings().tasks)
    return CloudTasksAsyncClient(transport=CloudTasksGrpcAsyncIOTransport(channel=channel))


@cache
def storage() -> StorageClient:
    """Cloud Storage. Synchronous: call it from a thread."""
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.storage import Client

    credentials = AnonymousCredentials() if settings().emulated else None
    return Client(settings().project, credentials=credentials)


@cache
def kms() -> KeyManagementServiceClient:
    """Cloud KMS, over REST. Synchronous: call it from a thread."""
    from google.cloud.kms_v1 import KeyManagementServiceClient

    if not settings().kms:
        return KeyManagementServiceClient(transport="rest")
    from google.auth.credentials import AnonymousCredentials
    from google.cloud.kms_v1.services.key_management_service.transports import (
        KeyManagementServiceRestTransport,
    )

    transport = KeyManagementServiceRestTransport(
        host=settings().kms, url_scheme="http", credentials=AnonymousCredentials()
    )
    return KeyManagementServiceClient(transport=transport)


@cache
def valkey() -> Valkey:
    """Memorystore for Valkey."""
    from valkey.asyncio import Valkey

    client: Valkey = Valkey.from_url(
        settings().valkey,
        socket_timeout=VALKEY_DEADLINE,
        socket_connect_timeout=VALKEY_DEADLINE,
    )
    return client


@cache
def http() -> httpx.AsyncClient:
    """HTTP to providers: no redirects followed, no environment proxies, short deadlines."""
    import httpx

    return httpx.AsyncClient(timeout=5.0, follow_redirects=False, trust_env=False)
