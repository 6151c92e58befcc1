"""Publishes to Pub/Sub, one message per call: the caller waits until it is safely handed over."""

import json
from dataclasses import asdict

from google.pubsub_v1 import PubsubMessage
from google.pubsub_v1.services.publisher import PublisherAsyncClient

from elara.cloud.calls import calling
from elara.events.model import SCAN_COMPLETED, ScanCompleted


class PubsubPublisher:
    """Publisher over the topics of one project."""

    def __init__(self, client: PublisherAsyncClient, project: str) -> None:
        self._client = client
        self._project = project

    async def completed(self, event: ScanCompleted) -> None:
        message = PubsubMessage(
            data=json.dumps(asdict(event)).encode(),
            attributes={"type": "scan.completed", "event_id": event.event_id},
        )
        topic = f"projects/{self._project}/topics/{SCAN_COMPLETED}"
        async with calling("Pub/Sub"):
            await self._client.publish(topic=topic, messages=[message])
