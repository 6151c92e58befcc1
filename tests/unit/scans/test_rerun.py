"""Burying, running again, and sweeping up after crashes."""

import pytest

from elara.errors import Conflict, NotFound, Unavailable
from elara.events.model import ScanCompleted
from elara.identity.model import Caller
from elara.lexical.collect import collect as collect_url
from elara.scans.bury import Undertaker
from elara.scans.model import Scan, Status
from elara.scans.rerun import Sweeper, rerun
from elara.scans.stage import Stages
from elara.scoring.model import Stage
from tests.unit.scans.conftest import House


def undertaker(house: House) -> Undertaker:
    return Undertaker(house.archive, house.announcer, house.clock)


async def test_a_buried_scan_is_archived_failed_and_announced(house: House) -> None:
    scan_id = await house.submit()
    await undertaker(house).bury(scan_id, "final_score failed 500")
    await undertaker(house).bury(scan_id, "final_score failed 500")
    failed = house.store.scans[scan_id]
    assert (failed.status, failed.error) == (Status.FAILED, "final_score failed 500")
    assert failed.due_at is None
    (letter,) = house.archive.letters.values()
    assert letter.content["scan"]["id"] == scan_id
    assert {event.status for event in house.publisher.events} == {"failed"}


async def test_a_failed_scan_runs_again_under_its_id(house: House) -> None:
    scan_id = await house.submit()
    await undertaker(house).bury(scan_id, "x")
    shown = await rerun(house.store, house.queue, house.caller, scan_id, clock=house.clock)
    assert shown.status is Status.QUEUED
    assert list(house.queue.tasks) == [f"{scan_id}-1", f"{scan_id}-2"]


async def test_only_a_failed_scan_of_ones_own_runs_again(house: House) -> None:
    scan_id = await house.submit()
    with pytest.raises(Conflict):
        await rerun(house.store, house.queue, house.caller, scan_id)
    await undertaker(house).bury(scan_id, "x")
    with pytest.raises(NotFound):
        await rerun(house.store, house.queue, Caller("k", "org_2", ()), scan_id)
    with pytest.raises(NotFound):
        await rerun(house.store, house.queue, house.caller, "../scans")


def sweeper(house: House) -> Sweeper:
    return Sweeper(house.queue, undertaker(house), house.announcer, house.clock)


async def test_the_sweep_restarts_twice_then_buries(house: House) -> None:
    scan_id = await house.submit()
    outcomes = []
    for _ in range(4):
        house.clock.move(seconds=200)
        outcomes.append(await sweeper(house).sweep())
    assert outcomes == [{"restarted": 1}, {"restarted": 1}, {"buried": 1}, {}]
    assert house.store.scans[scan_id].status is Status.FAILED
    assert len(house.queue.tasks) == 3


async def test_the_sweep_leaves_alone_what_is_not_due(house: House) -> None:
    queued = await house.submit()
    running = await house.submit("https://b.example.com/")
    stages = Stages(house.store, house.progress, house.clock)
    await stages.run(Stage.URL_ANALYSIS, running, collect_url)
    house.clock.move(seconds=100)
    assert await sweeper(house).sweep() == {}
    house.clock.move(seconds=100)
    assert await sweeper(house).sweep() == {"restarted": 1}
    assert house.store.scans[queued].attempt == 2
    assert house.store.scans[running].attempt == 1


async def test_an_end_that_was_not_told_is_told_by_the_sweep(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan_id = await house.submit()

    async def broken(event: ScanCompleted) -> None:
        raise Unavailable("Pub/Sub is down")

    with monkeypatch.context() as patch:
        patch.setattr(house.publisher, "completed", broken)
        with pytest.raises(Unavailable):
            await house.completion.complete(scan_id, {})
        house.clock.move(seconds=90)
        assert await sweeper(house).sweep() == {"stuck": 1}
    assert await sweeper(house).sweep() == {"told": 1}
    assert [event.event_id for event in house.publisher.events] == [f"{scan_id}.1.1"]
    house.clock.move(hours=1)
    assert await sweeper(house).sweep() == {}


async def test_one_scan_that_cannot_be_mended_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await house.submit()
    second = await house.submit("https://b.example.com/")
    enqueue = house.queue.enqueue

    async def picky(scan: Scan) -> None:
        if scan.id == first:
            raise Unavailable("not this one")
        await enqueue(scan)

    monkeypatch.setattr(house.queue, "enqueue", picky)
    house.clock.move(seconds=200)
    assert await sweeper(house).sweep() == {"stuck": 1, "restarted": 1}
    assert f"{second}-2" in house.queue.tasks
