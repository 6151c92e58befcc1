"""From the evidence of a scan to its verdict. Pure: a scan that ends and a replay do the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from elara.bundles.model import Inputs
from elara.evidence.model import Evidence
from elara.rules.pack import assess
from elara.scoring.agreement import agreement
from elara.scoring.ledger import entries, points
from elara.scoring.model import Finding, Stage, Verdict
from elara.scoring.ruleset import Ruleset
from elara.scoring.verdict import Case, decide

COLLECTING: tuple[Stage, ...] = tuple(stage for stage in Stage if stage != Stage.FINAL_SCORE)
"""The stages that bring evidence home; the last one looks at what they brought."""

Gathered = Mapping[Stage, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the evidence it rests on: what was gathered, and how far stages agree."""

    verdict: Verdict
    evidence: Gathered
    findings: Mapping[Stage, tuple[Finding, ...]]


def judge(gathered: Gathered, inputs: Inputs, at: datetime, ruleset: Ruleset) -> Judgement:
    """The judgement of `ruleset` on what the stages gathered.

    All of it is assessed again, whatever the stages made of it: one ruleset speaks, also when a
    new one was deployed in the middle of the scan. `at` dates the evidence of the last stage.
    Raises ValidationError for evidence that the rules of this version cannot read.
    """
    collected: dict[Stage, tuple[Evidence, ...]] = {
        stage: gathered[stage] for stage in COLLECTING if stage in gathered
    }
    findings = {stage: assess(stage, pieces, ruleset) for stage, pieces in collected.items()}
    given = {stage: points(entries(stage, found)) for stage, found in findings.items()}
    proof = Evidence.of(Stage.FINAL_SCORE.value, agreement(given), at)
    evidence = {**collected, Stage.FINAL_SCORE: (proof,)}
    findings[Stage.FINAL_SCORE] = assess(Stage.FINAL_SCORE, (proof,), ruleset)
    case = Case(
        findings=findings,
        evidence=evidence,
        outages=inputs.outages,
        degraded=frozenset(inputs.degraded),
    )
    return Judgement(decide(case, ruleset), evidence, findings)
