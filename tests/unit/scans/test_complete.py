"""Ending a scan: the verdict is written once, and silence is never called clean."""

import pytest

from elara.bundles.judge import COLLECTING
from elara.errors import NotFound, Unavailable
from elara.evidence.model import Collected
from elara.lexical.collect import collect as collect_url
from elara.scans.model import Scan, StageRecord, StageState, Status
from elara.scans.stage import Stages, recorded, worst_case
from elara.scans.view import view
from elara.scoring.model import Level, Stage
from tests.unit.scans.conftest import House


async def with_all_stages(house: House) -> str:
    """A scan whose stages all answered that they saw nothing of note."""
    scan_id = await house.submit("https://www.python.org/about/")
    scan = house.store.scans[scan_id]
    await Stages(house.store, house.progress, house.clock).run(
        Stage.URL_ANALYSIS, scan_id, collect_url
    )
    proof = house.store.records[scan_id, Stage.URL_ANALYSIS]
    for stage in COLLECTING[1:]:
        await house.store.record(_answered(scan, stage, proof))
    return scan_id


def _answered(scan: Scan, stage: Stage, proof: StageRecord) -> StageRecord:
    span = (proof.started_at, proof.ended_at)
    return recorded(scan, stage, Collected(proof.evidence), (), span)


async def test_all_stages_answered_is_done_and_may_be_clean(house: House) -> None:
    scan = await house.completion.complete(await with_all_stages(house), {})
    assert scan.status is Status.DONE
    assert scan.verdict is not None
    assert scan.verdict.level is Level.CLEAN
    assert scan.verdict.score == sum(scan.verdict.stages.values())


@pytest.mark.parametrize("silent", COLLECTING)
async def test_a_stage_without_record_is_partial_and_not_clean(house: House, silent: Stage) -> None:
    scan_id = await with_all_stages(house)
    del house.store.records[scan_id, silent]
    scan = await house.completion.complete(scan_id, {silent: "stage_failed 503"})
    assert scan.status is Status.PARTIAL
    assert scan.verdict is not None
    assert scan.verdict.level is not Level.CLEAN
    assert f"{silent}: stage_failed 503" in scan.verdict.coverage.missing
    assert set(worst_case(silent)) <= set(scan.recipients)
    assert scan.verdict.coverage.share < 1


async def test_completing_twice_writes_one_revision_and_repeats_the_news(house: House) -> None:
    scan_id = await with_all_stages(house)
    first = await house.completion.complete(scan_id, {})
    house.clock.move(seconds=9)
    again = await house.completion.complete(scan_id, {})
    assert again == first.model_copy(update={"due_at": None})
    assert list(house.store.revisions) == [(scan_id, 1)]
    assert len({event.event_id for event in house.publisher.events}) == 1


@pytest.mark.parametrize(
    ("part", "step"), [("bundles", "put"), ("signer", "sign"), ("store", "complete")]
)
async def test_without_bundle_signature_and_commit_there_is_no_verdict(
    house: House, part: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan_id = await with_all_stages(house)

    async def down(*arguments: object) -> None:
        raise Unavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(type(getattr(house, part)), step, down)
        with pytest.raises(Unavailable):
            await house.completion.complete(scan_id, {})
    assert house.store.scans[scan_id].verdict is None
    assert not house.store.revisions
    assert not house.publisher.events
    assert (await house.completion.complete(scan_id, {})).verdict is not None
    assert len(house.bundles.kept) == 1


async def test_of_two_deliveries_the_slower_writes_nothing(house: House) -> None:
    scan_id = await with_all_stages(house)
    house.store.revisions[scan_id, 1] = house.store.scans[scan_id]
    with pytest.raises(Unavailable):
        await house.completion.complete(scan_id, {})
    assert house.store.scans[scan_id].verdict is None


async def test_one_ruleset_judges_whatever_the_stages_made_of_it(house: House) -> None:
    scan_id = await with_all_stages(house)
    key = (scan_id, Stage.URL_ANALYSIS)
    stale = {"points": 500, "findings": ()}
    house.store.records[key] = house.store.records[key].model_copy(update=stale)
    scan = await house.completion.complete(scan_id, {})
    assert scan.verdict is not None
    assert scan.verdict.score == 0
    shown = view(scan, {Stage.URL_ANALYSIS: house.store.records[key]})
    assert shown.stages[Stage.URL_ANALYSIS].points == 0


async def test_a_done_scan_answers_the_next_submission_of_its_own_org_only(house: House) -> None:
    scan_id = await with_all_stages(house)
    await house.completion.complete(scan_id, {})
    again = await house.submissions.submit(house.submission("https://www.python.org/about/"))
    assert again.scan.cached
    assert again.scan.id == scan_id
    forced = house.submission("https://www.python.org/about/", force=True)
    assert not (await house.submissions.submit(forced)).scan.cached
    house.caller = type(house.caller)("key_2", "org_2", ("scans.create",))
    other = await house.submissions.submit(house.submission("https://www.python.org/about/"))
    assert not other.scan.cached


async def test_a_partial_result_is_not_kept_as_fresh(house: House) -> None:
    scan_id = await with_all_stages(house)
    del house.store.records[scan_id, Stage.TI_LOOKUP]
    await house.completion.complete(scan_id, {})
    again = await house.submissions.submit(house.submission("https://www.python.org/about/"))
    assert not again.scan.cached


async def test_what_is_left_of_a_deleted_scan_is_removed(house: House) -> None:
    scan_id = await with_all_stages(house)
    del house.store.scans[scan_id]
    with pytest.raises(NotFound):
        await house.completion.complete(scan_id, {})
    assert not house.store.records


async def test_degraded_stages_make_the_scan_partial(house: House) -> None:
    scan_id = await with_all_stages(house)
    key = (scan_id, Stage.TI_LOOKUP)
    degraded = {"state": StageState.DEGRADED, "reason": "urlhaus: timeout"}
    house.store.records[key] = house.store.records[key].model_copy(update=degraded)
    scan = await house.completion.complete(scan_id, {})
    assert scan.status is Status.PARTIAL
    assert scan.verdict is not None
    assert scan.verdict.level is Level.LOW
