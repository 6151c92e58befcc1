"""Worker processes that run executions, a fixed number of them, each one replaceable.

They are forked from a server process that has the library loaded already, so a new one is there
within milliseconds. A worker is replaced after any failure, at a deadline, and when it dies.
"""

import asyncio
import importlib
import json
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from emulators.workflows.model import Execution, Outcome, State, failure

_WORKER = "emulators.workflows.worker"


def _work(parent: Connection, folder: str) -> None:
    # Imported by the forking process only: the server itself stays without the library.
    importlib.import_module(_WORKER).work(parent, folder)


class WorkerDied(Exception):
    """The worker ended before the execution did."""


class Pool:
    """Runs executions in `size` processes; those that find none free wait in order."""

    def __init__(self, size: int, deadline: float, workflows: Path) -> None:
        self._deadline = deadline
        self._workflows = workflows
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([_WORKER])
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        self._size = size

    def start(self) -> None:
        for _ in range(self._size):
            self._add()

    def close(self) -> None:
        for each in list(self._all):
            self._drop(each)

    async def run(self, execution: Execution) -> Outcome:
        """Runs it to its end. Raises WorkerDied. When cancelled, its worker is ended too."""
        with self._taken(await self._idle.get()) as taken:
            try:
                async with asyncio.timeout(self._deadline):
                    return await taken.run(execution)
            except TimeoutError:
                return failure(f"The execution took longer than {self._deadline:g} s.")

    @contextmanager
    def _taken(self, taken: "_Worker") -> Iterator["_Worker"]:
        try:
            yield taken
        finally:
            if taken.clean:
                self._idle.put_nowait(taken)
            else:
                self._drop(taken)
                self._add()

    def _add(self) -> None:
        new = _Worker(self._context, self._workflows)
        self._all.add(new)
        self._idle.put_nowait(new)

    def _drop(self, spent: "_Worker") -> None:
        self._all.discard(spent)
        spent.end()


class _Worker:
    """One process and the pipe to it. `clean` as long as it may run another execution."""

    def __init__(self, context: Any, workflows: Path) -> None:
        self.clean = True
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: ForkServerProcess = context.Process(
            target=_work, args=(theirs, str(workflows)), daemon=True
        )
        self._process.start()
        theirs.close()

    async def run(self, execution: Execution) -> Outcome:
        """Raises WorkerDied."""
        self.clean = False
        order = {"workflow": execution.workflow, "id": execution.id, "argument": execution.argument}
        try:
            self._pipe.send_bytes(json.dumps(order).encode())
            await self._answered()
            answer = json.loads(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            raise WorkerDied from error
        outcome = Outcome(**answer | {"state": State(answer["state"])})
        self.clean = outcome.state is State.SUCCEEDED
        return outcome

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    async def _answered(self) -> None:
        loop = asyncio.get_running_loop()
        readable = loop.create_future()
        loop.add_reader(self._pipe.fileno(), _done, readable)
        try:
            await readable
        finally:
            loop.remove_reader(self._pipe.fileno())


def _done(waited_for: asyncio.Future[None]) -> None:
    if not waited_for.done():
        waited_for.set_result(None)
