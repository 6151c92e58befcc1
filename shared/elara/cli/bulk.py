"""Spreads batches of URLs over the cores, in order and in memory that does not grow."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from typing import TypeVar

from elara.cli.lines import BATCH

ALONE = 2
"""Full batches this process does itself before it asks others: starting them takes as long."""
AHEAD = 2
"""Batches in flight for each worker."""

Result = TypeVar("Result")
Work = Callable[[Sequence[str]], Result]


def cores() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    batches: Iterable[Sequence[str]], work: Work[Result], jobs: int
) -> Generator[Result, None, None]:
    """`work` done on each batch, results in the order of the batches, on up to `jobs` processes.

    `work` must be importable by name. Little input starts no process. After a batch that is not
    full nothing is read before all results are out. Raises BrokenProcessPool when a worker dies.
    """
    source = iter(batches)
    full = 0
    for batch in source:
        yield work(batch)
        full += len(batch) == BATCH
        if full == 1:
            _freeze()
        if jobs > 1 and full >= ALONE:
            yield from _spread(source, work, jobs)


def _spread(source: Iterator[Sequence[str]], work: Work[Result], jobs: int) -> Iterator[Result]:
    pending: deque[Future[Result]] = deque()
    with _workers(jobs) as pool:
        for batch in source:
            with _uninterrupted():
                pending.append(pool.submit(work, batch))
            while pending and (len(batch) < BATCH or len(pending) >= AHEAD * jobs):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _freeze() -> None:
    """By now the tables are loaded. They never become garbage, so the collector need not walk them
    again and again; workers are forked from here and keep to it."""
    gc.freeze()
    gc.set_threshold(50_000)


@contextmanager
def _workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(jobs, initializer=_settle)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits: it must not hit the pool's own locks, nor a worker that has just begun, which
    inherits the mask and so is never hit. Ending is the parent's to decide."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle() -> None:
    """In each worker: without a parent there is no work."""
    threading.Thread(target=_follow_the_parent, daemon=True).start()


def _follow_the_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
