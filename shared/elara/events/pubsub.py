"""Publishes to Pub/Sub, one message per call: the caller waits until it is safely handed over."""

import json

from google.api_core import exceptions
from google.pubsub_v1 import PubsubMessage
from google.pubsub_v1.services.publisher import PublisherAsyncClient

from elara.errors import Unavailable
from elara.events.model import SCAN_COMPLETED, ScanCompleted

DEADLINE = 5.0
"""Seconds one publish may take."""


class PubsubPublisher:
    """Publisher over the topics of one project."""

    def __init__(self, client: PublisherAsyncClient, project: str) -> None:
        self._client = client
        self._project = project

    async def completed(self, event: ScanCompleted) -> None:
        message = PubsubMessage(
            data=json.dumps(event.as_dict()).encode(),
            attributes={"type": "scan.completed", "event_id": event.event_id},
        )
        topic = f"projects/{self._project}/topics/{SCAN_COMPLETED}"
        try:
            await self._client.publish(topic=topic, messages=[message], timeout=DEADLINE)
        except exceptions.GoogleAPICallError as error:
            raise Unavailable(f"Pub/Sub: {type(error).__name__}", retry_after=1) from error
