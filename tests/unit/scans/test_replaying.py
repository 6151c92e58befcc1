"""A thousand stored scans judged again; and again under another ruleset, kept or not."""

import hashlib
import json
from collections import Counter

import pytest

from elara.bundles.open import opened
from elara.bundles.replay import replay
from elara.errors import Conflict, NotFound
from elara.identity.model import Caller
from elara.rules.ruleset import UnknownRuleset, bundled, current
from elara.scans import replaying
from elara.scans.bundles import stored
from elara.scans.model import Scan, Status
from elara.scans.read import delete, get
from elara.scans.replaying import NewReplay, Replays
from elara.scans.stage import Stages
from elara.scoring.model import Level, Stage
from elara.scoring.ruleset import Thresholds
from elara.signing.jwks import Jwks
from elara.signing.verify import verify
from tests.unit.scans.conftest import House
from tests.unit.scans.varied import Varied

STRANGER = Caller("key_9", "org_9", ("scans.read", "scans.create"))
STRICT = current().model_copy(
    update={
        "version": "strict",
        "hash": "sha256:" + "5" * 64,
        "thresholds": Thresholds(low=10, suspicious=60, malicious=120),
        "points": {"url.ip_host": 10, "score.stages_agree": 0},
    }
)


async def scanned(house: House, seed: int) -> Scan:
    """One scan from submission to verdict, by the code that does it in the cloud."""
    seen = Varied(seed, house.clock)
    submitted = await house.submissions.submit(house.submission(seen.url, force=True))
    scan_id = submitted.scan.id
    stages = Stages(house.store, house.progress, house.clock, house.ruleset)
    reads = tuple(stage for stage in Stage if stage is not Stage.FINAL_SCORE)
    for stage, collect in seen.collectors.items():
        house.clock.move(seconds=1)
        await stages.run(stage, scan_id, collect, reads=reads)
    house.clock.move(seconds=1)
    return await house.completion.complete(scan_id, seen.outages)


def replays(house: House) -> Replays:
    return Replays(house.reviser, house.announcer, house.clock)


async def test_a_thousand_stored_scans_come_out_byte_equal(house: House) -> None:
    scans = [await scanned(house, seed) for seed in range(1000)]
    verdicts = [scan.verdict for scan in scans if scan.verdict is not None]
    # Varied enough to mean something: all levels, all stages, partial scans, decisions.
    assert {verdict.level for verdict in verdicts} == set(Level)
    assert {scan.status for scan in scans} == {Status.DONE, Status.PARTIAL}
    lines = [line for verdict in verdicts for line in verdict.ledger]
    assert {line.stage for line in lines} == set(Stage)
    assert any(line.decides for line in lines)
    assert len({line.rule for line in lines}) > 40

    bundles = [opened(content) for content in house.bundles.kept.values()]
    found = [replay(bundle, bundled(bundle.statement.ruleset.version)) for bundle in bundles]
    assert Counter(each.equal for each in found) == {True: 1000}
    assert all(each.same_ruleset and not each.difference.fields for each in found)

    other = [replay(bundle, STRICT) for bundle in bundles]
    assert not any(each.equal or each.same_ruleset for each in other)
    for each in other:
        _adds_up(each.difference.model_dump(mode="json"))
    moved = [each for each in other if each.difference.before.level != each.difference.after.level]
    assert len(moved) > 100


def _adds_up(difference: dict) -> None:  # type: ignore[type-arg]
    """The changed lines explain every point by which stages and score moved."""
    moved = Counter[str]()
    for change in difference["entries"]:
        before, after = change["before"], change["after"]
        moved[change["stage"]] += (after["points"] if after else 0) - (
            before["points"] if before else 0
        )
    told = {s: p["after"] - p["before"] for s, p in difference["stages"].items()}
    assert {stage: points for stage, points in moved.items() if points} == told
    assert sum(told.values()) == difference["after"]["score"] - difference["before"]["score"]


async def test_a_bundle_is_signed_named_by_its_content_and_shown_with_the_scan(
    house: House,
) -> None:
    scan = await scanned(house, 1)
    found = await stored(house.store, house.bundles, house.caller, scan.id)
    assert hashlib.sha256(found.content).hexdigest() == found.name
    checked = verify(json.loads(found.content), Jwks(keys=(house.signer.jwk,)))
    assert checked.statement.scan_id == scan.id
    assert checked.records == len(
        [piece for (_, stage), r in house.store.records.items() for piece in r.evidence if stage]
    )
    seal = (await get(house.store, house.caller, scan.id)).seal
    assert seal is not None
    assert (seal.bundle, seal.evidence_root) == (found.name, checked.statement.evidence_root)
    assert [signature.kid for signature in seal.signatures] == [house.signer.jwk.kid]


