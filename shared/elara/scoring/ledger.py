"""The ledger: every point as a line, caps and floors included.

Laws, held by property tests: the entries of a stage sum to its points, the stages sum to the
score, every stage is within 0 and its cap, and so the score is within 0 and 1000.
"""

from collections.abc import Iterable

from elara.scoring.model import Entry, Finding, Level, Stage

CLAMP = "clamp"


def entries(stage: Stage, findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The lines of one stage: its findings, largest first, then the clamp when one is needed."""
    ordered = sorted(findings, key=_place)
    lines = [
        Entry(
            rule=f.rule,
            stage=stage,
            points=f.points,
            evidence=f.evidence,
            text=f.text,
            decides=f.decides,
        )
        for f in ordered
    ]
    total = sum(line.points for line in lines)
    if total > stage.cap:
        lines.append(_clamp(stage, stage.cap - total, f"The stage gives at most {stage.cap}."))
    elif total < 0:
        lines.append(_clamp(stage, -total, "A stage never gives less than 0."))
    return tuple(lines)


def _place(finding: Finding) -> tuple[int, str, tuple[str, ...], str, str]:
    return (
        -finding.points,
        finding.rule,
        finding.evidence,
        finding.text,
        finding.decides or "",
    )


def raised(level: Level, lines: Iterable[Entry]) -> Level:
    """`level`, or the highest that a line decides by itself; never lower."""
    decided = (line.decides for line in lines if line.decides)
    return max([level, *decided], key=lambda each: each.rank)


def points(lines: Iterable[Entry]) -> int:
    """What the lines sum to."""
    return sum(line.points for line in lines)


def _clamp(stage: Stage, difference: int, text: str) -> Entry:
    return Entry(rule=CLAMP, stage=stage, points=difference, text=text)
