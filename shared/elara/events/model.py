"""The contracts of what Elara publishes. They only ever grow."""

from dataclasses import dataclass
from typing import Protocol

SCAN_COMPLETED = "scan-completed"
SCAN_DEAD = "scan-dead"


@dataclass(frozen=True, slots=True)
class ScanCompleted:
    """A scan has ended (`status` done, partial or failed).

    Delivered at least once: `event_id` is the same for every delivery of the same revision.
    """

    event_id: str
    scan_id: str
    org_id: str
    url_id: str
    status: str
    revision: int
    level: str | None
    score: int | None
    trace_id: str


class Publisher(Protocol):
    """Publishes events. Raises Unavailable when the event could not be handed over."""

    async def completed(self, event: ScanCompleted) -> None: ...


class MemoryPublisher:
    """The in-memory double: keeps what was published."""

    def __init__(self) -> None:
        self.events: list[ScanCompleted] = []

    async def completed(self, event: ScanCompleted) -> None:
        self.events.append(event)
