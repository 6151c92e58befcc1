"""Where bundles are kept, and the in-memory double of it."""

from typing import Protocol

from elara.errors import NotFound


class Bundles(Protocol):
    """Bundles by scan and content. Raises Unavailable when the store does not answer.

    A bundle that no revision names (its scan ended in another delivery) is never read; it goes
    with its scan.
    """

    async def put(self, scan_id: str, name: str, content: bytes) -> None:
        """Keeps `content` under `name`, its SHA-256 (hex). Twice is once."""
        ...

    async def get(self, scan_id: str, name: str) -> bytes:
        """Raises NotFound."""
        ...

    async def drop(self, scan_id: str) -> None:
        """Removes all bundles of the scan, those that no revision names included."""
        ...


class MemoryBundles:
    """The in-memory double."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    async def put(self, scan_id: str, name: str, content: bytes) -> None:
        self.kept[scan_id, name] = content

    async def get(self, scan_id: str, name: str) -> bytes:
        try:
            return self.kept[scan_id, name]
        except KeyError:
            raise NotFound("There is no such bundle.") from None

    async def drop(self, scan_id: str) -> None:
        for key in [key for key in self.kept if key[0] == scan_id]:
            del self.kept[key]
