"""Takes executions to their end, also those that a crash of this server interrupted."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from emulators.workflows.model import Execution, Outcome, State, failure
from emulators.workflows.pool import Pool, WorkerDied
from emulators.workflows.store import ExecutionStore

TRIES = 3
"""How many workers may die over one execution."""


class Runner:
    """Begins, resumes and cancels executions.

    The product resumes at the step it had reached. Here a run begins anew: steps of our workflows
    are idempotent, because every stage is stored once.
    """

    def __init__(
        self, store: ExecutionStore, pool: Pool, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._pool = pool
        self._clock = clock
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Resumes what an earlier server left unfinished."""
        for execution in self._store.active():
            self._begin(execution)

    async def close(self) -> None:
        """Leaves unfinished executions to the next server."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def begin(self, name: str, argument: str) -> Execution:
        """Stores a new execution, then runs it; it is safe once this returns."""
        execution = Execution(name, argument, State.ACTIVE, self._clock())
        self._store.add(execution)
        self._begin(execution)
        return execution

    async def cancel(self, execution: Execution) -> Execution:
        """Ends an active execution, wherever it is."""
        running = self._running.get(execution.name)
        if running is not None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        self._store.end(execution.name, Outcome(State.CANCELLED), self._clock())
        return self._store.get(execution.name) or replace(execution, state=State.CANCELLED)

    def _begin(self, execution: Execution) -> None:
        task = asyncio.create_task(self._run(execution))
        self._running[execution.name] = task
        task.add_done_callback(lambda _: self._running.pop(execution.name, None))

    async def _run(self, execution: Execution) -> None:
        outcome = failure(f"{TRIES} workers died over this execution.")
        for _ in range(TRIES):
            try:
                outcome = await self._pool.run(execution)
                break
            except WorkerDied:
                continue
        self._store.end(execution.name, outcome, self._clock())
