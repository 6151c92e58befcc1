"""Finds the rules of a stage by file name and applies them to evidence."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from elara.evidence.model import Evidence, Facts
from elara.rules.model import Hit, Rule
from elara.scoring.model import Finding, Stage

Check = Callable[[Any], Hit | None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule together with its check."""

    rule: Rule
    check: Check

    def finding(self, stage: Stage, evidence: Evidence, facts: Facts) -> Finding | None:
        """The finding for one piece of evidence, or None when the rule does not match."""
        hit = self.check(facts)
        if hit is None:
            return None
        points = self.rule.points if hit.points is None else hit.points
        if abs(points) > abs(self.rule.points) or points * self.rule.points < 0:
            raise ValueError(f"{self.rule.id} gave {points}, beyond its {self.rule.points}")
        return Finding(
            rule=self.rule.id, stage=stage, points=points, evidence=(evidence.id,), text=hit.text
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


def assess(stage: Stage, evidence: Iterable[Evidence]) -> tuple[Finding, ...]:
    """Findings of the stage's rules over its answered evidence. Same input, same output."""
    rules = load(stage)
    kinds = {loaded.rule.reads.kind: loaded.rule.reads for loaded in rules}
    findings: list[Finding] = []
    for piece in evidence:
        if not piece.state.answered or piece.kind not in kinds:
            continue
        facts = kinds[piece.kind].model_validate(piece.data)
        for loaded in rules:
            if loaded.rule.reads.kind == piece.kind:
                finding = loaded.finding(stage, piece, facts)
                if finding is not None:
                    findings.append(finding)
    return tuple(findings)
