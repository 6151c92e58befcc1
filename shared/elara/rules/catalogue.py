"""All rules, for people, as a document of the API."""

from pydantic import BaseModel, ConfigDict

from elara.rules.pack import Loaded, load
from elara.scoring.model import Level, Stage
from elara.scoring.ruleset import Ruleset, Thresholds


class RuleEntry(BaseModel):
    """One rule. `points` is the most a hit gives under the ruleset; 0 when it is switched off."""

    model_config = ConfigDict(frozen=True)

    id: str
    stage: Stage
    title: str
    points: int
    decides: Level | None = None
    """The level a full hit raises a verdict to by itself."""
    why: str
    references: tuple[str, ...]


class RulesetEntry(BaseModel):
    """The ruleset in force: its name, the hash of all that decides, and its thresholds."""

    model_config = ConfigDict(frozen=True)

    version: str
    hash: str
    thresholds: Thresholds


class Catalogue(BaseModel):
    """Every rule, by stage and name, and the ruleset that weighs them."""

    model_config = ConfigDict(frozen=True)

    ruleset: RulesetEntry
    caps: dict[Stage, int]
    """The most points each stage can give."""
    rules: tuple[RuleEntry, ...]


def catalogue(ruleset: Ruleset) -> Catalogue:
    """The rules of all stages as `ruleset` weighs them."""
    return Catalogue(
        ruleset=RulesetEntry(
            version=ruleset.version, hash=ruleset.hash, thresholds=ruleset.thresholds
        ),
        caps={stage: stage.cap for stage in Stage},
        rules=tuple(_entry(stage, one, ruleset) for stage in Stage for one in load(stage)),
    )


def _entry(stage: Stage, loaded: Loaded, ruleset: Ruleset) -> RuleEntry:
    rule = loaded.rule
    return RuleEntry(
        id=rule.id,
        stage=stage,
        title=rule.title,
        points=ruleset.points.get(rule.id, rule.points),
        decides=rule.decides,
        why=rule.why,
        references=rule.references,
    )
