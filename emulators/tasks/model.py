"""What passes between a queue and the one who delivers its tasks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from google.cloud.tasks_v2.types import Queue, Task

from emulators.tasks.pacing import RetryPolicy

# The calls look idle; the stubs take the members for plain numbers otherwise.
RUNNING = Queue.State(Queue.State.RUNNING)
PAUSED = Queue.State(Queue.State.PAUSED)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to hand a task over."""

    task: Task
    retry: int
    """Retries before this attempt; 0 for the first."""
    responses: int
    """Attempts before this one that were answered at all."""
    due: float
    """When it should have been sent (seconds since the epoch)."""
    previous: int | None
    """HTTP status of the last answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a delivery: an HTTP status, or None and why there was none."""

    status: int | None
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


Deliver = Callable[[Delivery], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A task that failed for good."""

    task: Task
    outcome: Outcome
    failed_at: float
    """Seconds since the epoch."""


@dataclass(slots=True)
class Counts:
    """What a queue has done since it exists."""

    dispatches: int = 0
    delivered: int = 0
    failures: int = 0
    dead: int = 0


def policy_of(spec: Queue) -> RetryPolicy:
    """The retry policy a queue asks for."""
    asked = spec.retry_config
    return RetryPolicy(
        max_attempts=asked.max_attempts,
        max_retry_duration=asked.max_retry_duration.total_seconds(),
        min_backoff=asked.min_backoff.total_seconds(),
        max_backoff=asked.max_backoff.total_seconds(),
        max_doublings=asked.max_doublings,
    )


def completed(spec: Queue) -> Queue:
    """The queue with the product's defaults where it leaves something out."""
    full = Queue(spec)
    full.state = RUNNING
    limits, retry, defaults = full.rate_limits, full.retry_config, RetryPolicy()
    limits.max_dispatches_per_second = limits.max_dispatches_per_second or 500.0
    limits.max_concurrent_dispatches = limits.max_concurrent_dispatches or 1000
    limits.max_burst_size = max(1, int(limits.max_dispatches_per_second / 5))
    retry.max_attempts = retry.max_attempts or defaults.max_attempts
    retry.min_backoff = retry.min_backoff or timedelta(seconds=defaults.min_backoff)
    retry.max_backoff = retry.max_backoff or timedelta(seconds=defaults.max_backoff)
    retry.max_doublings = retry.max_doublings or defaults.max_doublings
    return full
