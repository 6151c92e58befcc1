"""Burying, running again, and sweeping up after crashes."""

import pytest

from elara.errors import Conflict, NotFound
from elara.identity.model import Caller
from elara.scans.bury import Undertaker
from elara.scans.model import Status
from elara.scans.rerun import rerun, sweep
from tests.unit.scans.conftest import House


def undertaker(house: House) -> Undertaker:
    return Undertaker(house.store, house.archive, house.publisher, house.progress, house.clock)


async def test_a_buried_scan_is_archived_failed_and_announced(house: House) -> None:
    scan_id = await house.submit()
    await undertaker(house).bury(scan_id, "final_score failed 500")
    await undertaker(house).bury(scan_id, "final_score failed 500")
    assert house.store.scans[scan_id].status is Status.FAILED
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


async def test_the_sweep_restarts_twice_then_buries(house: House) -> None:
    scan_id = await house.submit()
    outcomes = []
    for _ in range(4):
        house.clock.move(seconds=200)
        swept = await sweep(house.store, house.queue, undertaker(house), clock=house.clock)
        outcomes.append(swept)
    assert outcomes == [
        {"restarted": 1, "buried": 0},
        {"restarted": 1, "buried": 0},
        {"restarted": 0, "buried": 1},
        {"restarted": 0, "buried": 0},
    ]
    assert house.store.scans[scan_id].status is Status.FAILED
    assert len(house.queue.tasks) == 3


async def test_the_sweep_leaves_young_scans_alone(house: House) -> None:
    await house.submit()
    house.clock.move(seconds=100)
    swept = await sweep(house.store, house.queue, undertaker(house), clock=house.clock)
    assert swept == {"restarted": 0, "buried": 0}
