"""Bundles that are none, and what a replay says of those that are."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from elara.bundles.difference import difference
from elara.bundles.judge import judge
from elara.bundles.model import Inputs, RulesetName, Statement
from elara.bundles.open import NotABundle, opened
from elara.bundles.replay import replay
from elara.bundles.seal import root_of, sealed
from elara.evidence.model import Evidence
from elara.evidence.root import evidence_root
from elara.rules.ruleset import current
from elara.scoring.model import Entry, Stage
from elara.signing.local import LocalSigner
from elara.urls.facts import facts_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIGNER = LocalSigner.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
URL = "http://93.184.216.34/paypal/signin.php"
LATER = current().model_copy(
    update={"version": "later", "hash": "sha256:" + "1" * 64, "points": {"url.ip_host": 0}}
)


@pytest.fixture
async def content() -> bytes:
    """A bundle as it would be stored: one stage answered, one left no record."""
    inputs = Inputs(outages={Stage.TI_LOOKUP: "stage_failed 503"})
    gathered = {Stage.URL_ANALYSIS: (Evidence.of("url_analysis", facts_of(URL), NOW),)}
    judgement = judge(gathered, inputs, NOW, current())
    statement = Statement(
        scan_id="scn_1",
        org_id="org_1",
        url=URL,
        url_id="f" * 64,
        revision=1,
        status="partial",
        issued_at=NOW,
        verdict=judgement.verdict,
        ruleset=RulesetName(version=current().version, hash=current().hash),
        inputs=inputs,
        evidence_root=root_of(judgement.evidence),
    )
    return (await sealed(statement, judgement.evidence, SIGNER)).content


def changed(content: bytes, change: Callable[[Any], object]) -> bytes:
    tree = json.loads(content)
    change(tree)
    return json.dumps(tree).encode()


def rooted(content: bytes, change: Callable[[Any], object]) -> bytes:
    """Changed with the root put right, as somebody who can sign could."""

    def both(tree: Any) -> None:
        change(tree["evidence"])
        tree["statement"]["evidence_root"] = evidence_root(tree["evidence"])

    return changed(content, both)


async def test_another_order_and_spacing_of_the_same_json_is_the_same_bundle(
    content: bytes,
) -> None:
    pretty = json.dumps(json.loads(content), indent=4).encode()
    assert opened(pretty) == opened(content)
    assert replay(opened(pretty), current()).equal


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: tree["evidence"]["url_analysis"][0]["data"].update(host="b.example"),
        lambda tree: tree["evidence"]["url_analysis"].clear(),
        lambda tree: tree["evidence"].update(dns_analysis=[]),
        lambda tree: tree["evidence"]["url_analysis"][0].update(unknown_member=1),
        lambda tree: tree["statement"].update(evidence_root="sha256:" + "0" * 64),
        lambda tree: tree["statement"].pop("inputs"),
        lambda tree: tree["evidence"].update(eighth_stage=[]),
        lambda tree: tree.update(type="elara.bundle/2"),
        lambda tree: tree.update(note="beside"),
        lambda tree: tree["statement"].update(note="beside"),
        lambda tree: tree["statement"]["inputs"].update(note="beside"),
        lambda tree: tree["statement"]["verdict"].update(note="beside"),
        lambda tree: tree["statement"]["verdict"]["ledger"][0].update(note="beside"),
        lambda tree: tree["statement"].update(revision="1"),
        lambda tree: tree["statement"]["verdict"].update(score=1e300),
        lambda tree: tree["statement"]["verdict"].update(confidence="nan"),
    ],
)
async def test_evidence_that_is_not_the_statements_is_refused(
    content: bytes, change: Callable[[Any], object]
) -> None:
    with pytest.raises(NotABundle):
        opened(changed(content, change))


@pytest.mark.parametrize(
    "text", [b"", b"\xff", b"[]", b"{}", b'{"a":1,"a":2}', b"NaN", b"[" * 10_000, b"null"]
)
def test_what_is_no_bundle_is_refused(text: bytes) -> None:
    with pytest.raises(NotABundle):
        opened(text)


async def test_evidence_these_rules_cannot_read_is_said_so(content: bytes) -> None:
    alien = rooted(content, lambda e: e["url_analysis"][0]["data"].update(from_the_future=1))
    with pytest.raises(NotABundle, match="cannot read"):
        replay(opened(alien), current())
    without = rooted(content, lambda e: e.pop("final_score"))
    with pytest.raises(NotABundle, match="lacks"):
        replay(opened(without), current())


async def test_a_verdict_that_was_tampered_with_does_not_come_out_equal(content: bytes) -> None:
    forged = changed(content, lambda tree: tree["statement"]["verdict"].update(score=1))
    found = replay(opened(forged), current())
    assert not found.equal
    assert found.same_ruleset
    assert found.difference.fields == ("score",)


async def test_another_ruleset_shows_what_it_changes(content: bytes) -> None:
    found = replay(opened(content), LATER)
    assert not found.equal
    assert not found.same_ruleset
    change = found.difference
    gone = next(each for each in change.entries if each.rule == "url.ip_host")
    assert (gone.change, gone.after) == ("removed", None)
    points = change.stages[Stage.URL_ANALYSIS]
    assert points.after - points.before == change.after.score - change.before.score < 0
    assert {"ledger", "ruleset", "ruleset_hash", "score", "stages"} <= set(change.fields)


async def test_lines_of_one_rule_are_paired(content: bytes) -> None:
    verdict = opened(content).statement.verdict

    def entry(rule: str, points: int, evidence: str) -> Entry:
        stage = Stage.DNS_ANALYSIS
        return Entry(rule=rule, stage=stage, points=points, evidence=(evidence,), text=".")

    old = (entry("a", 5, "ev_1"), entry("a", 5, "ev_2"), entry("b", 1, "ev_1"))
    new = (entry("a", 5, "ev_2"), entry("a", 7, "ev_1"), entry("c", 1, "ev_1"))
    found = difference(
        verdict.model_copy(update={"ledger": old}), verdict.model_copy(update={"ledger": new})
    )
    assert [(each.change, each.rule) for each in found.entries] == [
        ("changed", "a"),
        ("removed", "b"),
        ("added", "c"),
    ]
    assert found.entries[0].before == old[0]
    assert found.entries[0].after == new[1]
    assert found.fields == ("ledger",)


async def test_a_statement_about_another_url_is_not_equal(content: bytes) -> None:
    forged = changed(content, lambda tree: tree["statement"].update(url="https://a.example/"))
    found = replay(opened(forged), current())
    assert not found.equal
    assert "another URL" in found.mismatch
    assert found.difference.fields == ()


async def test_signatures_are_not_looked_at(content: bytes) -> None:
    unsigned = changed(content, lambda tree: tree["signatures"].clear())
    assert replay(opened(unsigned), current()).equal


async def test_a_rule_that_fails_is_told(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr("elara.bundles.judge.assess", fail)
    with pytest.raises(NotABundle, match="cannot be judged: OverflowError"):
        replay(opened(content), current())


async def test_facts_longer_than_those_of_any_url_are_refused(content: bytes) -> None:
    long = rooted(content, lambda e: e["url_analysis"][0]["data"].update(path="/" * 30_000))
    with pytest.raises(NotABundle, match="cannot read the evidence: UrlFacts"):
        replay(opened(long), current())


async def test_long_ledgers_are_compared_in_time_that_fits_them(content: bytes) -> None:
    verdict = opened(content).statement.verdict

    def ledger(word: str) -> tuple[Entry, ...]:
        stage = Stage.DNS_ANALYSIS
        return tuple(
            Entry(rule=f"r{number % 5000}", stage=stage, points=number, text=word)
            for number in range(20_000)
        )

    old, new = (verdict.model_copy(update={"ledger": ledger(word)}) for word in "ab")
    started = time.process_time()
    assert len(difference(old, new).entries) == 20_000
    assert time.process_time() - started < 5, "each with each would take minutes"
