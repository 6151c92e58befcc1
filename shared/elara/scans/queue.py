"""Hands scans over to be run."""

from typing import Protocol

from elara.scans.model import Scan


class ScanQueue(Protocol):
    """Starts scans. Raises Unavailable when the scan could not be handed over.

    Handing over the same attempt of the same scan twice starts it once.
    """

    async def enqueue(self, scan: Scan) -> None: ...


class MemoryQueue:
    """The in-memory double: keeps what was handed over."""

    def __init__(self) -> None:
        self.tasks: dict[str, Scan] = {}

    async def enqueue(self, scan: Scan) -> None:
        self.tasks.setdefault(task_name(scan), scan)


def task_name(scan: Scan) -> str:
    """One name per attempt: the queue refuses a second task of the same name."""
    return f"{scan.id}-{scan.attempt}"
