"""Running a stage: once, within its time, and honest about silence."""

import asyncio

import pytest

from elara.errors import NotFound
from elara.evidence.model import Collected, Evidence, Recipient, State, Subject
from elara.lexical.collect import collect as collect_url
from elara.scans import stage as running
from elara.scans.model import StageState, Status
from elara.scans.stage import Stages, state_of
from elara.scoring.coverage import coverage
from elara.scoring.model import Stage
from elara.urls.facts import facts_of
from elara.urls.model import UrlFacts
from tests.unit.scans.conftest import House


def stages(house: House) -> Stages:
    return Stages(house.store, house.progress, house.clock)


async def test_a_stage_delivered_twice_collects_and_counts_once(house: House) -> None:
    scan_id = await house.submit()
    calls = 0

    async def counted(subject: Subject) -> Collected:
        nonlocal calls
        calls += 1
        return await collect_url(subject)

    first = await stages(house).run(Stage.URL_ANALYSIS, scan_id, counted)
    again = await stages(house).run(Stage.URL_ANALYSIS, scan_id, counted)
    assert first == again
    assert calls == 1
    assert house.store.scans[scan_id].status is Status.RUNNING


async def test_a_late_second_delivery_changes_nothing(house: House) -> None:
    scan_id = await house.submit()
    entered = asyncio.Event()

    async def slow(subject: Subject) -> Collected:
        await entered.wait()
        return await collect_url(subject)

    late = asyncio.create_task(stages(house).run(Stage.URL_ANALYSIS, scan_id, slow))
    await asyncio.sleep(0)
    first = await stages(house).run(Stage.URL_ANALYSIS, scan_id, collect_url)
    house.clock.move(seconds=5)
    entered.set()
    await late
    assert house.store.records[scan_id, Stage.URL_ANALYSIS] == first


async def test_a_stage_that_takes_too_long_leaves_an_unknown_record(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STAGE_DEADLINE", 0.01)
    scan_id = await house.submit()

    async def hang(subject: Subject) -> Collected:
        await asyncio.sleep(60)
        raise AssertionError("unreachable")

    record = await stages(house).run(Stage.CONTENT_SCAN, scan_id, hang)
    assert record.state is StageState.UNKNOWN
    assert record.reason == "content_scan: timeout"
    assert record.points == 0
    assert record.recipients == (Recipient(name="content_scan", sent="full_url"),)


async def test_evidence_too_large_to_store_is_silence_and_keeps_its_recipients(
    house: House,
) -> None:
    scan_id = await house.submit()
    told = (Recipient(name="a.example.com", sent="full_url"),)

    async def flooded(subject: Subject) -> Collected:
        facts = facts_of("https://a.example.com/" + "x" * 8000)
        pieces = tuple(Evidence.of(f"s{n}", facts, house.clock()) for n in range(60))
        return Collected(pieces, told)

    record = await stages(house).run(Stage.CONTENT_SCAN, scan_id, flooded)
    assert record.state is StageState.UNKNOWN
    assert record.reason == "content_scan: evidence_too_large"
    assert record.recipients == told


async def test_a_deleted_scan_has_no_stages(house: House) -> None:
    scan_id = await house.submit()
    await house.store.delete(scan_id)
    with pytest.raises(NotFound):
        await stages(house).run(Stage.URL_ANALYSIS, scan_id, collect_url)


def test_more_than_half_must_answer(house: House) -> None:
    now = house.clock()
    good = Evidence.of("a", _facts(), now)
    bad = Evidence.silence("b", "url_facts", "timeout", now)
    assert state_of([good, good, bad])[0] is StageState.ANSWERED
    assert state_of([good, bad]) == (StageState.DEGRADED, "b: timeout")
    assert state_of([bad]) == (StageState.UNKNOWN, "b: timeout")


def test_no_record_is_an_answer_and_nothing_to_ask_is_no_gap(house: House) -> None:
    now = house.clock()
    no_record = Evidence.silence("a", "x", "no_record", now, State.UNKNOWN)
    pointless = Evidence.silence("b", "x", "ip_host", now, State.NOT_APPLICABLE)
    assert state_of([no_record, pointless]) == (StageState.ANSWERED, None)
    assert state_of([pointless]) == (StageState.ANSWERED, None)
    seen = coverage({Stage.DNS_ANALYSIS: (no_record, pointless)}, {})
    assert (seen.answered, seen.asked, seen.missing) == (0, 1, ("dns_analysis/a: no_record",))


def _facts() -> UrlFacts:
    return facts_of("https://a.example.com/")
