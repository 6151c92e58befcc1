"""Dead letters in Cloud Storage: one JSON object each."""

import asyncio

from google.cloud.storage import Client

from elara.archive.model import DeadLetter
from elara.cloud.calls import calling

DEADLINE = 10.0
"""Seconds one upload may take; the thread itself ends by the same time-out."""


class StorageArchive:
    """Archive in the bucket `<project>-dead-letters`. The client library is synchronous, so
    uploads run in a thread."""

    def __init__(self, client: Client, project: str) -> None:
        self._bucket = client.bucket(f"{project}-dead-letters")

    async def keep(self, letter: DeadLetter) -> None:
        blob = self._bucket.blob(f"{letter.name}.json")
        async with calling("Cloud Storage", DEADLINE):
            await asyncio.to_thread(
                blob.upload_from_string,
                letter.model_dump_json(indent=2),
                content_type="application/json",
                timeout=DEADLINE,
                retry=None,
            )
