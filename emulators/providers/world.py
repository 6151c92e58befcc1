"""What all fakes share: the clock, their data, the faults people switch on, what was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).with_name("data")

Mode = Literal["timeout", "error500", "garbage", "html", "truncated", "empty", "quota", "none"]


class Fault(BaseModel):
    """What a provider does wrong, for the next `times` requests (null: until told otherwise)."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode = "none"
    delay_ms: int = Field(default=0, ge=0, le=120_000)
    """Added before the answer, whatever the mode."""
    times: int | None = Field(default=None, ge=1)


class Request(BaseModel):
    """A request as it arrived, its secrets masked."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str


@dataclass(slots=True)
class Provider:
    """What is going on at one provider."""

    fault: Fault = field(default_factory=Fault)
    count: int = 0
    last: Request | None = None

    def next_fault(self) -> Fault:
        """The fault of this request; counts it off."""
        fault = self.fault
        if fault.times is not None:
            left = fault.times - 1
            self.fault = fault.model_copy(update={"times": left}) if left else Fault()
        return fault


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class ProviderWorld:
    """One world of fakes. `delay_ms` is how long every answer takes, faults or not."""

    clock: Callable[[], datetime] = _now
    delay_ms: int = 0
    providers: dict[str, Provider] = field(default_factory=dict)

    def data(self, name: str) -> Any:
        """The content of `data/<name>.yaml`."""
        return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
