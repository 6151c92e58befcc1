"""Dead letters: everything known about something that failed for good."""

from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict


class DeadLetter(BaseModel):
    """`name` is unique per failure, so that archiving twice changes nothing."""

    model_config = ConfigDict(frozen=True)

    name: str
    reason: str
    content: dict[str, Any]


class Archive(Protocol):
    """Keeps dead letters. Raises Unavailable when it cannot."""

    async def keep(self, letter: DeadLetter) -> None: ...


class MemoryArchive:
    """The in-memory double."""

    def __init__(self) -> None:
        self.letters: dict[str, DeadLetter] = {}

    async def keep(self, letter: DeadLetter) -> None:
        self.letters[letter.name] = letter
