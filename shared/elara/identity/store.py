"""Where API keys are looked up, by the hash of the key."""

from typing import Protocol

from elara.identity.model import ApiKey


class KeyStore(Protocol):
    """API keys by the SHA-256 (hex) of the secret."""

    async def get(self, digest: str) -> ApiKey | None: ...

    async def put(self, digest: str, key: ApiKey) -> None: ...


class MemoryKeys:
    """The in-memory double of a key store."""

    def __init__(self) -> None:
        self._keys: dict[str, ApiKey] = {}

    async def get(self, digest: str) -> ApiKey | None:
        return self._keys.get(digest)

    async def put(self, digest: str, key: ApiKey) -> None:
        self._keys[digest] = key