async def test_a_second_delivery_makes_the_same_bytes(house: House) -> None:
    scan = await scanned(house, 2)
    first = dict(house.bundles.kept)
    # The first delivery died between keeping the bundle and committing the verdict.
    unfinished = {"verdict": None, "seal": None, "revision": 0}
    house.store.scans[scan.id] = scan.model_copy(update=unfinished)
    house.store.revisions.clear()
    del house.store.records[scan.id, Stage.FINAL_SCORE]
    house.clock.move(seconds=40)
    await house.completion.complete(scan.id, Varied(2, house.clock).outages)
    assert house.bundles.kept == first


async def test_judging_again_under_the_same_ruleset_changes_nothing(house: House) -> None:
    scan = await scanned(house, 3)
    for new in (NewReplay(), NewReplay(ruleset=current().version), NewReplay(keep=True)):
        shown = await replays(house).replay(house.caller, scan.id, new)
        assert shown.replay.equal
        assert shown.kept_as is None
    assert list(house.store.revisions) == [(scan.id, 1)]


async def test_an_older_ruleset_is_compared_and_not_kept(house: House) -> None:
    scan = await scanned(house, 3)
    shown = await replays(house).replay(house.caller, scan.id, NewReplay(ruleset="2026.11.1"))
    assert not shown.replay.equal
    assert shown.replay.difference.after.ruleset == "2026.11.1"
    for ruleset, keep in (("2026.11.1", True), ("1999.1.1", False), ("/etc/passwd", False)):
        new = NewReplay(ruleset=ruleset, keep=keep)
        with pytest.raises(UnknownRuleset):
            await replays(house).replay(house.caller, scan.id, new)
    assert list(house.store.revisions) == [(scan.id, 1)]


async def test_re_scoring_makes_a_new_revision_and_keeps_the_old_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = await scanned(house, 4)
    before = await stored(house.store, house.bundles, house.caller, scan.id)
    monkeypatch.setattr(replaying, "current", lambda: STRICT)
    house.clock.move(days=3)
    shown = await replays(house).replay(house.caller, scan.id, NewReplay(keep=True))
    assert shown.kept_as == 2
    now = await get(house.store, house.caller, scan.id)
    assert now.revision == 2
    assert now.verdict is not None
    assert now.verdict.ruleset == "strict"
    assert {s: view.points for s, view in now.stages.items()} == {
        s: points for s, points in now.verdict.stages.items() if s in now.stages
    }
    after = await stored(house.store, house.bundles, house.caller, scan.id)
    first = await stored(house.store, house.bundles, house.caller, scan.id, 1)
    assert first == before
    assert after == await stored(house.store, house.bundles, house.caller, scan.id, 2)
    second = opened(after.content).statement
    assert (second.revision, second.issued_at) == (2, house.clock())
    events = [event.event_id for event in house.publisher.events]
    assert events == [f"{scan.id}.1.1", f"{scan.id}.2.1"]
    with pytest.raises(NotFound):
        await stored(house.store, house.bundles, house.caller, scan.id, 3)


async def test_of_two_who_re_score_at_once_one_wins(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = await scanned(house, 5)
    monkeypatch.setattr(replaying, "current", lambda: STRICT)
    assert scan.revision == 1
    house.store.revisions[scan.id, 2] = scan
    with pytest.raises(Conflict):
        await replays(house).replay(house.caller, scan.id, NewReplay(keep=True))
    assert house.store.scans[scan.id].revision == 1


async def test_another_organisation_finds_nothing(house: House) -> None:
    scan = await scanned(house, 6)
    for scan_id in (scan.id, "scn_01890a5d-ac96-774b-bcce-b302099a8057", "../x"):
        with pytest.raises(NotFound):
            await stored(house.store, house.bundles, STRANGER, scan_id, 1)
        with pytest.raises(NotFound):
            await replays(house).replay(STRANGER, scan_id, NewReplay(keep=True))


async def test_a_scan_without_a_verdict_has_no_bundle(house: House) -> None:
    scan_id = await house.submit()
    with pytest.raises(NotFound):
        await stored(house.store, house.bundles, house.caller, scan_id)
    with pytest.raises(NotFound):
        await replays(house).replay(house.caller, scan_id, NewReplay())


async def test_deleting_a_scan_deletes_its_bundles_and_no_others(house: House) -> None:
    scan, other = await scanned(house, 7), await scanned(house, 8)
    await delete(house.store, house.bundles, house.turnstile, house.caller, scan.id)
    assert {scan_id for scan_id, _ in house.bundles.kept} == {other.id}


async def test_a_scan_deleted_while_it_ends_leaves_no_bundle(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = house.bundles.put

    async def deleted_meanwhile(scan_id: str, name: str, content: bytes) -> None:
        await put(scan_id, name, content)
        await house.store.delete(scan_id)

    monkeypatch.setattr(house.bundles, "put", deleted_meanwhile)
    with pytest.raises(NotFound):
        await scanned(house, 9)
    assert not house.bundles.kept
