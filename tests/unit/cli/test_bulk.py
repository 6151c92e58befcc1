"""The pool: order, bounds, and no process that outlives its use."""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool

import pytest

from elara.cli.bulk import AHEAD, ALONE, cores, in_order
from elara.cli.lines import BATCH

FULL = ["x"] * BATCH


def whose(batch: Sequence[str]) -> tuple[str, int]:
    """The batch's first line and the process that saw it; the first of each pair is slow."""
    if batch[0].endswith(("0", "2", "4", "6", "8")):
        time.sleep(0.01)
    return batch[0], os.getpid()


def dies(batch: Sequence[str]) -> None:
    if batch[0] == "die":
        os._exit(1)


def batches(count: int) -> Iterator[list[str]]:
    return ([str(number)] * BATCH for number in range(count))


def test_there_is_a_core() -> None:
    assert cores() >= 1


def test_results_keep_the_order_of_the_batches() -> None:
    found = list(in_order(batches(14), whose, 3))
    assert [first for first, _ in found] == [str(number) for number in range(14)]
    workers = {worker for _, worker in found[ALONE:]}
    assert os.getpid() not in workers
    assert 1 <= len(workers) <= 3


@pytest.mark.parametrize(("count", "jobs"), [(ALONE, 4), (9, 1)])
def test_little_input_or_one_job_starts_no_process(count: int, jobs: int) -> None:
    assert {worker for _, worker in in_order(batches(count), whose, jobs)} == {os.getpid()}


def test_a_slow_writer_starts_no_process_however_long_it_writes() -> None:
    short = ([f"{number} odd"] for number in range(3 * BATCH))
    assert {worker for _, worker in in_order(short, whose, 4)} == {os.getpid()}


def test_reading_is_never_far_ahead_of_the_results() -> None:
    taken = 0

    def counted() -> Iterator[list[str]]:
        nonlocal taken
        for batch in batches(40):
            taken += 1
            yield batch

    for given, _ in enumerate(in_order(counted(), whose, 2), 1):
        assert taken - given <= AHEAD * 2


def test_what_has_come_is_answered_before_more_is_awaited() -> None:
    taken: list[str] = []

    def stalling() -> Iterator[list[str]]:
        for number in range(ALONE + 3):
            yield [f"full {number}"] * BATCH
        yield ["last before the pause"]
        taken.append("asked for more")
        yield ["after"]

    found = []
    for first, _ in in_order(stalling(), whose, 2):
        found.append(first)
        if first == "last before the pause":
            assert not taken
    assert found[-2:] == ["last before the pause", "after"]


def test_a_dead_worker_is_told_not_waited_for() -> None:
    work = [*[FULL] * ALONE, ["die"] * BATCH, FULL]
    with pytest.raises(BrokenProcessPool):
        list(in_order(work, dies, 2))
