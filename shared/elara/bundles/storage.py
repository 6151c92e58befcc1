"""Bundles in Cloud Storage: `bundles/<scan id>/<SHA-256>.json` in the bucket of artefacts."""

import asyncio

from google.cloud.storage import Blob, Client

from elara.cloud.calls import calling

DEADLINE = 8.0
"""Seconds one call may take; the thread itself ends by the same time-out."""


class StorageBundles:
    """Bundles in the bucket `<project>-artefacts`. The client library is synchronous, so calls
    run in a thread."""

    def __init__(self, client: Client, project: str) -> None:
        self._client = client
        self._bucket = client.bucket(f"{project}-artefacts")

    async def put(self, scan_id: str, name: str, content: bytes) -> None:
        blob = self._bucket.blob(_path(scan_id, name))
        async with calling("Cloud Storage", DEADLINE):
            await asyncio.to_thread(
                blob.upload_from_string,
                content,
                content_type="application/json",
                timeout=DEADLINE,
                retry=None,
            )

    async def get(self, scan_id: str, name: str) -> bytes:
        blob = self._bucket.blob(_path(scan_id, name))
        async with calling("Cloud Storage", DEADLINE):
            content: bytes = await asyncio.to_thread(
                blob.download_as_bytes, timeout=DEADLINE, retry=None
            )
        return content

    async def drop(self, scan_id: str) -> None:
        async with calling("Cloud Storage", DEADLINE):
            await asyncio.to_thread(self._drop, f"bundles/{scan_id}/")

    def _drop(self, prefix: str) -> None:
        options = {"timeout": DEADLINE, "retry": None}
        found = list(self._client.list_blobs(self._bucket, prefix=prefix, **options))
        # Another request may be removing the same scan: what is gone already is no error.
        self._bucket.delete_blobs(found, on_error=_gone, **options)


def _gone(blob: Blob) -> None:
    """Nothing is left to do."""


def _path(scan_id: str, name: str) -> str:
    return f"bundles/{scan_id}/{name}.json"
