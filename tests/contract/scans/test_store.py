"""One suite for the in-memory double and for Firestore."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from elara.bundles.model import Seal
from elara.errors import NotFound
from elara.evidence.model import Collected, Evidence
from elara.rules.ruleset import current
from elara.scans.firestore import FirestoreScans
from elara.scans.ids import new_scan_id
from elara.scans.model import Scan, StageRecord, Status
from elara.scans.stage import recorded
from elara.scans.store import Claim, MemoryScans, Position, ScanStore, Start
from elara.scoring.model import Stage
from elara.scoring.verdict import Case, decide
from elara.signing.model import Signature
from elara.urls.facts import facts_of
from tests.conftest import OpenClient

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
START = Start(NOW + timedelta(seconds=1), NOW + timedelta(minutes=10))


@pytest.fixture
async def store(documents: OpenClient | None) -> AsyncIterator[ScanStore]:
    if documents is None:
        yield MemoryScans()
        return
    async with documents() as client:
        yield FirestoreScans(client)


def scan(org: str = "org_1", **changes: object) -> Scan:
    given = {
        "id": new_scan_id(),
        "org_id": org,
        "owner": "key_1",
        "url": "https://a.example/ünï?q=1",
        "url_id": "f" * 64,
        "status": Status.QUEUED,
        "created_at": NOW,
        "updated_at": NOW,
        "expire_at": NOW + timedelta(days=90),
        "trace_id": "1" * 32,
        "body_hash": "b" * 64,
    }
    return Scan.model_validate(given | changes)


def record(of: Scan, stage: Stage = Stage.URL_ANALYSIS, at: datetime = NOW) -> StageRecord:
    evidence = Evidence.of("url_analysis", facts_of(of.url), at)
    return recorded(of, stage, Collected((evidence,)), (), (at, at))


def ended(of: Scan) -> Scan:
    verdict = decide(Case(findings={}, evidence={}, outages={}), current())
    seal = Seal(
        signatures=(Signature(kid="k", sig="s"),),
        evidence_root="sha256:" + "0" * 64,
        bundle="0" * 64,
    )
    changes = {"status": Status.DONE, "verdict": verdict, "seal": seal, "revision": 1}
    return of.model_copy(update=changes)


async def test_what_is_created_is_read_back_whole(store: ScanStore) -> None:
    made = scan()
    assert await store.create(made, None)
    assert await store.load(made.id, ()) == (made, {})
    assert await store.load(new_scan_id(), ()) == (None, {})
    assert await store.create(made, None), "an earlier try of the same commit"


def claim(of: Scan, key: str = "k") -> Claim:
    return Claim(of.org_id, key, of.id, of.body_hash, of.expire_at)


async def test_an_idempotency_key_names_one_scan_per_organisation(store: ScanStore) -> None:
    first, second, foreign = scan(), scan(), scan("org_2")
    assert await store.create(first, claim(first))
    assert not await store.create(second, claim(second))
    assert not await store.claim(claim(second))
    assert await store.claimed("org_1", "k") == claim(first)
    assert await store.load(second.id, ()) == (None, {})
    assert await store.create(foreign, claim(foreign))
    assert await store.claim(claim(first, "other"))
    assert await store.claimed("org_2", "other") is None


async def stored(store: ScanStore, made: Scan) -> Scan:
    assert await store.create(made, None)
    return made


async def test_a_record_is_written_once_and_starts_the_scan(store: ScanStore) -> None:
    made = await stored(store, scan())
    first = record(made)
    assert await store.record(first, starts=START)
    assert not await store.record(record(made, at=NOW + timedelta(hours=1)), starts=START)
    found, records = await store.load(made.id, (Stage.URL_ANALYSIS, Stage.TI_LOOKUP))
    assert records == {Stage.URL_ANALYSIS: first}
    assert found is not None
    assert (found.status, found.updated_at) == (Status.RUNNING, START.updated_at)
    assert found.due_at == START.due_at


async def test_a_deleted_scan_cannot_be_started(store: ScanStore) -> None:
    with pytest.raises(NotFound):
        await store.record(record(scan()), starts=START)


async def test_a_revision_is_written_once(store: ScanStore) -> None:
    made = await stored(store, scan())
    done, last = ended(made), record(made, Stage.FINAL_SCORE)
    assert await store.complete(done, last)
    assert not await store.complete(done, last)
    assert await store.load(made.id, (Stage.FINAL_SCORE,)) == (done, {Stage.FINAL_SCORE: last})


async def test_an_earlier_revision_stays_as_it_was(store: ScanStore) -> None:
    made = await stored(store, scan())
    first, last = ended(made), record(made, Stage.FINAL_SCORE)
    second = first.model_copy(update={"revision": 2, "updated_at": NOW + timedelta(hours=1)})
    assert await store.complete(first, last)
    assert await store.complete(second, last)
    assert await store.revision(made.id, 1) == first
    assert await store.revision(made.id, 2) == second
    assert await store.revision(made.id, 3) is None
    assert await store.revision(new_scan_id(), 1) is None
    assert (await store.load(made.id, ()))[0] == second


async def test_a_deleted_scan_cannot_be_completed(store: ScanStore) -> None:
    gone = scan()
    with pytest.raises(NotFound):
        await store.complete(ended(gone), record(gone, Stage.FINAL_SCORE))


async def test_only_the_known_state_is_replaced(store: ScanStore) -> None:
    made = await stored(store, scan())
    failed = made.model_copy(update={"status": Status.FAILED, "error": "x"})
    assert await store.advance(failed, made)
    assert not await store.advance(made.model_copy(update={"attempt": 2}), made)
    assert await store.load(made.id, ()) == (failed, {})


async def test_pages_are_newest_first_and_of_one_organisation(store: ScanStore) -> None:
    times = [NOW + timedelta(seconds=number // 2) for number in range(5)]
    made = [await stored(store, scan(created_at=at)) for at in times]
    await stored(store, scan("org_2"))
    wanted = sorted(made, key=lambda each: (each.created_at, each.id), reverse=True)
    first = await store.page("org_1", 2, None)
    after = Position(first[-1].created_at, first[-1].id)
    rest = await store.page("org_1", 10, after)
    assert [*first, *rest] == wanted


async def test_overdue_scans_come_longest_overdue_first_until_settled(store: ScanStore) -> None:
    late = [await stored(store, scan(due_at=NOW - timedelta(hours=hours))) for hours in (1, 2)]
    await stored(store, scan(due_at=NOW + timedelta(hours=1)))
    await stored(store, scan())
    assert await store.overdue(NOW, 10) == (late[1], late[0])
    assert await store.overdue(NOW, 1) == (late[1],)
    await store.settle(late[1].id)
    assert await store.overdue(NOW, 10) == (late[0],)
    with pytest.raises(NotFound):
        await store.settle(scan().id)


async def test_deleting_removes_all_below(store: ScanStore) -> None:
    made = await stored(store, scan())
    await store.record(record(made))
    await store.complete(ended(made), record(made, Stage.FINAL_SCORE))
    await store.delete(made.id)
    await store.delete(made.id)
    assert await store.load(made.id, tuple(Stage)) == (None, {})
    again = await stored(store, made)
    assert await store.complete(ended(again), record(again, Stage.FINAL_SCORE))
