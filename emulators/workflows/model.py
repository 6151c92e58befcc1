"""An execution of a workflow, as kept and as shown."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """States of the product that occur here."""

    ACTIVE = "ACTIVE"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Execution:
    """One run. `name` is the full resource name; `argument` and `result` are JSON texts."""

    name: str
    argument: str
    state: State
    started_at: float
    """Seconds since the epoch."""
    result: str | None = None
    error: str | None = None
    """JSON text of the error map, or a message."""
    ended_at: float | None = None
    steps: int = 0

    @property
    def workflow(self) -> str:
        """Its id: the name of the file."""
        return self.name.split("/")[5]

    @property
    def id(self) -> str:
        return self.name.rpartition("/")[2]

    def shown(self) -> dict[str, Any]:
        """The resource of the REST API.

        https://cloud.google.com/workflows/docs/reference/executions/rest/v1/projects.locations.workflows.executions
        """
        view: dict[str, Any] = {
            "name": self.name,
            "argument": self.argument,
            "state": self.state,
            "startTime": _time(self.started_at),
        }
        if self.ended_at is not None:
            view["endTime"] = _time(self.ended_at)
            view["duration"] = f"{self.ended_at - self.started_at:.6f}s"
        if self.result is not None:
            view["result"] = self.result
        if self.error is not None:
            view["error"] = {"payload": self.error}
        return view


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    state: State
    result: str | None = None
    error: str | None = None
    steps: int = 0


def failure(message: str) -> Outcome:
    """A run that ended for a reason outside its workflow."""
    return Outcome(State.FAILED, error=json.dumps({"message": message, "tags": ["SystemError"]}))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
