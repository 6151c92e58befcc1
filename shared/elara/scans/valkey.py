"""Progress over Valkey's publish/subscribe: channel `scan:{id}`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from valkey.asyncio import Valkey
from valkey.asyncio.client import PubSub
from valkey.exceptions import ValkeyError

from elara.scans.progress import Bell

log = logging.getLogger(__name__)

_DOWN = (ValkeyError, OSError)


class ValkeyProgress:
    """Rings through Memorystore; silent when it is down."""

    def __init__(self, client: Valkey) -> None:
        self._client = client

    async def ring(self, scan_id: str, stage: str) -> None:
        try:
            await self._client.publish(f"scan:{scan_id}", stage)
        except _DOWN as error:
            log.warning("ring lost", extra={"metric": "ring_lost", "why": repr(error)})

    @asynccontextmanager
    async def listen(self, scan_id: str) -> AsyncIterator[Bell]:
        pubsub = self._client.pubsub(ignore_subscribe_messages=True)
        try:
            await pubsub.subscribe(f"scan:{scan_id}")
        except _DOWN:
            yield _Deaf()
            return
        try:
            yield _Subscribed(pubsub)
        finally:
            await pubsub.aclose()  # type: ignore[no-untyped-call]


class _Subscribed:
    def __init__(self, pubsub: PubSub) -> None:
        self._pubsub = pubsub

    async def heard(self, seconds: float) -> str | None:
        try:
            message = await self._pubsub.get_message(timeout=seconds)
        except _DOWN:
            await asyncio.sleep(seconds)
            return None
        return message["data"].decode() if message else None


class _Deaf:
    async def heard(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
