"""Finds the rules of a stage by file name and applies them to evidence."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from elara.evidence.model import Evidence, Facts
from elara.rules.model import Hit, Rule
from elara.scoring.model import Finding, Stage
from elara.scoring.ruleset import Ruleset

Check = Callable[[Any], Hit | None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule together with its check."""

    rule: Rule
    check: Check


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule as a ruleset weighs it: `given` is what a full hit gives, never 0."""

    rule: Rule
    check: Check
    given: int

    def finding(self, stage: Stage, evidence: Evidence, hit: Hit) -> Finding:
        """What a hit in `evidence` amounts to.

        A rule that the ruleset gives other points keeps its proportions: a hit of half the rule's
        own points is a hit of half the new ones.
        """
        own = self.rule.points if hit.points is None else hit.points
        if abs(own) > abs(self.rule.points) or own * self.rule.points < 0:
            raise ValueError(f"{self.rule.id} gave {own}, beyond its {self.rule.points}")
        return Finding(
            rule=self.rule.id,
            stage=stage,
            points=round(own * self.given / self.rule.points),
            evidence=(evidence.id,),
            text=hit.text,
            decides=self.rule.decides if hit.points is None else None,
        )


@cache
def load(stage: Stage) -> tuple[Loaded, ...]:
    """All rules of `stage`, by file name; a stage without rules has none."""
    try:
        package = importlib.import_module(f"elara.rules.{stage}")
    except ModuleNotFoundError:
        return ()
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return tuple(Loaded(module.RULE, module.check) for module in modules)


@cache
def readers(stage: Stage) -> Mapping[str, tuple[Loaded, ...]]:
    """The rules of `stage` by the kind of evidence they read."""
    kinds: dict[str, list[Loaded]] = {}
    for loaded in load(stage):
        kinds.setdefault(loaded.rule.reads.kind, []).append(loaded)
    return {kind: tuple(found) for kind, found in kinds.items()}


def weighed(stage: Stage, kind: str, ruleset: Ruleset) -> tuple[Weighed, ...]:
    """The rules of `stage` that read evidence of `kind`, but those that `ruleset` switches off."""
    return tuple(
        Weighed(loaded.rule, loaded.check, given)
        for loaded in readers(stage).get(kind, ())
        if (given := ruleset.points.get(loaded.rule.id, loaded.rule.points))
    )


def assess(stage: Stage, evidence: Iterable[Evidence], ruleset: Ruleset) -> tuple[Finding, ...]:
    """Findings of the stage's rules over its answered evidence. Same input, same output.

    Raises ValidationError for evidence that the rules of this version cannot read.
    """
    known = readers(stage)
    findings: list[Finding] = []
    for piece in evidence:
        rules = known.get(piece.kind)
        if rules and piece.state.answered:
            facts = rules[0].rule.reads.model_validate(piece.data)
            findings += findings_of(stage, piece, facts, weighed(stage, piece.kind, ruleset))
    return tuple(findings)


def findings_of(
    stage: Stage, evidence: Evidence, facts: Facts, rules: Iterable[Weighed]
) -> Iterator[Finding]:
    """What `rules`, those `weighed` for the kind of `facts`, find in one piece of evidence, given
    its typed content.
    """
    for rule in rules:
        hit = rule.check(facts)
        if hit is not None:
            yield rule.finding(stage, evidence, hit)
