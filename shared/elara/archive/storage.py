"""Dead letters in Cloud Storage: one JSON object each."""

import asyncio

from google.api_core import exceptions
from google.cloud.storage import Client

from elara.archive.model import DeadLetter
from elara.errors import Unavailable

DEADLINE = 10.0
"""Seconds one upload may take."""


class StorageArchive:
    """Archive in the bucket `<project>-dead-letters`. The client library is synchronous, so
    uploads run in a thread."""

    def __init__(self, client: Client, project: str) -> None:
        self._bucket = client.bucket(f"{project}-dead-letters")

    async def keep(self, letter: DeadLetter) -> None:
        blob = self._bucket.blob(f"{letter.name}.json")
        try:
            await asyncio.to_thread(
                blob.upload_from_string,
                letter.model_dump_json(indent=2),
                content_type="application/json",
                timeout=DEADLINE,
            )
        except (exceptions.GoogleAPICallError, OSError) as error:
            raise Unavailable(f"Cloud Storage: {type(error).__name__}", retry_after=5) from error
