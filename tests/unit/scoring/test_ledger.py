"""The laws of the ledger, over random findings, evidence, silence and rulesets."""

import random

from hypothesis import given
from hypothesis import strategies as st

from elara.bundles.seal import json_of
from elara.scoring.ledger import CLAMP, entries, points
from elara.scoring.model import Finding, Level, Stage, Verdict
from elara.scoring.ruleset import Ruleset
from elara.scoring.verdict import Case, decide
from tests.unit.scoring.cases import answered, cases, rulesets, silenced


def decisions(verdict: Verdict) -> list[Level]:
    return [entry.decides for entry in verdict.ledger if entry.decides is not None]


@given(cases, rulesets)
def test_entries_sum_to_their_stage_and_stages_to_the_score(case: Case, ruleset: Ruleset) -> None:
    verdict = decide(case, ruleset)
    for stage in Stage:
        assert verdict.stages[stage] == points(e for e in verdict.ledger if e.stage is stage)
        assert 0 <= verdict.stages[stage] <= stage.cap
    assert verdict.score == sum(verdict.stages.values()) == points(verdict.ledger)
    assert 0 <= verdict.score <= 1000
    assert 0 <= verdict.confidence <= 1


@given(cases, rulesets)
def test_every_finding_is_an_entry_and_every_clamp_is_one_too(case: Case, ruleset: Ruleset) -> None:
    verdict = decide(case, ruleset)
    for stage in Stage:
        found = case.findings.get(stage, ())
        lines = [e for e in verdict.ledger if e.stage is stage and not e.rule.startswith("score.")]
        kept = [Finding(**dict(e)) for e in lines if e.rule != CLAMP]
        assert sorted(kept, key=repr) == sorted(found, key=repr)
        raw = sum(f.points for f in found)
        clamp = min(max(raw, 0), stage.cap) - raw
        assert [e.points for e in lines if e.rule == CLAMP] == ([clamp] if clamp else [])


@given(cases, rulesets)
def test_decisions_raise_the_level_and_never_lower_it(case: Case, ruleset: Ruleset) -> None:
    verdict = decide(case, ruleset)
    by_score = ruleset.thresholds.level(verdict.score)
    assert verdict.level.rank >= by_score.rank
    assert verdict.level in (by_score, *decisions(verdict))
    assert all(entry.points == 0 for entry in verdict.ledger if entry.rule.startswith("score."))


@given(cases, rulesets, st.integers())
def test_the_same_case_gives_the_same_bytes_in_whatever_order_it_comes(
    case: Case, ruleset: Ruleset, seed: int
) -> None:
    shuffled = {
        stage: tuple(random.Random(seed).sample(found, len(found)))
        for stage, found in reversed(list(case.findings.items()))
    }
    again = Case(shuffled, case.evidence, case.outages, case.degraded)
    assert json_of(decide(again, ruleset)) == json_of(decide(case, ruleset))


@given(st.data(), answered, rulesets)
def test_missing_answers_change_no_point_and_are_never_called_clean(
    data: st.DataObject, full: Case, ruleset: Ruleset
) -> None:
    gappy = data.draw(silenced(full))
    before, after = decide(full, ruleset), decide(gappy, ruleset)
    assert after.score == before.score
    assert after.stages == before.stages
    assert after.level.rank >= before.level.rank
    assert after.confidence <= before.confidence or decisions(after) != decisions(before)
    if gappy.outages or gappy.degraded:
        assert after.level is not Level.CLEAN
    if gappy.outages:
        assert after.coverage.share < 1


def test_without_findings_there_is_nothing_to_clamp() -> None:
    assert entries(Stage.TI_LOOKUP, ()) == ()


def test_caps_sum_to_a_thousand() -> None:
    assert sum(stage.cap for stage in Stage) == 1000
