"""Wakes those who wait for a scan. A hint only: who waits also looks for itself."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol


class Bell(Protocol):
    """Waits for the next ring."""

    async def heard(self, seconds: float) -> str | None:
        """The stage that ended within `seconds`, or `failed`; None when nothing was heard."""
        ...


class Progress(Protocol):
    """Rings when a scan moves. Never raises: a lost ring costs one second of waiting."""

    async def ring(self, scan_id: str, stage: str) -> None: ...

    def listen(self, scan_id: str) -> AbstractAsyncContextManager[Bell]: ...
