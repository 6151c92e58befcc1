"""What a provider is, what it learns, and how it fails."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from elara.evidence.model import Evidence
from elara.urls.model import Url


class Disclosure(StrEnum):
    """How much of the URL a source learns when it is asked."""

    NOTHING = "nothing"
    HASH_PREFIX = "hash_prefix"
    HOST = "host"
    IP = "ip"
    FULL_URL = "full_url"


class NoAnswer(Exception):
    """A source gave no usable answer. `reason` is short snake_case and never holds a secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Source(Protocol):
    """Somebody who can be asked about a URL. `name` is the file name of its module."""

    @property
    def name(self) -> str: ...

    @property
    def disclosure(self) -> Disclosure: ...

    async def ask(self, url: Url, at: datetime) -> Evidence:
        """The answer as of `at`. Raises NoAnswer; keeps no deadline, the caller does."""
        ...
