"""Evidence: one observation, content-addressed, with its source, time and state."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self

from pydantic import BaseModel, ConfigDict


class State(StrEnum):
    """How a source answered. `observed` is for direct observations, the rest for look-ups."""

    OBSERVED = "observed"
    LISTED = "listed"
    NOT_LISTED = "not_listed"
    UNKNOWN = "unknown"
    """The source answered that it has no opinion (no record)."""
    UNAVAILABLE = "unavailable"
    """The source did not answer; `reason` says why."""
    NOT_APPLICABLE = "not_applicable"
    """There was nothing to ask (an IP address has no nameservers): nothing is missing."""

    @property
    def answered(self) -> bool:
        """True when the state may enter scoring."""
        return self in (State.OBSERVED, State.LISTED, State.NOT_LISTED)


class Facts(BaseModel):
    """Typed content of one kind of evidence; rules name the subclass they read. Its numbers are
    finite, as those of JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    kind: ClassVar[str]


class Evidence(BaseModel):
    """One observation. `id` is `ev_` + the first 20 hex digits of the SHA-256 of all the rest."""

    model_config = ConfigDict(frozen=True)

    id: str
    source: str
    kind: str
    state: State
    reason: str | None = None
    observed_at: datetime
    data: dict[str, Any] = {}

    @classmethod
    def of(cls, source: str, facts: Facts, at: datetime, state: State = State.OBSERVED) -> Self:
        """Evidence of an answer: `facts` as seen by `source` at `at` (UTC)."""
        data = {name: _plain(value) for name, value in facts.model_dump(mode="json").items()}
        return cls._addressed(source, facts.kind, state, None, at, data)

    @classmethod
    def silence(
        cls, source: str, kind: str, reason: str, at: datetime, state: State = State.UNAVAILABLE
    ) -> Self:
        """Evidence that `source` gave no usable answer, and why (a short snake_case reason)."""
        return cls._addressed(source, kind, state, reason, at, {})

    @classmethod
    def _addressed(
        cls,
        source: str,
        kind: str,
        state: State,
        reason: str | None,
        at: datetime,
        data: Mapping[str, Any],
    ) -> Self:
        content = [source, kind, state, reason, at.isoformat(), data]
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        return cls(
            id=f"ev_{digest[:20]}",
            source=source,
            kind=kind,
            state=state,
            reason=reason,
            observed_at=at,
            data=dict(data),
        )


def _plain(value: Any) -> Any:
    """Whole numbers without a point, as canonical JSON has them: an id must outlive a bundle."""
    match value:
        case float():
            return int(value) if value.is_integer() else value
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
    return value


class Recipient(BaseModel):
    """Somebody outside who learnt something about the scan, and how much of it."""

    model_config = ConfigDict(frozen=True)

    name: str
    sent: str
    """Disclosure class: `hash_prefix`, `host`, `ip` or `full_url`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stage looks at: the URL, and the evidence of the earlier stages it reads."""

    url: str
    evidence: tuple[Evidence, ...] = ()
    ip_notation: str | None = None
    """How an IP address was typed, where not in dotted decimals."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a stage brought home, and who learnt of the URL on the way."""

    evidence: tuple[Evidence, ...]
    recipients: tuple[Recipient, ...] = ()


class Collect(Protocol):
    """The collecting half of a stage. Failures of outside parties are evidence, not errors."""

    async def __call__(self, subject: Subject) -> Collected: ...


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of the real world (UTC, aware)."""
    return datetime.now(UTC)
