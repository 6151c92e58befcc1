"""What changed from one verdict to another. Pure."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from elara.scoring.model import Entry, Level, Stage, Verdict


class Outcome(BaseModel):
    """A verdict in short."""

    model_config = ConfigDict(frozen=True)

    ruleset: str
    ruleset_hash: str
    level: Level
    score: int
    confidence: float


class StagePoints(BaseModel):
    """Points of one stage, before and after."""

    model_config = ConfigDict(frozen=True)

    before: int
    after: int


class Change(BaseModel):
    """A line of the ledger that is new, gone, or not what it was."""

    model_config = ConfigDict(frozen=True)

    change: Literal["added", "removed", "changed"]
    stage: Stage
    rule: str
    before: Entry | None = None
    after: Entry | None = None


class Difference(BaseModel):
    """Everything in which two verdicts differ."""

    model_config = ConfigDict(frozen=True)

    before: Outcome
    after: Outcome
    stages: dict[Stage, StagePoints]
    """The stages whose points moved."""
    entries: tuple[Change, ...]
    """In the order of the ledger."""
    fields: tuple[str, ...]
    """Names of the verdict's fields that are not the same, in full."""


def difference(before: Verdict, after: Verdict) -> Difference:
    """From `before` to `after`."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    moved = {
        stage: StagePoints(before=before.stages.get(stage, 0), after=after.stages.get(stage, 0))
        for stage in Stage
        if before.stages.get(stage, 0) != after.stages.get(stage, 0)
    }
    return Difference(
        before=_outcome(before),
        after=_outcome(after),
        stages=moved,
        entries=tuple(_changes(before.ledger, after.ledger)),
        fields=tuple(sorted(name for name in new if old[name] != new[name])),
    )


def _outcome(verdict: Verdict) -> Outcome:
    return Outcome(
        ruleset=verdict.ruleset,
        ruleset_hash=verdict.ruleset_hash,
        level=verdict.level,
        score=verdict.score,
        confidence=verdict.confidence,
    )


def _changes(before: Sequence[Entry], after: Sequence[Entry]) -> Iterable[Change]:
    """Lines of one rule in one stage are pairs: equal ones first, the rest in their order."""
    for stage in Stage:
        rules = dict.fromkeys(e.rule for e in (*before, *after) if e.stage is stage)
        for rule in rules:
            old = [e for e in before if (e.stage, e.rule) == (stage, rule)]
            new = [e for e in after if (e.stage, e.rule) == (stage, rule)]
            for entry in [entry for entry in old if entry in new]:
                if entry in new:
                    old.remove(entry)
                    new.remove(entry)
            yield from _paired(stage, rule, old, new)


def _paired(stage: Stage, rule: str, old: list[Entry], new: list[Entry]) -> Iterable[Change]:
    both = min(len(old), len(new))
    for was, now in zip(old[:both], new[:both], strict=True):
        yield Change(change="changed", stage=stage, rule=rule, before=was, after=now)
    for entry in old[both:]:
        yield Change(change="removed", stage=stage, rule=rule, before=entry)
    for entry in new[both:]:
        yield Change(change="added", stage=stage, rule=rule, after=entry)
