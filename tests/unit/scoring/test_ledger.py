"""The laws of the ledger, over random findings."""

from hypothesis import given
from hypothesis import strategies as st

from elara.scoring.ledger import CLAMP, entries, points
from elara.scoring.model import Finding, Level, Stage
from elara.scoring.thresholds import level_of
from elara.scoring.verdict import Case, decide


def findings(stage: Stage) -> st.SearchStrategy[tuple[Finding, ...]]:
    one = st.builds(
        Finding,
        rule=st.text("abc._", min_size=1, max_size=6),
        stage=st.just(stage),
        points=st.integers(-600, 600),
        evidence=st.lists(st.text("0123456789", max_size=4), max_size=2).map(tuple),
        text=st.text(max_size=10),
    )
    return st.lists(one, max_size=8).map(tuple)


everything = st.fixed_dictionaries({stage: findings(stage) for stage in Stage})


@given(everything)
def test_entries_sum_to_stages_and_stages_to_the_score(
    found: dict[Stage, tuple[Finding, ...]],
) -> None:
    verdict = decide(Case(findings=found, evidence={}, outages={}))
    for stage in Stage:
        assert verdict.stages[stage] == points(e for e in verdict.ledger if e.stage is stage)
        assert 0 <= verdict.stages[stage] <= stage.cap
    assert verdict.score == sum(verdict.stages.values()) == points(verdict.ledger)
    assert 0 <= verdict.score <= 1000


@given(everything)
def test_every_finding_is_in_the_ledger_untouched(
    found: dict[Stage, tuple[Finding, ...]],
) -> None:
    verdict = decide(Case(findings=found, evidence={}, outages={}))
    shown = [(e.stage, e.rule, e.points, e.evidence, e.text) for e in verdict.ledger]
    for each in (finding for group in found.values() for finding in group):
        line = (each.stage, each.rule, each.points, each.evidence, each.text)
        shown.remove(line)
    assert all(rule == CLAMP for _, rule, *_ in shown)


@given(findings(Stage.DNS_ANALYSIS), st.randoms())
def test_the_order_findings_come_in_does_not_matter(
    found: tuple[Finding, ...], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    key = [(e.rule, e.points, e.evidence) for e in entries(Stage.DNS_ANALYSIS, found)]
    assert key == [(e.rule, e.points, e.evidence) for e in entries(Stage.DNS_ANALYSIS, shuffled)]


@given(everything, st.sets(st.sampled_from(list(Stage))))
def test_silence_never_raises_the_score_and_is_never_called_clean(
    found: dict[Stage, tuple[Finding, ...]], silent: set[Stage]
) -> None:
    full = decide(Case(findings=found, evidence={}, outages={}))
    outages = dict.fromkeys(silent, "timeout")
    gappy = decide(Case(findings=found, evidence={}, outages=outages))
    assert gappy.score == full.score
    assert gappy.level.rank >= full.level.rank
    if silent:
        assert gappy.level is not Level.CLEAN
        assert gappy.coverage.share < 1


def test_caps_sum_to_a_thousand() -> None:
    assert sum(stage.cap for stage in Stage) == 1000


def test_levels_follow_the_thresholds() -> None:
    levels = [level_of(score) for score in (0, 39, 40, 149, 150, 299, 300, 1000)]
    assert levels == [
        *(Level.CLEAN, Level.CLEAN, Level.LOW, Level.LOW),
        *(Level.SUSPICIOUS, Level.SUSPICIOUS, Level.MALICIOUS, Level.MALICIOUS),
    ]
