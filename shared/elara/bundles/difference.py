"""What changed from one verdict to another. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
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


def _changes(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Change]:
    """Lines of one rule in one stage are pairs: equal ones first, the rest in their order."""
    old, new = _by_rule(before), _by_rule(after)
    places = {stage: place for place, stage in enumerate(Stage)}
    for stage, rule in sorted(dict.fromkeys((*old, *new)), key=lambda named: places[named[0]]):
        was, now = old.get((stage, rule), []), new.get((stage, rule), [])
        yield from _paired(stage, rule, _without(was, now), _without(now, was))


def _by_rule(ledger: Iterable[Entry]) -> Mapping[tuple[Stage, str], list[Entry]]:
    found = defaultdict[tuple[Stage, str], list[Entry]](list)
    for entry in ledger:
        found[entry.stage, entry.rule].append(entry)
    return found


def _without(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """`entries` but those that have an equal among `others`, each of which counts once."""
    spare = Counter(others)
    left: list[Entry] = []
    for entry in entries:
        if spare[entry]:
            spare[entry] -= 1
        else:
            left.append(entry)
    return left


def _paired(stage: Stage, rule: str, old: list[Entry], new: list[Entry]) -> Iterable[Change]:
    both = min(len(old), len(new))
    for was, now in zip(old[:both], new[:both], strict=True):
        yield Change(change="changed", stage=stage, rule=rule, before=was, after=now)
    for entry in old[both:]:
        yield Change(change="removed", stage=stage, rule=rule, before=entry)
    for entry in new[both:]:
        yield Change(change="added", stage=stage, rule=rule, after=entry)
