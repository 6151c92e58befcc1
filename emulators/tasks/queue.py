"""One queue: which tasks wait, which is sent next, and what becomes of those that fail."""

import asyncio
import heapq
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from google.cloud.tasks_v2.types import Queue, Task

from emulators.tasks.model import (
    PAUSED,
    RUNNING,
    Counts,
    DeadLetter,
    Deliver,
    Delivery,
    Outcome,
    policy_of,
)
from emulators.tasks.pacing import Bucket

TOMBSTONE_SECONDS = 3600.0
"""How long the name of a finished task stays taken."""


class NameTaken(Exception):
    """A task of this name is, or lately was, in the queue."""


@dataclass(slots=True)
class _Entry:
    task: Task
    due: float
    ticket: int
    """Its place in the line; an older ticket in the line counts no more."""
    in_flight: bool = False
    previous: int | None = None


class TaskQueue:
    """Sends tasks when they are due, within the rate; retries by policy; keeps the dead.

    Lives in the event loop that `start` was called in.
    """

    def __init__(
        self, spec: Queue, deliver: Deliver, clock: Callable[[], float] = time.time
    ) -> None:
        self.spec = spec
        self.dead: dict[str, DeadLetter] = {}
        self.counts = Counts()
        self._deliver = deliver
        self._clock = clock
        self._policy = policy_of(spec)
        self._bucket = Bucket.full(spec.rate_limits.max_dispatches_per_second, clock())
        self._entries: dict[str, _Entry] = {}
        self._line: list[tuple[float, int, str]] = []
        self._tickets = count()
        self._tombstones: dict[str, float] = {}
        self._in_flight: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._sending = asyncio.create_task(self._send())

    async def close(self) -> None:
        """Stops sending; attempts under way are abandoned."""
        running = [*self._in_flight, *([self._sending] if self._sending else [])]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def add(self, task: Task) -> Task:
        """Puts a named task in the line. Raises NameTaken."""
        now = self._clock()
        self._forget_tombstones(now)
        if task.name in self._entries or task.name in self._tombstones:
            raise NameTaken(task.name)
        task.create_time = _time(now)
        task.schedule_time = task.schedule_time or task.create_time
        self._entries[task.name] = entry = _Entry(task, task.schedule_time.timestamp(), -1)
        self._line_up(entry, entry.due)
        return task

    def get(self, name: str) -> Task | None:
        entry = self._entries.get(name)
        return entry.task if entry else None

    def tasks(self) -> list[Task]:
        return [self._entries[name].task for name in sorted(self._entries)]

    def delete(self, name: str) -> bool:
        """True when there was such a task. An attempt under way goes on, but is the last."""
        if self._entries.pop(name, None) is None:
            return False
        self._tombstones[name] = self._clock() + TOMBSTONE_SECONDS
        return True

    def purge(self) -> None:
        for name in list(self._entries):
            self.delete(name)

    def pause(self) -> None:
        """Sends nothing until `resume`."""
        self.spec.state = PAUSED

    def resume(self) -> None:
        self.spec.state = RUNNING
        self._wake.set()

    def run_now(self, name: str) -> Task | None:
        """Sends the task at once, whatever its time, the rate or the state of the queue."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if not entry.in_flight:
            self._dispatch(entry)
        return entry.task

    def replay(self, name: str) -> Task | None:
        """Takes a dead letter out and tries its task again from the start, under the same name."""
        letter = self.dead.pop(name, None)
        if letter is None:
            return None
        task = Task(name=name, http_request=letter.task.http_request)
        task.dispatch_deadline = letter.task.dispatch_deadline
        self._tombstones.pop(name, None)
        return self.add(task)

    async def _send(self) -> None:
        while True:
            self._wake.clear()
            wait = self._send_what_is_due()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()

    def _send_what_is_due(self) -> float | None:
        """Seconds until there may be more to send; None when only an event can bring it."""
        while self._line and self.spec.state == RUNNING:
            due, ticket, name = self._line[0]
            entry = self._entries.get(name)
            if entry is None or entry.ticket != ticket:
                heapq.heappop(self._line)
                continue
            if len(self._in_flight) >= self.spec.rate_limits.max_concurrent_dispatches:
                return None
            now = self._clock()
            if due > now:
                return due - now
            self._bucket, wait = self._bucket.take(now)
            if wait:
                return wait
            self._dispatch(entry)
        return None

    def _dispatch(self, entry: _Entry) -> None:
        entry.in_flight = True
        entry.ticket = next(self._tickets)
        attempt = asyncio.create_task(self._attempt(entry))
        self._in_flight.add(attempt)
        attempt.add_done_callback(self._in_flight.discard)

    async def _attempt(self, entry: _Entry) -> None:
        task, now = entry.task, self._clock()
        delivery = Delivery(
            task, task.dispatch_count, task.response_count, entry.due, entry.previous
        )
        task.dispatch_count += 1
        task.last_attempt.schedule_time = _time(entry.due)
        task.last_attempt.dispatch_time = _time(now)
        if delivery.retry == 0:
            task.first_attempt = task.last_attempt
        self.counts.dispatches += 1
        outcome = await self._deliver(delivery)
        entry.in_flight = False
        self._settle(entry, outcome, self._clock())
        self._wake.set()

    def _settle(self, entry: _Entry, outcome: Outcome, now: float) -> None:
        task = entry.task
        if outcome.status is not None:
            task.response_count += 1
            task.last_attempt.response_time = _time(now)
            entry.previous = outcome.status
        if outcome.ok:
            self.counts.delivered += 1
            self.delete(task.name)
            return
        self.counts.failures += 1
        if task.name not in self._entries:
            return
        elapsed = now - task.first_attempt.dispatch_time.timestamp()
        if self._policy.exhausted(task.dispatch_count, elapsed):
            self.counts.dead += 1
            self.delete(task.name)
            self.dead[task.name] = DeadLetter(task, outcome, now)
        else:
            self._line_up(entry, now + self._policy.delay(task.dispatch_count))

    def _line_up(self, entry: _Entry, due: float) -> None:
        entry.due, entry.ticket = due, next(self._tickets)
        entry.task.schedule_time = _time(due)
        heapq.heappush(self._line, (due, entry.ticket, entry.task.name))
        self._wake.set()

    def _forget_tombstones(self, now: float) -> None:
        """They are kept in the order in which they end."""
        for name, until in list(self._tombstones.items()):
            if until > now:
                return
            del self._tombstones[name]


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
