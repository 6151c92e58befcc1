"""What sources are built from."""

from dataclasses import dataclass
from typing import Protocol

import httpx

from elara.intel.store import FeedStore


class Config(Protocol):
    """The settings that sources read; the process's `Settings` is one."""

    def provider_key(self, name: str) -> str: ...

    def provider_url(self, name: str, live: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything a source may need; each takes what it uses."""

    config: Config
    http: httpx.AsyncClient
    feeds: FeedStore
