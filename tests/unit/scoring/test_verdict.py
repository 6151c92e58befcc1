"""Decisive lines, coverage and confidence."""

from elara.evidence.model import Evidence
from elara.scoring.model import Finding, Level, Stage
from elara.scoring.verdict import Case, decide
from tests.unit.scoring.cases import listing, ruleset, silence

RULESET = ruleset()


def case(*evidence: Evidence, points: int = 0) -> Case:
    finding = Finding(rule="x", stage=Stage.URL_ANALYSIS, points=points, evidence=(), text="x")
    return Case(
        findings={Stage.URL_ANALYSIS: (finding,)},
        evidence={Stage.TI_LOOKUP: evidence},
        outages={},
    )


def test_two_authoritative_listings_decide() -> None:
    verdict = decide(case(listing("a"), listing("b")), RULESET)
    assert verdict.level is Level.MALICIOUS
    assert verdict.ledger[-1].decides is Level.MALICIOUS
    assert verdict.ledger[-1].points == 0


def test_one_source_twice_is_one_listing() -> None:
    assert decide(case(listing("a"), listing("a")), RULESET).level is Level.SUSPICIOUS


def test_a_listing_of_the_host_decides_nothing() -> None:
    assert decide(case(listing("a", authoritative=False)), RULESET).level is Level.CLEAN


def test_decisions_never_lower_the_level() -> None:
    assert decide(case(listing("a"), points=400), RULESET).level is Level.MALICIOUS


def test_an_error_of_a_source_is_missing_not_clean() -> None:
    whole = Case(
        findings={},
        evidence={Stage.TI_LOOKUP: (silence("urlhaus"),)},
        outages={},
        degraded=frozenset({Stage.TI_LOOKUP}),
    )
    verdict = decide(whole, RULESET)
    assert verdict.coverage.missing == ("ti_lookup/urlhaus: timeout",)
    assert (verdict.coverage.answered, verdict.coverage.asked) == (0, 1)
    assert verdict.level is Level.LOW
    assert verdict.confidence == 0.0


def test_a_case_gives_the_same_verdict_every_time() -> None:
    one = case(listing("a"), listing("b"), points=70)
    assert decide(one, RULESET).model_dump_json() == decide(one, RULESET).model_dump_json()


def test_a_verdict_names_its_ruleset() -> None:
    verdict = decide(case(), RULESET)
    assert (verdict.ruleset, verdict.ruleset_hash) == (RULESET.version, RULESET.hash)


def test_another_ruleset_reads_the_same_score_differently() -> None:
    strict, mild = ruleset(10, 20, 30), ruleset(200, 400, 800)
    levels = [decide(case(points=70), each).level for each in (strict, RULESET, mild)]
    assert levels == [Level.MALICIOUS, Level.LOW, Level.CLEAN]


def test_a_finding_that_decides_raises_the_level_and_never_lowers_it() -> None:
    sure = Finding(
        rule="url.trick",
        stage=Stage.URL_ANALYSIS,
        points=30,
        evidence=(),
        text="x",
        decides=Level.SUSPICIOUS,
    )
    relief = Finding(rule="x", stage=Stage.URL_ANALYSIS, points=-500, evidence=(), text="x")
    found = {Stage.URL_ANALYSIS: (sure, relief)}
    verdict = decide(Case(findings=found, evidence={}, outages={}), RULESET)
    assert (verdict.score, verdict.level) == (0, Level.SUSPICIOUS)
    worse = {**found, Stage.CONTENT_SCAN: (sure.model_copy(update={"points": 400}),)}
    listed = Case(
        findings=worse, evidence={Stage.TI_LOOKUP: (listing("a"), listing("b"))}, outages={}
    )
    assert decide(listed, RULESET).level is Level.MALICIOUS
