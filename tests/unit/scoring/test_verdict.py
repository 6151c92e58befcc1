"""Decisive lines, coverage and confidence."""

from datetime import UTC, datetime
from typing import ClassVar

from elara.evidence.model import Evidence, Facts, State
from elara.scoring.model import Finding, Level, Stage
from elara.scoring.verdict import Case, decide

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Listing(Facts):
    kind: ClassVar[str] = "source_answer"
    authoritative: bool = True


def listing(source: str, *, authoritative: bool = True) -> Evidence:
    return Evidence.of(source, Listing(authoritative=authoritative), NOW, State.LISTED)


def case(*evidence: Evidence, points: int = 0) -> Case:
    finding = Finding(rule="x", stage=Stage.URL_ANALYSIS, points=points, evidence=(), text="x")
    return Case(
        findings={Stage.URL_ANALYSIS: (finding,)},
        evidence={Stage.TI_LOOKUP: evidence},
        outages={},
    )


def test_two_authoritative_listings_decide() -> None:
    verdict = decide(case(listing("a"), listing("b")))
    assert verdict.level is Level.MALICIOUS
    assert verdict.ledger[-1].decides is Level.MALICIOUS
    assert verdict.ledger[-1].points == 0


def test_one_source_twice_is_one_listing() -> None:
    assert decide(case(listing("a"), listing("a"))).level is Level.SUSPICIOUS


def test_a_listing_of_the_host_decides_nothing() -> None:
    assert decide(case(listing("a", authoritative=False))).level is Level.CLEAN


def test_decisions_never_lower_the_level() -> None:
    assert decide(case(listing("a"), points=400)).level is Level.MALICIOUS


def test_an_error_of_a_source_is_missing_not_clean() -> None:
    silent = Evidence.silence("urlhaus", "source_answer", "timeout", NOW)
    whole = Case(
        findings={},
        evidence={Stage.TI_LOOKUP: (silent,)},
        outages={},
        degraded=frozenset({Stage.TI_LOOKUP}),
    )
    verdict = decide(whole)
    assert verdict.coverage.missing == ("ti_lookup/urlhaus: timeout",)
    assert (verdict.coverage.answered, verdict.coverage.asked) == (0, 1)
    assert verdict.level is Level.LOW
    assert verdict.confidence == 0.0


def test_a_case_gives_the_same_verdict_every_time() -> None:
    one = case(listing("a"), listing("b"), points=70)
    assert decide(one).model_dump_json() == decide(one).model_dump_json()
