"""The verdict: ledger, level and confidence, from the findings of all stages. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elara.evidence.model import Evidence, State
from elara.scoring.coverage import coverage
from elara.scoring.ledger import entries, points, raised
from elara.scoring.model import Coverage, Entry, Finding, Level, Stage, Verdict
from elara.scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Case:
    """All a verdict is made of. `outages` names the stages without a full answer, and why."""

    findings: Mapping[Stage, tuple[Finding, ...]]
    evidence: Mapping[Stage, tuple[Evidence, ...]]
    outages: Mapping[Stage, str]
    """Stages that left no record at all."""
    degraded: frozenset[Stage] = frozenset()
    """Stages in which no more than half of those asked answered."""


def decide(case: Case, ruleset: Ruleset) -> Verdict:
    """The verdict of `ruleset` on `case`; the same two always give the same verdict."""
    ledger = tuple(line for stage in Stage for line in entries(stage, case.findings.get(stage, ())))
    score = points(ledger)
    seen = coverage(case.evidence, case.outages)
    found = raised(ruleset.thresholds.level(score), ledger)
    decisions = tuple(_decisions(case, found))
    decided = bool(decisions) or any(line.decides for line in ledger)
    return Verdict(
        level=raised(found, decisions),
        score=score,
        confidence=_confidence(ruleset.thresholds.margin(score), seen, decided=decided),
        coverage=seen,
        stages={stage: points(e for e in ledger if e.stage == stage) for stage in Stage},
        ledger=ledger + decisions,
        ruleset=ruleset.version,
        ruleset_hash=ruleset.hash,
    )


def _decisions(case: Case, level: Level) -> Iterable[Entry]:
    """Decisive lines: 0 points, they raise the level and never lower it."""
    listings = [
        piece
        for piece in case.evidence.get(Stage.TI_LOOKUP, ())
        if piece.state is State.LISTED and piece.data.get("authoritative")
    ]
    if len({piece.source for piece in listings}) >= 2:
        names = " and ".join(sorted({piece.source for piece in listings}))
        yield _decision(
            "score.authoritative_listings",
            Level.MALICIOUS,
            f"{names} both list this very URL.",
            tuple(piece.id for piece in listings),
        )
    elif listings and level.rank < Level.SUSPICIOUS.rank:
        yield _decision(
            "score.authoritative_listing",
            Level.SUSPICIOUS,
            f"{listings[0].source} lists this very URL.",
            (listings[0].id,),
        )
    silent = sorted({*case.outages, *case.degraded})
    if silent and level is Level.CLEAN:
        yield _decision(
            "score.not_seen_enough",
            Level.LOW,
            f"Not called clean: {', '.join(silent)} could not be answered.",
        )


def _decision(rule: str, level: Level, text: str, evidence: tuple[str, ...] = ()) -> Entry:
    return Entry(
        rule=rule, stage=Stage.FINAL_SCORE, points=0, evidence=evidence, text=text, decides=level
    )


def _confidence(margin: float, seen: Coverage, *, decided: bool) -> float:
    certainty = 1.0 if decided else 0.5 + 0.5 * margin
    return round(certainty * seen.share, 3)
